"""What the totals of a tree of units are made from: each unit's accepted figures and what it handed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import case, select

from bot.model.answer import Answer
from bot.model.grouping import grouped_by
from storage.belonging import UnitIds, among, in_campaign
from storage.campaigns import Campaigns
from storage.connection import InTransaction
from storage.queries import on_present_form
from storage.snapshots import Snapshots
from storage.tables import REVISION, SOURCE, SUBMISSION, UNIT


@dataclass(frozen=True)
class KeptVersion:
    """A version that was handed in and not returned, by the rows of the present form."""

    id: int
    version: int
    at: datetime
    accepted: bool
    answers: dict[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class BranchVersions:
    """A unit's own figures as they were accepted last, and the total that it handed up last; None
    where there is none."""

    own: KeptVersion | None = None
    total: KeptVersion | None = None


class Branches(InTransaction):
    def versions(self, campaign_id: int, unit_ids: UnitIds = None) -> dict[int, BranchVersions]:
        """Return the versions (of the named units) that count in a tree, by report; a fixed number of
        statements."""
        rows = self.connection.execute(
            select(REVISION.c.id, REVISION.c.submission_id, REVISION.c.version,
                   REVISION.c.submitted_at, REVISION.c.accepted, REVISION.c.of_branch, UNIT.c.kind,
                   case((REVISION.c.of_branch, ""), else_=UNIT.c.code).label("code"))
            .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
            .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
            .where(
                in_campaign(campaign_id),
                *among(unit_ids),
                REVISION.c.returned.is_(False),
                REVISION.c.accepted | REVISION.c.of_branch,
            )
            .order_by(REVISION.c.version)
        )  # fmt: skip
        own: dict[int, Any] = {}
        totals: dict[int, Any] = {}
        for row in rows:  # a later version takes the place of an earlier one
            (totals if row.of_branch else own)[row.submission_id] = row
        wanted = [row.id for found in (own, totals) for row in found.values()]
        answers = Snapshots(self.connection).answers(campaign_id, wanted)
        changes = Campaigns(self.connection).form_changes(campaign_id)

        def kept(row: Any) -> KeptVersion | None:
            if row is None:
                return None
            given = on_present_form(
                changes, (row.kind, row.code), row.submitted_at, answers[row.id]
            )
            return KeptVersion(row.id, row.version, row.submitted_at, row.accepted, given)

        return {
            number: BranchVersions(kept(own.get(number)), kept(totals.get(number)))
            for number in {**own, **totals}
        }

    def has_totals(self, campaign_id: int) -> bool:
        """Return whether any unit of a campaign ever handed a total up."""
        found = (
            select(REVISION.c.id)
            .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
            .where(in_campaign(campaign_id), REVISION.c.of_branch)
            .limit(1)
        )
        return self.connection.execute(found).first() is not None

    def sources(self, revision_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Return the versions that each of some totals was made from, through all tiers below."""
        rows = self.connection.execute(
            select(SOURCE.c.revision_id, SOURCE.c.source_id)
            .where(SOURCE.c.revision_id.in_(list(revision_ids)))
            .order_by(SOURCE.c.source_id)
        )
        found = grouped_by(attrgetter("revision_id"), rows)
        return {total: tuple(row.source_id for row in own) for total, own in found.items()}

    def units_of(self, revision_ids: Iterable[int]) -> dict[int, int]:
        """Return the report that each of some versions of a unit's own figures belongs to."""
        rows = self.connection.execute(
            select(REVISION.c.id, REVISION.c.submission_id).where(
                REVISION.c.id.in_(list(revision_ids)), REVISION.c.of_branch.is_(False)
            )
        )
        return {row.id: row.submission_id for row in rows}
