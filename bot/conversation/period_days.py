"""Times that a remark names (a day, a month, a year), and whether they lie in what is reported."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from bot.conversation.context import ReportContext
from bot.locale import dates
from bot.vietnamese.normalise import clean, unaccented

DAY = re.compile(r"(?<![0-9/.])([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?(?![0-9/])")
MONTH = re.compile(r"\bthang ([0-9]{1,2})(?:(?:/| nam )([0-9]{4}))?(?![0-9/.-])")
YEAR = re.compile(r"\bnam (?:hoc )?([0-9]{4})(?: ?[-–/] ?([0-9]{4}))?(?![0-9])")
LEADS = re.compile(r"\b(?:ngay|tu|den|hom|sang|chieu|toi|vao|luc|va)\s*$")
PAPERS = re.compile(r"\b(?:ke hoach|cong van|quyet dinh|van ban|giay moi|kh|cv|qd|so)\b")
BEFORE = 60  # characters in front of a time in which a paper is named whose time it is
Span = tuple[date, date]  # the first day and the last


def day_outside(note: str, start: date, end: date) -> str:
    """Return the first time of a remark that lies outside the period, as it was written; "" where
    there is none. The time of a paper that the remark refers to is none of the report's."""
    text = clean(note)
    plain = unaccented(text)
    named = sorted(_named_times(plain, (start, end)), key=lambda time: time[0].start())
    for found, spans in named:
        before = plain[max(0, found.start() - BEFORE) : found.start()]
        overlaps = any(first <= end and start <= last for first, last in spans)
        if spans and not overlaps and not PAPERS.search(before):
            return text[slice(*found.span())] if len(text) == len(plain) else found[0]
    return ""


def unreported_day(desk: ReportContext, note: str) -> str:
    """Return the first time of a remark that lies outside the campaign's period, "" where none does."""
    return day_outside(note, desk.campaign.period_start, desk.campaign.period_end)


def period_in_words(desk: ReportContext) -> str:
    """Return the two ends of the period: "01/10/2022 – 07/10/2022"."""
    begin, end = desk.campaign.period_start, desk.campaign.period_end
    return f"{dates.day(begin)} – {dates.day(end)}"


def _named_times(plain: str, period: Span) -> Iterator[tuple[re.Match[str], list[Span]]]:
    """Return each time that is written, with what it may mean."""
    for pattern, read in _TIMES:
        for found in pattern.finditer(plain):
            yield found, read(found, period)


def _days(found: re.Match[str], period: Span) -> list[Span]:
    """Return the days that "15/9" may mean; "1/2" with nothing before it is no day."""
    if not (found[3] or LEADS.search(found.string[: found.start()])):
        return []
    days = []
    for year in _years_of(found[3], period):
        try:
            days.append(date(year, int(found[2]), int(found[1])))
        except ValueError:
            continue
    return [(day, day) for day in days]


def _months(found: re.Match[str], period: Span) -> list[Span]:
    month = int(found[1])
    if not 1 <= month <= 12:
        return []
    return [
        (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        for year in _years_of(found[2], period)
    ]


def _whole_years(found: re.Match[str], _period: Span) -> list[Span]:
    first, last = int(found[1]), int(found[2] or found[1])
    return [(date(first, 1, 1), date(last, 12, 31))] if 1900 <= first <= last < 2200 else []


def _years_of(written: str | None, period: Span) -> set[int]:
    """Return the year as written; without one it is one of the period's."""
    return {int(written)} if written else {end.year for end in period}


_TIMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Span], list[Span]]], ...] = (
    (DAY, _days),
    (MONTH, _months),
    (YEAR, _whole_years),
)
