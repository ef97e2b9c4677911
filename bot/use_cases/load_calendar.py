"""The working calendar of Việt Nam: public holidays, swapped days, and the operator's own list.

The only file that imports the holiday library. Holidays move with the lunar calendar and with the
government's announcements, so they come from three places; the later one wins.
"""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache

from bot.model.calendar import WorkingCalendar

YEARS = range(2010, 2041)  # the library's lunar dates for these years agree with the official ones
_PRINTED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def load_calendar(days_off: Iterable[str] = (), days_on: Iterable[str] = ()) -> WorkingCalendar:
    """Return the calendar with an operator's own days off and days worked ("2026-01-02", "2/1/2026").

    Raises ValueError with the text of a day that is not a date.
    """
    off, on = _known()
    own_off = frozenset(map(_day, days_off))
    own_on = frozenset(map(_day, days_on))
    return WorkingCalendar(
        days_off=(off - own_on) | own_off, days_on=(on - own_off) | (own_on - own_off)
    )


@cache
def _known() -> tuple[frozenset[date], frozenset[date]]:
    """Return days off and days worked: the library's, then those of `swapped_days.toml`."""
    import holidays  # here: most commands need no calendar

    found = holidays.country_holidays("VN", years=YEARS)
    off = frozenset(found)
    on = frozenset(found.weekend_workdays)
    swaps = swapped_days()
    swapped_off = frozenset(day for day, _ in swaps)
    worked = frozenset(day for _, day in swaps)
    return (off - worked) | swapped_off, (on - swapped_off) | worked


def swapped_days() -> tuple[tuple[date, date], ...]:
    """Return (day off, day worked instead) of each swap that is kept with the program."""
    source = importlib.resources.files("bot.use_cases") / "swapped_days.toml"
    body = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple((swap["off"], swap["worked"]) for swap in body["swap"])


def _day(text: str) -> date:
    found = _PRINTED.fullmatch(text.strip())
    try:
        if found is not None:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f'"{text}": 2026-01-02') from None
