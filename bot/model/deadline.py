"""A deadline: the plan's own phrase, and the one last instant that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.model.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last_instant` is the last moment at which a report is on time, `last_day` its day,
    `last_working_day` the last working day on or before that day; all None where the phrase names
    no date. `warnings` are stable codes. `stated_weekday` is what the phrase prints (Monday is 0),
    `printed_day` the date it prints. `is_open_ended`: the phrase says there is no deadline."""

    phrase: str
    last_instant: datetime | None = None
    last_day: date | None = None
    last_working_day: date | None = None
    warnings: tuple[str, ...] = ()
    printed_day: date | None = None
    stated_weekday: int | None = None
    is_open_ended: bool = False

    @property
    def is_stated(self) -> bool:
        """Whether there is a date."""
        return self.last_instant is not None


def at_instant(
    phrase: str, instant: datetime, *, calendar: WorkingCalendar, tz: tzinfo
) -> Deadline:
    """Return the deadline whose last instant is known already, as a campaign or an extension keeps it."""
    day = instant.astimezone(tz).date()
    return Deadline(phrase, instant.astimezone(tz), day, calendar.previous_working_day(day))


def late_days(deadline_instant: datetime, submitted_at: datetime, tz: tzinfo) -> int:
    """Return calendar days after the deadline: 0 on time, 1 on the first day after.

    Whole seconds count. A report that misses an hour on the last day itself is one day late.
    """
    handed_in = submitted_at.replace(microsecond=0)
    if handed_in <= deadline_instant:
        return 0
    days = handed_in.astimezone(tz).date() - deadline_instant.astimezone(tz).date()
    return max(1, days.days)
