"""What units of each kind sent, for what is usual among them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, exists, func, select

from bot.model.answer import Answer
from storage.belonging import in_campaign
from storage.campaigns import Campaigns
from storage.codec import answer_from
from storage.connection import InTransaction
from storage.queries import on_present_form
from storage.report_statements import answer_selection
from storage.tables import KEPT, REVISION, SUBMISSION, UNIT

LATER = REVISION.alias("later")


class PeerFigures(InTransaction):
    def reports(self, campaign_id: int, most: int) -> dict[str, list[dict[str, Answer]]]:
        """Return by kind the answers of the units that sent their own report last (not returned since), at
        most so many of a kind, by the rows of the present form: two statements."""
        latest = _latest_of_each_unit(campaign_id)
        statement = (
            select(
                latest.c.id,
                latest.c.submitted_at,
                latest.c.kind,
                latest.c.unit_code,
                *answer_selection(KEPT),
            )
            .join(KEPT, KEPT.c.revision_id == latest.c.id)
            .where(latest.c.place <= most)
        )
        sent: dict[tuple[int, tuple[str, str], datetime], dict[str, Answer]] = defaultdict(dict)
        for row in self.connection.execute(statement):
            sent[row.id, (row.kind, row.unit_code), row.submitted_at][row.code] = answer_from(row)
        changes = Campaigns(self.connection).form_changes(campaign_id)
        found: dict[str, list[dict[str, Answer]]] = defaultdict(list)
        for (_, unit, sent_at), answers in sent.items():
            found[unit[0]].append(on_present_form(changes, unit, sent_at, answers))
        return found


def _latest_of_each_unit(campaign_id: int) -> Subquery:
    """Return the versions that tell what each unit has itself, with their place in their kind from the last
    one sent on."""
    place = func.row_number().over(partition_by=UNIT.c.kind, order_by=REVISION.c.id.desc())
    return (
        select(
            REVISION.c.id,
            REVISION.c.submitted_at,
            UNIT.c.kind,
            UNIT.c.code.label("unit_code"),
            place.label("place"),
        )
        .select_from(SUBMISSION)
        .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
        .join(REVISION, REVISION.c.submission_id == SUBMISSION.c.id)
        .where(
            in_campaign(campaign_id),
            _is_own(REVISION),
            ~exists().where(
                LATER.c.submission_id == REVISION.c.submission_id,
                LATER.c.version > REVISION.c.version,
                _is_own(LATER),
            ),
        )
        .subquery()
    )


def _is_own(version: Any) -> Any:
    """Return the condition that a version tells a unit's own figures and was not returned."""
    return version.c.returned.is_(False) & version.c.of_branch.is_(False)
