"""What a unit last sent in a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.model.answer import Answer
from bot.model.form_change import FormChange
from storage.belonging import in_campaign
from storage.campaigns import FORM_CHANGES, form_changes_from
from storage.codec import answer_from
from storage.connection import Connection, Prepared
from storage.report_statements import answer_selection
from storage.tables import KEPT, REVISION, SETTING, SUBMISSION, UNIT

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
    select(
        *answer_selection(KEPT),
        REVISION.c.submitted_at,
        select(SETTING.c.value)
        .where(SETTING.c.key == bindparam("changes"))
        .scalar_subquery()
        .label("changes"),
    )
    .join(REVISION, REVISION.c.id == KEPT.c.revision_id)
    .where(KEPT.c.revision_id == LATEST_SENT.scalar_subquery())
)


@dataclass(frozen=True, slots=True)
class SentFigures:
    """The answers of the latest version that counts, and when it was sent; None where none holds any.
    `changes` are those of the campaign's forms."""

    answers: Mapping[str, Answer]
    sent_at: datetime | None
    changes: tuple[FormChange, ...] = ()


def last_sent(connection: Connection, unit_id: int, campaign_id: int) -> SentFigures:
    """Return what a unit last sent in a campaign."""
    changes = f"{FORM_CHANGES}{campaign_id}"
    asked = {"unit_id": unit_id, "campaign_id": campaign_id, "changes": changes}
    rows = connection.execute(SENT_ANSWERS, asked).all()
    answers = {row.code: answer_from(row) for row in rows}
    if not rows:
        return SentFigures({}, None)
    return SentFigures(answers, rows[0].submitted_at, form_changes_from(rows[0].changes))
