"""A day as a coordinator says it: a date, "ngày mai", "thêm 2 ngày", "thứ sáu tuần sau".

Only the words at the very beginning are read: a date further on belongs to the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.model.optional import sure


class DayFault(StrEnum):
    """Why words name no day: none is there, it does not exist, its year has two digits, an hour is named."""

    MISSING = "need_day"
    IMPOSSIBLE = "bad_day"
    SHORT_YEAR = "short_year"
    HOUR = "has_hour"


@dataclass(frozen=True, slots=True)
class DaySaid:
    """The day that was named (or why there is none), the words for it, and what follows them."""

    day: date | None
    rest: str
    words: str = ""
    fault: DayFault = DayFault.MISSING


WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
           "muoi": 10}  # fmt: skip
_SUNDAY = 6
_NUMBER = "|".join(["[0-9]{1,3}", *NUMBERS])
_LEAD = re.compile(r"(?:(?:cho|den|toi|sang|vao|het|ngay|hom)(?![a-z])[\s,.:;]*)*")
_WEEK = r"(?:\s+(?P<week>tuan\s+(?:sau|toi|nay)|toi|nay)(?![a-z]))?"
_END = r"(?![a-z0-9])"
_DATE = re.compile(
    r"(?P<d>[0-9]{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<m>[0-9]{1,2})"
    r"(?:(?:\s*[/.-]\s*|\s+nam\s+)(?P<y>[0-9]{1,4}))?(?![0-9a-z/])"
)
_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})" + _END)
_LATER = re.compile(rf"(?:them\s+)?(?P<n>{_NUMBER})\s+(?P<what>ngay|tuan)(?:\s+nua)?{_END}"
                    r"(?!\s+lam\s+viec)")  # fmt: skip
_NEAR = re.compile(r"(?P<near>mai|mot|kia|nay)" + _END)
_WEEKDAY = re.compile(
    rf"(?:(?:thu\s*|t)(?P<digit>[2-7])|thu\s+(?P<word>{'|'.join(WEEKDAYS)})|chu\s*nhat|cn){_END}{_WEEK}"
)
_WEEKEND = re.compile(rf"(?:cuoi\s+)?tuan(?:\s+(?P<next>sau|toi|nay))?{_END}")
_MONTHS = r"gieng|hai|ba|tu|nam|sau|bay|tam|chin|muoi|chap"  # in words: not read
_MONTH_END = re.compile(
    r"(?:cuoi\s+)?thang(?:\s+(?P<m>[0-9]{1,2}|nay|sau|toi)"
    rf"(?:(?:\s*[/.-]\s*|\s+nam\s+)(?P<y>[0-9]{{4}}))?)?(?!\s+(?:{_MONTHS})(?![a-z])){_END}"
)
_OF_MONTH = re.compile(rf"(?P<d>[0-9]{{1,2}})\s+thang\s+(?P<m>nay|sau|toi){_END}")
_BARE = re.compile(rf"(?P<d>[0-9]{{1,2}})(?!\s+thang){_END}")
_HOUR = re.compile(
    r"[\s,;(-]*(?:(?:luc|truoc|vao)\s+)?[0-9]{1,2}\s*(?:(?:h|g|:)\s*[0-9]{0,2}|gio)(?![a-z0-9])"
)
DAYS_AHEAD = {"nay": 0, "mai": 1, "mot": 2, "kia": 2}

Found = re.Match[str]


def read_day(text: str, today: date, last: date | None, year: int) -> DaySaid:
    """Return the day that the words begin with. `last` is the present last day, from which "thêm 2
    ngày" counts; `year` is meant where a date has none."""
    text = unicodedata.normalize("NFC", text)
    plain = "".join(map(_base, text))
    begin = sure(_LEAD.match(plain)).end()
    base = max(last or today, today)
    readers: tuple[tuple[re.Pattern[str], Callable[[Found], date | DayFault]], ...] = (
        (_HOUR, lambda _: DayFault.HOUR),
        (_ISO, _numeric(year)),
        (_DATE, _numeric(year)),
        (_LATER, lambda found: base + _span(found)),
        (_NEAR, lambda found: today + timedelta(DAYS_AHEAD[found["near"]])),
        (_WEEKDAY, lambda found: _weekday(found, today)),
        (_WEEKEND, lambda found: _weekend(found, today)),
        (_MONTH_END, lambda found: _month_end(found, text, today)),
        (_OF_MONTH, lambda found: _of_month(found, text, today)),
        (_BARE, lambda found: _next_day(found, today, "ngay" in plain[:begin])),
    )
    for pattern, meaning in readers:
        found = pattern.match(plain, begin)
        if found is not None:
            if hour := _HOUR.match(plain, found.end()):
                return DaySaid(None, text, text[begin : hour.end()], DayFault.HOUR)
            day = meaning(found)
            rest, words = text[found.end() :], text[begin : found.end()]
            if not isinstance(day, DayFault):
                return DaySaid(day, rest, words)
            if day is not DayFault.MISSING:
                return DaySaid(None, rest, words, day)
    return DaySaid(None, text)


def _base(letter: str) -> str:
    """Return a letter in lower case without its accents, always one character."""
    base = unicodedata.normalize("NFD", letter.lower())[0]
    return "d" if base == "đ" else base


def _date(year: int, month: int, day: int) -> date | DayFault:
    try:
        return date(year, month, day)
    except ValueError:
        return DayFault.IMPOSSIBLE


def _numeric(year: int) -> Callable[[Found], date | DayFault]:
    def meaning(found: Found) -> date | DayFault:
        printed = found["y"]
        if printed and len(printed) != len("2026"):
            return DayFault.SHORT_YEAR
        return _date(int(printed or year), int(found["m"]), int(found["d"]))

    return meaning


def _span(found: Found) -> timedelta:
    number = NUMBERS.get(found["n"]) or int(found["n"])
    return timedelta(weeks=number) if found["what"] == "tuan" else timedelta(days=number)


def _weekday(found: Found, today: date) -> date:
    """Return the next such day; with "tuần sau" that of the week that begins next Monday."""
    if found["digit"]:
        wanted = int(found["digit"]) - 2
    else:
        wanted = WEEKDAYS[found["word"]] if found["word"] else _SUNDAY
    monday = today - timedelta(days=today.weekday())
    week = found["week"] or ""
    if week.endswith("nay"):
        return monday + timedelta(days=wanted)
    if week.startswith("tuan"):
        return monday + timedelta(days=7 + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _weekend(found: Found, today: date) -> date:
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    return sunday + timedelta(weeks=1) if found["next"] in ("sau", "toi") else sunday


def _month_end(found: Found, text: str, today: date) -> date | DayFault:
    first = _month(found, text, today)
    return first if isinstance(first, DayFault) else _first_of_next(first) - timedelta(1)


def _month(found: Found, text: str, today: date) -> date | DayFault:
    """Return the first day of the month that is meant: "tháng 11", "tháng sau", or the present one."""
    said = found["m"] or "nay"
    if said.isdigit():
        return _date(int(found["y"] or today.year), int(said), 1)
    if text[found.start("m") : found.end("m")].lower() == "sáu":  # June, in words
        return DayFault.MISSING
    present = today.replace(day=1)
    return present if said == "nay" else _first_of_next(present)


def _first_of_next(day: date) -> date:
    return (day.replace(day=28) + timedelta(7)).replace(day=1)


def _of_month(found: Found, text: str, today: date) -> date | DayFault:
    """Read "ngày 20 tháng sau"."""
    first = _month(found, text, today)
    if isinstance(first, DayFault):
        return first
    return _date(first.year, first.month, int(found["d"]))


def _next_day(found: Found, today: date, named: bool) -> date | DayFault:
    """Read "ngày 16": of this month, or of the next where it is over."""
    if not named:
        return DayFault.MISSING
    number = int(found["d"])
    later = today if number > today.day else _first_of_next(today)
    return _date(later.year, later.month, number)
