"""Working days and office hours, as plain values.

Which days are off is decided by law and, for swapped days, by announcements a few weeks ahead;
both are loaded at the edge and handed in here. Only dates enter: what time it is, and in which
zone, is always an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
_SPAN = re.compile(
    r"([0-9]{1,2})(?:[:h.]([0-9]{2})?)?\s*(?:-|–|đến)\s*([0-9]{1,2})(?:[:h.]([0-9]{2})?)?"
)


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """Return the last second of a day, up to which what is due on it comes in time."""
    return datetime.combine(day, LAST_SECOND, tz)


def end_of_day_in(days: int, now: datetime, tz: tzinfo) -> datetime:
    """Return the last second of the day that is so many days from now."""
    return end_of_day(now.astimezone(tz).date() + timedelta(days=days), tz)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Public holidays and swapped days over the years that are known, and the weekend for all.

    `days_on` (a Saturday worked instead of another day) wins over the weekend and over `days_off`.
    `weekend` holds weekday numbers, Monday being 0; the public sector's week is Monday to Friday.
    """

    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def __post_init__(self) -> None:
        if len(self.weekend) > 6:
            raise ValueError("a week needs a working day")

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on this day."""
        if day in self.days_on:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def previous_working_day(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (before it where negative); 0 is `day` itself.

        `day` is never counted and need not be a working day: from a Sunday, 1 is Monday.
        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`; 0 if none."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(map(self.is_working_day, days))


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices work on a working day: spans in order, each up to but without its end.

    7:30-11:30 and 13:30-17:00 are usual; they differ by province.
    """

    spans: tuple[tuple[time, time], ...] = (
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17, 0)),
    )

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(first >= then for first, then in pairwise(edges)):
            raise ValueError("office hours go forward and do not overlap")

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Read "7:30-11:30, 13:30-17:00" ("7h30-11h30; 13h30-17h" too); raises ValueError."""
        pieces = [piece.strip() for piece in re.split(r"[,;]", text) if piece.strip()]
        try:
            return cls(tuple(map(_span, pieces)))
        except ValueError:
            raise ValueError(f'office_hours = "{text}"') from None

    @property
    def opening(self) -> time:
        return self.spans[0][0]

    @property
    def closing(self) -> time:
        return self.spans[-1][1]

    def include(self, moment: time) -> bool:
        """Tell whether this time of a working day is inside office hours."""
        return any(start <= moment < end for start, end in self.spans)

    def next_time(self, moment: time) -> time | None:
        """Return the first office time from `moment` on, the same day; None after closing."""
        for start, end in self.spans:
            if moment < end:
                return max(start, moment)
        return None

    def on(self, day: date, wanted: time, tz: tzinfo) -> datetime:
        """Return `wanted` on that day, at the next office time; at the opening if that is too late."""
        return datetime.combine(day, self.next_time(wanted) or self.opening, tz)


def _span(text: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"not a span of hours: {text}")
    hour, minute, end_hour, end_minute = (int(group or 0) for group in found.groups())
    return time(hour, minute), time(end_hour, end_minute)


def is_office_moment(
    instant: datetime, calendar: WorkingCalendar, hours: OfficeHours, tz: tzinfo
) -> bool:
    """Tell whether an instant lies in office hours of a working day."""
    local = instant.astimezone(tz)
    return calendar.is_working_day(local.date()) and hours.include(local.time())


def next_office_moment(
    instant: datetime, calendar: WorkingCalendar, hours: OfficeHours, tz: tzinfo
) -> datetime:
    """Return the first office moment at or after an instant, in the zone given."""
    local = instant.astimezone(tz)
    if calendar.is_working_day(local.date()):
        later = hours.next_time(local.time())
        if later == local.time():
            return local
        if later is not None:
            return datetime.combine(local.date(), later, tz)
    day = calendar.next_working_day(local.date() + ONE_DAY)
    return datetime.combine(day, hours.opening, tz)
