"""Campaigns that come again: every month, quarter, half-year or year, until a day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.calendar import WorkingCalendar

MONTH = re.compile(r"(?<=tháng )(\d{1,2})(?!\d)", re.IGNORECASE)
QUARTER = re.compile(r"(?<=quý )(IV|III|II|I|[1-4])\b", re.IGNORECASE)
HALF = re.compile(r"(?:6|sáu) tháng (đầu|cuối)(?= năm)", re.IGNORECASE)
ROMAN = ("I", "II", "III", "IV")


class Every(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Return how many months lie between two rounds."""
        return {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[self.value]


@dataclass(frozen=True, slots=True)
class Series:
    """`until` is the last day on which a round may begin."""

    every: Every
    until: date

    def next_period(self, start: date, end: date) -> tuple[date, date] | None:
        """Return the period of the round after one; None where the series is over. Whole months stay
        whole: after 1–31 January comes 1–28 February."""
        begins = later(start, self.every.months)
        ends = later(end, self.every.months)
        is_whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
        if is_whole:
            ends = ends.replace(day=monthrange(ends.year, ends.month)[1])
        return (begins, ends) if begins <= self.until else None


def later(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last one where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Due:
    """When the reports of the round that begins on `start` are due; the rule for those after it."""

    start: date
    until: datetime

    def of_round(self, begins: date, calendar: WorkingCalendar) -> datetime:
        """Return when those of a later round are due: on the same day of its month, on the last one where
        it was the last; where that is no working day, on the next one (Bộ luật Dân sự 2015, Điều 148
        khoản 5)."""
        own = self.until.date()
        months = (begins.year - self.start.year) * 12 + begins.month - self.start.month
        day = later(own, months)
        if own.day == monthrange(own.year, own.month)[1]:
            day = day.replace(day=monthrange(day.year, day.month)[1])
        if not calendar.is_working_day(day):
            day = calendar.next_working_day(day)
        return datetime.combine(day, self.until.timetz())


def rule_of(rounds: Iterable[Due], calendar: WorkingCalendar) -> Due:
    """Return what the deadline of the round after these follows from: the one before which a day off did
    not move, so that no round inherits what a weekend did to another. One that somebody chose anew is
    followed from then on. `rounds` are one at least, the oldest first."""
    first, *others = rounds
    for each in others:
        if first.of_round(each.start, calendar) != each.until:
            first = each
    return first


def next_title(title: str, start: date, begins: date) -> str:
    """Return a round's title: the month, quarter, half-year and year that stand in it as those of the
    next; one that is not the round's own stays."""
    for printed, names in TITLE_PARTS:
        match, own = printed.search(title), names(start)
        if match is not None and match[1].lower() in own:
            now = names(begins)[own.index(match[1].lower())]
            now = now.upper() if match[1].isupper() else now
            title = f"{title[: match.start(1)]}{now}{title[match.end(1) :]}"
    return re.sub(rf"(?<!\d){re.escape(str(start.year))}(?!\d)", str(begins.year), title)


def _months(day: date) -> tuple[str, ...]:
    return str(day.month), f"{day.month:02d}"


def _quarters(day: date) -> tuple[str, ...]:
    number = (day.month - 1) // 3
    return ROMAN[number].lower(), str(number + 1)


def _halves(day: date) -> tuple[str, ...]:
    return ("đầu" if day.month <= 6 else "cuối",)


TITLE_PARTS: tuple[tuple[re.Pattern[str], Callable[[date], tuple[str, ...]]], ...] = (
    (MONTH, _months),
    (QUARTER, _quarters),
    (HALF, _halves),
)
"""What a title may say of its period, and how a day's is written."""
