"""Dates and times as offices write them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from bot.locale.say import say
from bot.model.optional import optional

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")  # as computers and as offices write them


def day(value: date) -> str:
    """Return `14/10/2026`."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def moment(value: datetime) -> str:
    """Return `07:25 ngày 09/10/2026`, in the zone the value carries."""
    time = f"{value.hour:02d}:{value.minute:02d}"
    return say("moment.at", time=time, day=day(value))


def written_day(text: str) -> date | None:
    """Return the day that a text names, as computers or as offices write it; None where it names none."""
    return optional(datetime.date, written_in(DAYS, text))


def written_in(shapes: Sequence[str], text: str) -> datetime | None:
    """Return what a text names in the first of some shapes that it has, as naive as it is written; None where
    it has none."""
    for shape in shapes:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), shape)  # noqa: DTZ007  made aware by the caller
    return None
