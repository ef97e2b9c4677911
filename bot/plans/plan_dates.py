"""Dates, spans of days and deadline phrases in a sentence, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_NUMERIC = r"[0-9]{1,2}\s?[/.\-]\s?[0-9]{1,2}(?:\s?[/.\-]\s?[0-9]{4})?(?![0-9/])"
_WRITTEN = r"[0-9]{1,2}\s+thang\s+[0-9]{1,2}(?:\s*[,/]?\s*nam\s+[0-9]{4})?"
DATE = rf"(?<![0-9/])(?:{_WRITTEN}|{_NUMERIC}(?:\s+nam\s+[0-9]{{4}})?)"
HOUR = (
    r"[0-9]{1,2}\s?(?:h|g|gio)(?![a-z])\s?(?:[0-5][0-9])?\s?(?:phut|['’′])?|[0-9]{1,2}:[0-5][0-9]"
)
WEEKDAY = r"(?:ngay\s+)?(?:thu\s+(?:[2-7]|hai|ba|tu|nam|sau|bay)(?![a-z])|chu\s+nhat)"
_BEFORE_DATE = rf"(?:(?:{HOUR}|{WEEKDAY}|\(|\)|,|ngay|sang|chieu|hom|vao|luc|:)\s*)*"
_LIMIT = (
    r"(?:cham nhat|muon nhat|tre nhat|khong (?:muon|cham|tre) hon|khong qua|khong de qua|truoc|trc"
    r"|het|thoi han|han(?: cuoi(?: cung)?| chot| nop| gui| bao cao)?)"
)
_LINK = r"(?:\s*(?:la|den|truoc|het|vao|ngay|cuoi|gio|lam viec|hanh chinh|:|-))*"
_BLANK = r"[.…_ ]*/\s?[0-9]{1,2}\s?/\s?[0-9]{4}"  # a day that is left to be filled in
LIMITED = re.compile(rf"(?<![a-z]){_LIMIT}{_LINK}\s*{_BEFORE_DATE}(?:{DATE}|{_BLANK})")
AGAIN = re.compile(
    r"\s*,?\s*(?:hang|moi) (?:nam|quy|thang|tuan|ky)(?![a-z])|\s+(?:cua )?nam (?:sau|toi)(?![a-z])"
)  # every year, or a year that is not the plan's
EVERY_YEAR = re.compile(
    r"^(?:[-–+•*]|[0-9a-z]{1,2}[.)])*\s*(?:dinh ky,? )?(?:hang|moi) nam(?![a-z])"
    r"|dinh ky (?:hang|moi) nam(?![a-z])"
    r"|dinh ky\s*:|(?<![a-z])(?:6|sau|9|chin) thang (?:dau|cuoi)? ?nam[^.;:]{0,30}truoc"
    r"|(?<![a-z])ca nam[ ,:]{1,3}truoc"
)  # at the head of a sentence it holds for every day of it
CUT_OFF = re.compile(
    rf"(?:(?:tinh|so lieu|chot|cap nhat)(?: so lieu)?(?: tu (?:ngay )?{DATE})? (?:den|toi)"
    r"|thay (?:cho|the)(?: cho)?(?: (?:thoi )?han)?)\s*$"
)  # before a day that counts figures, or that another takes the place of
ON_A_DAY = re.compile(rf"(?<![a-z])(?:vao|trong)\s+{_BEFORE_DATE}{DATE}")
PLAIN_DAY = re.compile(rf"(?<![a-z])ngay\s+{DATE}")  # a deadline only right behind its receiver
IN_A_MONTH = re.compile(
    r"(?<![a-z])trong thang [0-9]{1,2}(?:\s*[/,]?\s*(?:nam )?20[0-9]{2})?(?![0-9/])"
)
COUNTED = re.compile(
    r"(?<![a-z])(?:(?:trong(?: vong)?|cham nhat"
    r"|sau)\s+)?[0-9]{1,2}\s+(?:\([a-z ]+\)\s+)?ngay(?: lam viec)?"
    r"[^.;]{0,30}?(?:sau|ke tu|tu)\s+(?:khi\s+|ngay\s+)?ket thuc[^.;,]{0,40}"
    r"|sau (?:khi )?ket thuc[^.;,]{0,30}?[0-9]{1,2} ngay(?: lam viec)?"
)
_DAY = r"[0-9]{1,2}"
_TO_THE_END = r"(?:den|toi|[-–]|(?:,\s*|va\s+)?(?:ket thuc|be mac)(?:\s+(?:vao|den))?)"
SPAN = re.compile(
    rf"(?<![0-9/])(?:tu\s+)?(?:{_BEFORE_DATE})(?P<start>{_WRITTEN}|{_NUMERIC}|{_DAY}(?![0-9/]))"
    rf"\s*(?:\([a-z0-9 ]{{3,12}}\)\s*)?{_TO_THE_END}\s*(?:het\s+)?{_BEFORE_DATE}(?P<end>{DATE})"
)
WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "chu nhat": 6}
WEEKDAYS |= {str(number + 2): number for number in range(6)}
_AFTER_NOON = re.compile(
    rf" ?\(?(?:buoi )?(?:chieu|toi(?! (?:{HOUR})))(?![a-z])"  # "từ 7 giờ tới 9 giờ" is no evening
)
_ANY_DATE = re.compile(DATE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day as printed; `year` is None where none is printed. `start` and `end` are its place."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    def on(self, year: int | None) -> date | None:
        """Return the day, in that year where none is printed; None where there is no such day."""
        known = self.year or year
        if known is None:
            return None
        try:
            return date(known, self.month, self.day)
        except ValueError:
            return None


def dates_in(plain: str) -> Iterator[PrintedDate]:
    """Return every date of a folded sentence, in order."""
    for found in _ANY_DATE.finditer(plain):
        numbers = [*map(int, re.findall(r"[0-9]+", found.group()))]
        day, month = numbers[:2]
        year = next(iter(numbers[2:]), None)
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield PrintedDate(day, month, year, found.start(), found.end())


def spans_in(plain: str, year: int | None) -> Iterator[tuple[date, date, int, int]]:
    """Return first and last days of the spans in a folded sentence, with their places; what the last day
    prints (month, year) holds for the first one where it is silent."""
    for found in SPAN.finditer(plain):
        end = next(dates_in(found.group("end")), None)
        numbers = [*map(int, re.findall(r"[0-9]+", found.group("start")))]
        if end is None or not 1 <= numbers[0] <= 31:
            continue
        month = (*numbers, end.month)[1]
        printed = next(iter(numbers[2:]), end.year)
        first, last = PrintedDate(numbers[0], month, printed, 0, 0).on(year), end.on(year)
        if first is not None and last is not None:
            yield first, last, found.start(), found.end()


def hour_in(plain: str) -> str | None:
    """Return the first clock time of a folded text as HH:MM; None where there is none that exists."""
    found = re.search(HOUR, plain)
    if found is None:
        return None
    numbers = [*map(int, re.findall(r"[0-9]+", found.group()))]
    minute = (*numbers, 0)[1]
    is_late = numbers[0] < 12 and _AFTER_NOON.match(plain, found.end())
    hour = numbers[0] + 12 * bool(is_late)
    return f"{hour:02d}:{minute:02d}" if hour < 24 else None


def weekday_beside(plain: str, start: int, end: int) -> int | None:
    """Return the weekday printed just before a date, or in parentheses after it (Monday is 0)."""
    found = re.search(
        rf"(?P<day>{WEEKDAY})[\s,()]*(?:ngay\s+)?$", plain[max(0, start - 30) : start]
    ) or re.match(rf"\s*(?:\(|,\s*)(?P<day>{WEEKDAY})\s*[),;.]", plain[end : end + 20])
    if found is None:
        return None
    return WEEKDAYS.get(found.group("day").rpartition("thu ")[2].removeprefix("ngay ").strip())
