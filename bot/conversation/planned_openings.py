"""The ceremonies of a plan at the row that counts them: told with the question, and once their day has come
proposed as its figure. Nothing is stored before the person says "đúng"."""

from __future__ import annotations

from bot.conversation.context import ReportContext
from bot.locale.dates import day
from bot.locale.plan_sentences import opening_lines
from bot.locale.say import say
from bot.model.answer import Answer, value
from bot.model.form import Cell, Indicator, is_of_kind
from bot.model.plan import Opening
from bot.row_types import echo_answer
from bot.vietnamese.normalise import unaccented

NAMED = "khai mac"  # in the names of rows that count the ceremonies of the plan


def planned_lines(desk: ReportContext, row: Indicator) -> list[str]:
    """Return what the plan says of the ceremonies that a row counts, and the figure that this would make
    where their day has come and nothing is stored."""
    lines = ceremony_lines(desk, row)
    planned = planned_figure(desk, row)
    if planned is not None and row.code not in desk.submission.answers:
        line = f"{row.code}: {echo_answer(row, planned)}"
        lines += [say("ask.as_planned", line=line), say("confirm.type_yes")]
    return lines


def ceremony_lines(desk: ReportContext, row: Indicator) -> list[str]:
    """Return what the plan says of the ceremonies that a row counts."""
    return opening_lines(_openings_of(desk, row))


def planned_figure(desk: ReportContext, row: Indicator) -> Answer | None:
    """Return the figure that a row has if all was held as planned: 1 for the unit's own ceremony, else the
    number of units below that hold one. None before the day, and where the plan says nothing."""
    held = [each for each in _openings_of(desk, row) if _has_come(desk, each)]
    if not held or row.cells != (Cell.COUNT,):
        return None
    if not row.within:
        return value(row, 1)
    below = [kind for kind in desk.kinds_below if is_of_kind(kind, row.within)]
    many = sum(any(is_of_kind(kind, each.kinds) for each in held) for kind in below)
    return value(row, many) if many else None


def period_line(desk: ReportContext, row: Indicator) -> list[str]:
    """Return for which days a row is filled in, where the plan names ceremonies on several days or outside
    the period, so that it is not clear by itself; [] for rows without figures and elsewhere."""
    campaign = desk.campaign
    days = {each.date for each in campaign.plan.openings if each.date is not None}
    outside = any(not campaign.period_start <= each <= campaign.period_end for each in days)
    if not row.cells or (len(days) < 2 and not outside):
        return []
    return [say("ask.period", start=day(campaign.period_start), end=day(campaign.period_end))]


def _openings_of(desk: ReportContext, row: Indicator) -> list[Opening]:
    """Return the ceremonies that a row counts: those of the units below where it counts units, else the
    unit's own."""
    if NAMED not in unaccented(row.name):
        return []
    kinds = row.within or (desk.unit.kind,)
    return [
        each
        for each in desk.campaign.plan.openings
        if any(is_of_kind(kind, each.kinds) for kind in kinds)
        or any(is_of_kind(own, row.within) for own in each.kinds)
    ]


def _has_come(desk: ReportContext, opening: Opening) -> bool:
    """Return whether a ceremony's last day has begun."""
    last = opening.until or opening.date
    return desk.today is not None and last is not None and last <= desk.today
