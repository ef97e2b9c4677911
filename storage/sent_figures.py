"""What a unit last sent in a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.model.answer import Answer
from storage.belonging import in_campaign
from storage.codec import answer_from
from storage.connection import Connection, Prepared
from storage.report_statements import answer_selection
from storage.tables import KEPT, REVISION, SUBMISSION, UNIT

ENTRY = UNIT.alias("entry")  # of the same unit, as it was called then
LATEST_SENT = (
    select(REVISION.c.id)
    .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
    .join(ENTRY, ENTRY.c.id == SUBMISSION.c.unit_id)
    .join(  # a unit that took others up is another one of the same code
        UNIT,
        (UNIT.c.body == ENTRY.c.body)
        & (UNIT.c.code == ENTRY.c.code)
        & (UNIT.c.predecessors == ENTRY.c.predecessors),
    )
    .where(
        UNIT.c.id == bindparam("unit_id"),
        in_campaign(bindparam("campaign_id")),
        REVISION.c.returned.is_(False),
        REVISION.c.of_branch.is_(False),
    )
    .order_by(REVISION.c.version.desc())
    .limit(1)
)
SENT_ANSWERS = Prepared(
    select(*answer_selection(KEPT), REVISION.c.submitted_at)
    .join(REVISION, REVISION.c.id == KEPT.c.revision_id)
    .where(KEPT.c.revision_id == LATEST_SENT.scalar_subquery())
)


@dataclass(frozen=True, slots=True)
class SentFigures:
    """The answers of the latest version that counts, and when it was sent; None where none holds any."""

    answers: Mapping[str, Answer]
    sent_at: datetime | None


def last_sent(connection: Connection, unit_id: int, campaign_id: int) -> SentFigures:
    """Return what a unit last sent in a campaign."""
    asked = {"unit_id": unit_id, "campaign_id": campaign_id}
    rows = connection.execute(SENT_ANSWERS, asked).all()
    answers = {row.code: answer_from(row) for row in rows}
    return SentFigures(answers, rows[0].submitted_at if rows else None)
