"""Campaigns that come again: every month, quarter, half-year or year, until a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.calendar import WorkingCalendar

MONTH = re.compile(r"(?<=tháng )0?(\d{1,2})(?!\d)", re.IGNORECASE)
QUARTER = re.compile(r"(?<=quý )(IV|III|II|I|[1-4])\b", re.IGNORECASE)
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


def next_instant(
    instant: datetime, ended: date, ends: date, calendar: WorkingCalendar
) -> datetime:
    """Return a deadline as many days after a round's period as it was after the one before; where
    that is no working day, on the next one (Bộ luật Dân sự 2015, Điều 148 khoản 5)."""
    day = ends + (instant.date() - ended)
    if not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    return datetime.combine(day, instant.timetz())


def next_title(title: str, start: date, begins: date) -> str:
    """Return a round's title: the month, quarter and year that stand in it as those of the next."""
    if (match := MONTH.search(title)) and int(match[1]) == start.month:
        title = f"{title[: match.start()]}{begins.month}{title[match.end() :]}"
    if match := QUARTER.search(title):
        was = ((start.month - 1) // 3) + 1
        if match[1].upper() in (ROMAN[was - 1], str(was)):
            now = ((begins.month - 1) // 3) + 1
            shown = str(now) if match[1].isdigit() else ROMAN[now - 1]
            title = f"{title[: match.start()]}{shown}{title[match.end() :]}"
    return re.sub(rf"(?<!\d){re.escape(str(start.year))}(?!\d)", str(begins.year), title)
