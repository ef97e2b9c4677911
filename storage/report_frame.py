"""What one report belongs to: its campaign, its unit, the kinds of the units below it, what holds it. Read in
every turn, by one statement that is built once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select

from bot.model.campaign import Campaign
from bot.model.submission import Lock
from bot.model.unit import Unit
from storage.codec import campaign_from, texts_from_json
from storage.connection import Connection, Prepared
from storage.tables import CAMPAIGN, REVISION, SOURCE, SUBMISSION, UNIT


@dataclass(frozen=True, slots=True)
class ReportFrame:
    """What one report belongs to, and the unit's own later deadline where it was given one;
    `below` are the kinds of the body's units below this one."""

    campaign: Campaign
    unit: Unit
    extended_until: datetime | None
    below: tuple[str, ...] = ()
    lock: Lock | None = None


UNIT_COLUMNS = (
    UNIT.c.code.label("unit_code"),
    UNIT.c.name.label("unit_name"),
    UNIT.c.kind.label("unit_kind"),
    UNIT.c.parent.label("unit_parent"),
    UNIT.c.aliases.label("unit_aliases"),
    UNIT.c.body.label("unit_body"),
    UNIT.c.predecessors.label("unit_predecessors"),
    UNIT.c.commune_code.label("unit_commune_code"),
    UNIT.c.beside.label("unit_beside"),
)
CHILD, OTHER_ENTRY = UNIT.alias("child"), UNIT.alias("other_entry")
PLACE = SUBMISSION.alias("place")  # of a unit below, in the same campaign
SAME_CHILD = (OTHER_ENTRY.c.body == CHILD.c.body) & (OTHER_ENTRY.c.code == CHILD.c.code)
AS_CAMPAIGN_HAS_IT = (
    select(PLACE.c.id)
    .where(PLACE.c.campaign_id == SUBMISSION.c.campaign_id, PLACE.c.unit_id == CHILD.c.id)
    .correlate(CHILD, SUBMISSION)
    .exists()
)
LATER_ENTRY = (
    select(OTHER_ENTRY.c.id)
    .where(SAME_CHILD, OTHER_ENTRY.c.entry > CHILD.c.entry)
    .correlate(CHILD)
    .exists()
)
IN_CAMPAIGN_OTHERWISE = (
    select(PLACE.c.id)
    .join(OTHER_ENTRY, OTHER_ENTRY.c.id == PLACE.c.unit_id)
    .where(SAME_CHILD, PLACE.c.campaign_id == SUBMISSION.c.campaign_id)
    .correlate(CHILD, SUBMISSION)
    .exists()
)
KINDS_BELOW = (
    select(func.aggregate_strings(CHILD.c.kind, "|"))
    .where(
        CHILD.c.body == UNIT.c.body,
        CHILD.c.parent == UNIT.c.code,
        AS_CAMPAIGN_HAS_IT | (~LATER_ENTRY & ~IN_CAMPAIGN_OTHERWISE),
    )
    .correlate(UNIT, SUBMISSION)
    .scalar_subquery()
)
OF_TOTAL, TOTAL = REVISION.alias("of_total"), REVISION.alias("total")
TOTAL_OF, HOLDER = SUBMISSION.alias("total_of"), UNIT.alias("holder")
ABOVE, ITSELF = (
    "1",
    "2",
)  # before the name of the unit that holds a report: another one, or its own total
LOCKED_BY = (
    select(
        func.min(
            case((TOTAL_OF.c.id == SUBMISSION.c.id, ITSELF), else_=ABOVE).concat(HOLDER.c.name)
        )
    )
    .select_from(SOURCE)
    .join(OF_TOTAL, OF_TOTAL.c.id == SOURCE.c.source_id)
    .join(TOTAL, TOTAL.c.id == SOURCE.c.revision_id)
    .join(TOTAL_OF, TOTAL_OF.c.id == TOTAL.c.submission_id)
    .join(HOLDER, HOLDER.c.id == TOTAL_OF.c.unit_id)
    .where(
        OF_TOTAL.c.submission_id == SUBMISSION.c.id,
        TOTAL.c.accepted,
        TOTAL.c.returned.is_(False),
    )
    .correlate(SUBMISSION)
    .scalar_subquery()
)
FRAME = Prepared(
    select(
        CAMPAIGN,
        SUBMISSION.c.unit_id,
        SUBMISSION.c.extended_until,
        *UNIT_COLUMNS,
        KINDS_BELOW.label("kinds_below"),
        LOCKED_BY.label("locked_by"),
    )
    .join(SUBMISSION, SUBMISSION.c.campaign_id == CAMPAIGN.c.id)
    .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
    .where(SUBMISSION.c.id == bindparam("submission_id"))
)


def report_frame(connection: Connection, submission_id: int) -> ReportFrame:
    """Return a report's campaign, unit and own deadline in one statement."""
    row = connection.execute(FRAME, {"submission_id": submission_id}).one()
    below = tuple((row.kinds_below or "").split("|")) if row.kinds_below else ()
    holder = row.locked_by or ""
    lock = Lock(holder[1:], is_above=holder.startswith(ABOVE)) if holder else None
    return ReportFrame(campaign_from(row), unit_in(row), row.extended_until, below, lock)


def unit_in(row: Any) -> Unit:
    """Return the unit of a row that carries UNIT_COLUMNS."""
    return Unit(
        row.unit_id,
        row.unit_code,
        row.unit_name,
        row.unit_kind,
        row.unit_parent,
        texts_from_json(row.unit_aliases),
        row.unit_body,
        predecessors=texts_from_json(row.unit_predecessors),
        commune_code=row.unit_commune_code,
        beside=row.unit_beside,
    )
