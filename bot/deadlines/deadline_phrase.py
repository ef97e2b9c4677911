"""What a plan's deadline phrase means: one last valid instant, kept beside the phrase itself.

"Trước ngày 14/10" is read strictly: 13/10 is the last valid day. The coordinator may choose the
reading that includes the printed day. Whatever cannot be read for certain gives no date and
a warning, never a guess; a wrong deadline reminds everybody wrongly.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, tzinfo

from bot.deadlines.candidates import find_mentions
from bot.deadlines.chosen_date import YEARS, Context, Reading, choose_date
from bot.deadlines.day_warnings import day_warnings
from bot.deadlines.lexer import cut_phrase, plain_words
from bot.model.calendar import OfficeHours, WorkingCalendar
from bot.model.deadline import Deadline, at_instant
from bot.model.optional import sure

_NONE = re.compile(
    r"khong\s+(?:an dinh|quy dinh|gioi han|co han|co thoi han|thoi han)"
    r"(?:\s+(?:thoi han|han|ngay|nop|bao cao|cu the))*[.\s]*"
)
_EVERY_YEAR = re.compile(r"\b(?:hang|moi|tung)\s+nam\b")


def read_deadline(
    phrase: str,
    *,
    calendar: WorkingCalendar,
    tz: tzinfo,
    year: int | None = None,
    period_end: date | None = None,
    today: date | None = None,
    inclusive: bool = False,
    hours: OfficeHours | None = None,
) -> Deadline:
    """Read a deadline phrase; never fails, whatever it says.

    A year that is not printed is `year`, else that of `period_end`, else that of `today` with the
    warning "missing_year"; after a period in November or December, January and February belong to
    the next year. `inclusive` reads "trước ngày" as including the printed day and "trước 17h00" as
    including 17:00:00; otherwise the last valid instants are 23:59:59 of the day before, and
    16:59:59. An hour without "trước" includes that very second. `hours` say when "hết giờ làm
    việc" is.
    """
    context = Context(year, period_end, today, inclusive, calendar, tz, hours or OfficeHours())
    words = plain_words(phrase)
    if _NONE.fullmatch(words):
        return Deadline(phrase, is_open_ended=True)
    if _EVERY_YEAR.search(words):
        context = replace(context, today=None)
    exact = _iso_instant(phrase, tz)
    pieces = cut_phrase(phrase)
    reading = (
        Reading(exact)
        if exact is not None
        else choose_date(pieces, find_mentions(pieces), context)
    )
    return _deadline(phrase, reading, context)


def _iso_instant(phrase: str, tz: tzinfo) -> datetime | None:
    """Return an instant as programs write it, "2022-10-14T17:00:00+07:00"; a date alone is none."""
    text = phrase.strip()
    if ":" not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    if read.year not in YEARS:
        return None
    return read.replace(tzinfo=tz) if read.tzinfo is None else read.astimezone(tz)


def _deadline(phrase: str, reading: Reading, context: Context) -> Deadline:
    if reading.instant is None:
        return Deadline(
            phrase,
            warnings=reading.warnings,
            printed_day=reading.printed,
            stated_weekday=reading.weekday,
        )
    made = at_instant(phrase, reading.instant, calendar=context.calendar, tz=context.tz)
    dates = day_warnings(sure(made.last_day), context.calendar, context.period_end, context.today)
    return replace(
        made,
        warnings=(*reading.warnings, *dates),
        printed_day=reading.printed,
        stated_weekday=reading.weekday,
    )
