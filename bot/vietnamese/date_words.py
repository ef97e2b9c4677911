"""Recognising dates, times, years and weekdays inside answers, so that they are never values.

Only what is certain by its form or by the word before it; a bare "3/10" is left to the reader of
the answer, because it may also be three classes and ten people.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, token_at
from bot.vietnamese.words import group, table, valued, words

WEEKDAYS = ("hai", "ba", "tu", "nam", "sau", "bay")
FIRST_YEAR, LAST_YEAR = 1945, 2100
MOST_DAYS = 6  # behind the first of a list
_WORDS = group("dates")
_DAY_WORDS = Phrases(valued(_WORDS["day"], True))
_TIME_WORDS = Phrases(valued(_WORDS["time"], True))
_MONTH = Phrases(valued(_WORDS["month"], True))
_YEAR = Phrases(valued(_WORDS["year"], True))
_WEEKDAY = Phrases(valued(_WORDS["weekday"], True))
_UNTIL = Phrases(valued(_WORDS["until"], True))
_HOURS = Phrases(valued(_WORDS["hours"], True))
_LINKING = Phrases(valued((*words("linking"), *_WORDS["subject"]), True))
_POLITE = table("polite")


FIRST_WORDS = frozenset[str]().union(
    *(known.first_words for known in (_DAY_WORDS, _TIME_WORDS, _MONTH, _YEAR, _WEEKDAY))
)


def date_end(tokens: Sequence[Token], start: int, *, plain: bool) -> int:
    """Return the place after the date, time, year or weekday that starts at this token, or `start`."""
    token = token_at(tokens, start)
    if token.sort is Sort.NUMBER:
        behind = token_at(tokens, start + 1)
        if behind.gap and behind.sort is not Sort.MARK and token.text.isdigit():
            return start  # a number and no more
        return max(_full_date(tokens, start, plain), _time(tokens, start, plain))
    if FIRST_WORDS.isdisjoint((token.key, token.squeezed)):
        return start
    for read in (_worded_day, _from_day, _month, _year, _weekday, _time):
        end = read(tokens, start, plain)
        if end > start:
            return _until(tokens, end, plain) if read is _worded_day else end
    return start


def full_date_end(tokens: Sequence[Token], start: int) -> int:
    """Return the place after a day, month and year ("3/10/2026", "3.10.2026"), or `start`."""
    return _full_date(tokens, start, plain=True)


def may_be_day_and_month(day: int, month: int) -> bool:
    """Tell whether a bare "day/month" could be a date."""
    return 1 <= day <= 31 and 1 <= month <= 12


def is_year(number: int) -> bool:
    """Tell whether a bare number looks like a year of our time."""
    return 1990 <= number <= LAST_YEAR


def _number(tokens: Sequence[Token], place: int, low: int, high: int) -> int | None:
    """Return the plain number at this place if it lies between the bounds."""
    token = token_at(tokens, place)
    if token.sort is not Sort.NUMBER or not token.text.isdigit() or len(token.text) > 4:
        return None
    if len(token.text) > 2 and token.text[0] == "0":  # 0012
        return None
    number = int(token.text)
    return number if low <= number <= high else None


def _behind(tokens: Sequence[Token], place: int, marks: str, low: int, high: int) -> int:
    """Return the place after a mark and a number between the bounds, or `place`."""
    follows = (
        token_at(tokens, place).is_mark(marks)
        and _number(tokens, place + 1, low, high) is not None
    )
    return place + 2 if follows else place


def _full_date(tokens: Sequence[Token], start: int, plain: bool) -> int:  # noqa: ARG001
    first = token_at(tokens, start)
    parts = first.text.split(".")
    if len(parts) == 3 and all(map(str.isdigit, parts)):
        return start + _is_date([int(part[:5]) for part in parts], parts[2])
    mark = token_at(tokens, start + 1)
    if not mark.is_mark("/-") or token_at(tokens, start + 3).text != mark.text:
        return start
    bounds = ((start, 1, 31), (start + 2, 1, 12), (start + 4, 0, LAST_YEAR))
    day, month, year = (_number(tokens, place, low, high) for place, low, high in bounds)
    if day is None or month is None or year is None:
        return start
    return start + 5 * _is_date([day, month, year], tokens[start + 4].text)


def _is_date(parts: list[int], year: str) -> bool:
    day, month, number = parts
    known_year = len(year) == 4 and FIRST_YEAR <= number <= LAST_YEAR
    return may_be_day_and_month(day, month) and (known_year or (len(year) == 2 and number >= 10))


def _day_and_month(tokens: Sequence[Token], start: int, plain: bool) -> int:
    """As in "3/10", "3-10", "3.10", "3 tháng 10", "1-7/10", "3, 4/10" and their years."""
    full = _full_date(tokens, start, plain)
    if full > start:
        return full
    if _is_dotted_day(token_at(tokens, start).text):
        return start + 1
    if _number(tokens, start, 1, 31) is None:
        return start
    last = _days_end(tokens, start + 1)
    dated = token_at(tokens, last).is_mark("/") or _month_behind_day(tokens, last, plain) > last
    day = last if dated else start + 1
    end = _behind(tokens, day, "/-.", 1, 12)
    if end > day:
        end = _behind(tokens, end, "/-", FIRST_YEAR, LAST_YEAR)
    month = _month_behind_day(tokens, end, plain)
    return max(end, month, _year(tokens, max(end, month), plain))


def _days_end(tokens: Sequence[Token], place: int) -> int:
    """Return the place behind further days of a list: "3, 4, 5/10", "3, 4 tháng 10"."""
    for _ in range(MOST_DAYS):
        place = _behind(tokens, place, "-–,&", 1, 31)
    return place


def _is_dotted_day(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 2 and all(
        part.isdigit() and int(part[:4]) in range(1, 32) for part in parts
    )


def _worded_day(tokens: Sequence[Token], start: int, plain: bool) -> int:
    found = _DAY_WORDS.match(tokens, start, plain=plain)
    if found is None:
        return start
    end = _day_and_month(tokens, found[1], plain)
    if end == found[1]:
        return start
    last = _until(tokens, end, plain)
    if last > end:  # từ ngày 01 đến 07/10: the month stands once
        return last
    if end == found[1] + 1 and tokens[found[1]].text.isdigit():  # a day without its month
        named = any(token.key in ("ngay", "mung", "mong") for token in tokens[start : found[1]])
        if not named or not _stands_alone(tokens, end, plain):
            return start
    return end


def _from_day(tokens: Sequence[Token], start: int, plain: bool) -> int:
    """As in "từ 01/10 đến 07/10", "từ 1 đến 7/10"."""
    if tokens[start].key != "tu":
        return start
    end = _day_and_month(tokens, start + 1, plain)
    last = _until(tokens, end, plain)
    return last if last > end > start + 1 else start


def _stands_alone(tokens: Sequence[Token], place: int, plain: bool) -> bool:
    if token_at(tokens, place).sort in (Sort.BREAK, Sort.PICTURE):
        return True
    polite = _POLITE.match(tokens, place, plain=plain) is not None
    return polite or token_at(tokens, place).is_mark(",;.:)!")


def _until(tokens: Sequence[Token], end: int, plain: bool) -> int:
    """Return a second day behind the first: "đến 7/10", "- 7/10"."""
    found = _UNTIL.match(tokens, end, plain=plain)
    place = found[1] if found else end + 1 if token_at(tokens, end).is_mark("-–") else end
    if place == end:
        return end
    second = _day_and_month(tokens, place, plain)
    return second if second > place + 1 else end


def _month_behind_day(tokens: Sequence[Token], start: int, plain: bool) -> int:
    """Return the place behind "tháng 10"; behind a day it needs nothing else to be sure."""
    found = _MONTH.match(tokens, start, plain=plain)
    if found is None or _number(tokens, found[1], 1, 12) is None:
        return start
    return max(found[1] + 1, _month(tokens, start, plain))


def _month(tokens: Sequence[Token], start: int, plain: bool) -> int:
    found = _MONTH.match(tokens, start, plain=plain)
    if found is None or _number(tokens, found[1], 1, 12) is None:
        return start
    end = found[1] + 1
    with_year = _behind(tokens, end, "/-", FIRST_YEAR, LAST_YEAR)
    if with_year > end:
        return with_year
    year = _year(tokens, end, plain)
    if year > end or _stands_alone(tokens, end, plain):
        return year
    return end if _LINKING.match(tokens, end, plain=plain) else start


def _year(tokens: Sequence[Token], start: int, plain: bool) -> int:
    found = _YEAR.match(tokens, start, plain=plain)
    if found is None or _number(tokens, found[1], FIRST_YEAR, LAST_YEAR) is None:
        return start
    return _behind(tokens, found[1] + 1, "-–/", FIRST_YEAR, LAST_YEAR)


def _weekday(tokens: Sequence[Token], start: int, plain: bool) -> int:
    found = _WEEKDAY.match(tokens, start, plain=plain)
    if found is None or start + 1 >= len(tokens):
        return start
    named = token_at(tokens, found[1]).key in WEEKDAYS
    if not named and not _number(tokens, found[1], 2, 7):
        return start
    end = found[1] + 1
    day = _day_and_month(tokens, end, plain)  # thứ hai 3/10
    return day if day > end + 1 else end


def _time(tokens: Sequence[Token], start: int, plain: bool) -> int:
    """As in "14h", "7h30", "lúc 8 giờ 30"; "2 giờ" alone may be how long it took."""
    said = _TIME_WORDS.match(tokens, start, plain=plain)
    place = said[1] if said else start
    if _number(tokens, place, 0, 24) is None:
        return start
    with_minutes = _behind(tokens, place + 1, ":", 0, 59)
    if said and with_minutes > place + 1:
        return with_minutes
    end = _unit_end(tokens, place + 1, plain, said=said is not None)
    if not end:
        return start
    is_glued = said is not None or not token_at(tokens, end).gap
    if is_glued and _number(tokens, end, 0, 59) is not None:
        end += 1
    return end + 1 if token_at(tokens, end).is_mark("'’′") else end


def _unit_end(tokens: Sequence[Token], place: int, plain: bool, *, said: bool) -> int:
    """Return the place after "giờ", or after a glued "h", 0 where there is none."""
    hours = _HOURS.match(tokens, place, plain=plain)
    unit = token_at(tokens, place)
    if hours is None or not (said or (not unit.gap and unit.key in "hg")):
        return 0
    return hours[1]
