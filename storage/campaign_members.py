"""Which units a campaign has, changed while it runs: one is taken out or comes back, one goes on
under another entry of its list. Nothing is deleted: what a unit gave stays with its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select, update

from bot.model.listed_unit import LeftReport
from bot.model.submission import Status
from bot.model.unit import Unit
from storage.belonging import in_campaign
from storage.bodies import OF_CAMPAIGN
from storage.campaigns import Campaigns
from storage.codec import new_id, unit_columns, unit_from
from storage.connection import InTransaction
from storage.namesakes import called, tell_apart
from storage.tables import (
    PERSON,
    REVISION,
    SEAT,
    SNAPSHOT,
    SNAPSHOT_UNIT,
    SOURCE,
    SUBMISSION,
    UNIT,
)

PART, TOTAL = REVISION.alias("part"), REVISION.alias("total")


@dataclass(frozen=True, slots=True)
class HoldingTotal:
    """A total that was handed up and holds figures of a unit; `stands` tells that its unit's report was
    not sent back since."""

    unit_name: str
    revision_id: int
    stands: bool


class CampaignMembers(InTransaction):
    def left(self, campaign_id: int) -> list[tuple[Unit, LeftReport]]:
        """Return the units that were taken out of a campaign, each with what stays of it, in list order."""
        rows = self.connection.execute(
            select(UNIT, SUBMISSION.c.id.label("report"), SUBMISSION.c.status,
                   SUBMISSION.c.version, SUBMISSION.c.left_at, SUBMISSION.c.left_reason)
            .join(SUBMISSION, SUBMISSION.c.unit_id == UNIT.c.id)
            .where(SUBMISSION.c.campaign_id == campaign_id, SUBMISSION.c.left_at.is_not(None))
            .order_by(SUBMISSION.c.id)
        )  # fmt: skip
        return [
            (
                unit_from(row),
                LeftReport(
                    row.report, Status(row.status), row.version, row.left_at, row.left_reason
                ),
            )
            for row in rows
        ]

    def take_out(
        self, submission_id: int, campaign_id: int, unit_id: int, now: datetime, reason: str
    ) -> None:
        """Let a report count no more, and end the seats of its unit."""
        self.set_columns(SUBMISSION, submission_id, left_at=now, left_reason=reason)
        Campaigns(self.connection).lists_changed()
        self.connection.execute(
            update(SEAT)
            .where(
                SEAT.c.campaign_id == campaign_id,
                SEAT.c.unit_id == unit_id,
                SEAT.c.until.is_(None),
            )
            .values(until=now)
        )

    def put_back(self, left: LeftReport, campaign_id: int, unit_id: int) -> None:
        """Let a report count again, and give the seats back that ended when its unit was taken out, but for
        people who are forgotten since."""
        self.set_columns(SUBMISSION, left.submission_id, left_at=None, left_reason="")
        Campaigns(self.connection).lists_changed()
        forgotten = select(PERSON.c.id).where(PERSON.c.forgotten_at.is_not(None))
        self.connection.execute(
            update(SEAT)
            .where(
                SEAT.c.campaign_id == campaign_id,
                SEAT.c.unit_id == unit_id,
                SEAT.c.until == left.at,
                SEAT.c.person_id.not_in(forgotten),
            )
            .values(until=None)
        )

    def totals_with(self, submission_id: int) -> list[HoldingTotal]:
        """Return the totals that were handed up, not sent back since, and made from a unit's figures (not its
        own)."""
        rows = self.connection.execute(
            select(TOTAL.c.id, TOTAL.c.version, SUBMISSION.c.status,
                   SUBMISSION.c.version.label("latest"), called(UNIT).label("name"))
            .select_from(SOURCE)
            .join(PART, PART.c.id == SOURCE.c.source_id)
            .join(TOTAL, TOTAL.c.id == SOURCE.c.revision_id)
            .join(SUBMISSION, SUBMISSION.c.id == TOTAL.c.submission_id)
            .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
            .where(
                PART.c.submission_id == submission_id,
                TOTAL.c.submission_id != submission_id,
                TOTAL.c.returned.is_(False),
            )
            .order_by(TOTAL.c.id)
            .distinct()
        )  # fmt: skip
        return [
            HoldingTotal(row.name, row.id, Status(row.status) is not Status.RETURNED)
            for row in rows
        ]

    def end_totals(self, revision_ids: Sequence[int]) -> None:
        """Let totals count no more that a later one took the place of, and that was sent back."""
        self.connection.execute(
            update(REVISION).where(REVISION.c.id.in_(revision_ids)).values(returned=True)
        )

    def issued_with(self, campaign_id: int, unit_id: int) -> list[int]:
        """Return the numbers of the totals that left as documents and hold a unit's figures."""
        found = self.connection.execute(
            select(SNAPSHOT.c.number)
            .join(SNAPSHOT_UNIT, SNAPSHOT_UNIT.c.snapshot_id == SNAPSHOT.c.id)
            .where(SNAPSHOT.c.campaign_id == campaign_id, SNAPSHOT_UNIT.c.unit_id == unit_id)
            .order_by(SNAPSHOT.c.number)
        )
        return list(map(int, found.scalars()))

    def kinds(self, body: str) -> list[str]:
        """Return the kinds that units of a body have, or had before they were mended."""
        found = select(UNIT.c.kind).where(UNIT.c.body == body).order_by(UNIT.c.id)
        return list(map(str, dict.fromkeys(self.connection.execute(found).scalars())))

    def entries_of(self, unit_id: int) -> list[int]:
        """Return the numbers of all entries of the unit that one is an entry of, itself among them: as it was
        called, of which kind and below whom at any time."""
        own = select(UNIT.c.body, UNIT.c.code).where(UNIT.c.id == unit_id).subquery()
        found = select(UNIT.c.id).join(
            own, and_(UNIT.c.body == own.c.body, UNIT.c.code == own.c.code)
        )
        return list(map(int, self.connection.execute(found).scalars()))

    def present_entry(self, campaign_id: int, unit_id: int) -> int:
        """Return under which entry a campaign goes on with a unit; the one given where it has no other."""
        own = SUBMISSION.c.unit_id.in_(self.entries_of(unit_id))
        found = select(SUBMISSION.c.unit_id).where(in_campaign(campaign_id), own)
        return self.connection.execute(found).scalar() or unit_id

    def entry_with(self, unit: Unit, kind: str, parent: str) -> int:
        """Return the entry of a unit's list that has another kind or parent than the one given, made where
        there is none: the list says so from now on, and other campaigns keep the entries they have."""
        listed = {each.code: each for each in Campaigns(self.connection).units(unit.body)}
        present = listed[unit.code]
        wanted = replace(unit, kind=kind, parent=parent)
        if present.is_called_as(wanted) and present.predecessors == wanted.predecessors:
            return present.id
        made = self._new_entry(wanted)
        if present.id != unit.id:  # the list calls it otherwise meanwhile, and goes on doing so
            self._new_entry(replace(present, kind=kind, parent=parent))
        tell_apart(self.connection, Campaigns(self.connection).units(unit.body))
        return made

    def _new_entry(self, unit: Unit) -> int:
        last = select(func.max(UNIT.c.entry)).where(
            UNIT.c.body == unit.body, UNIT.c.code == unit.code
        )
        entry = self.connection.execute(last).scalar_one() + 1
        columns = {**unit_columns(unit), "beside": unit.beside, "entry": entry}
        return new_id(self.connection.execute(UNIT.insert().values(columns)))

    def change_entry(self, campaign_id: int, before: int, after: int) -> None:
        """Let a campaign go on with another entry of a unit. Totals that left as documents and were made from
        the unit as one of another kind say so; others go on fitting."""
        Campaigns(self.connection).lists_changed()
        for table in OF_CAMPAIGN:
            self.connection.execute(
                update(table)
                .where(table.c.campaign_id == campaign_id, table.c.unit_id == before)
                .values(unit_id=after)
            )
        present = self.connection.execute(select(UNIT).where(UNIT.c.id == after)).one()
        same_kind = select(UNIT.c.id).where(
            UNIT.c.body == present.body,
            UNIT.c.code == present.code,
            UNIT.c.kind == present.kind,
        )
        issued = select(SNAPSHOT.c.id).where(SNAPSHOT.c.campaign_id == campaign_id)
        self.connection.execute(
            update(SNAPSHOT_UNIT)
            .where(SNAPSHOT_UNIT.c.snapshot_id.in_(issued), SNAPSHOT_UNIT.c.unit_id.in_(same_kind))
            .values(unit_id=after)
        )
