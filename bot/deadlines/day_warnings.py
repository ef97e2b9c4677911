"""What a coordinator is warned of when a campaign is set up; nothing here blocks anything.

Codes are stable; their sentences are looked up elsewhere ("deadline.warning.<code>").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.model.calendar import WorkingCalendar

WEEKEND_OR_HOLIDAY = "weekend_or_holiday"
BEFORE_PERIOD_END = "before_period_end"
LESS_THAN_ONE_WORKING_DAY = "less_than_one_working_day"
IN_THE_PAST = "in_the_past"
TIER2_BEFORE_TIER1 = "tier2_before_tier1"


def day_warnings(
    last_day: date, calendar: WorkingCalendar, period_end: date | None, today: date | None
) -> tuple[str, ...]:
    """Return warnings about the last valid day of a deadline, most serious first.

    At least one working day must lie between the end of the data period and the deadline
    (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5); the last day itself is such a day.
    """
    found = []
    if period_end is not None and last_day < period_end:
        found.append(BEFORE_PERIOD_END)
    elif period_end is not None and calendar.working_days_between(period_end, last_day) < 1:
        found.append(LESS_THAN_ONE_WORKING_DAY)
    if today is not None and last_day < today:
        found.append(IN_THE_PAST)
    if not calendar.is_working_day(last_day):
        found.append(WEEKEND_OR_HOLIDAY)
    return tuple(found)


def tier_warnings(last_instants: Sequence[datetime | None]) -> tuple[tuple[int, str], ...]:
    """Return (place of the tier, code) for each tier whose deadline does not come after the one below.

    `last_instants` are the tiers' deadlines from the units upward; the first has place 1. Tiers
    without a date are passed over.
    """
    found = []
    below: datetime | None = None
    for place, instant in enumerate(last_instants, start=1):
        if instant is None:
            continue
        if below is not None and instant <= below:
            found.append((place, TIER2_BEFORE_TIER1))
        below = instant
    return tuple(found)
