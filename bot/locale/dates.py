"""Dates and times as offices write them."""

from __future__ import annotations

from datetime import date, datetime

from bot.locale.say import say


def day(value: date) -> str:
    """Return `14/10/2026`."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def moment(value: datetime) -> str:
    """Return `07:25 ngày 09/10/2026`, in the zone the value carries."""
    time = f"{value.hour:02d}:{value.minute:02d}"
    return say("moment.at", time=time, day=day(value))
