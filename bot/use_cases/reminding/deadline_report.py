"""What a deadline phrase means, for `baocao deadline` and for whoever checks a campaign file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.deadlines.deadline_phrase import read_deadline
from bot.deadlines.deadline_words import deadline_in_words, warnings_in_words
from bot.model.optional import optional
from bot.use_cases.load_calendar import load_calendar

HOME = "Asia/Ho_Chi_Minh"


def deadline_report(
    phrase: str,
    *,
    year: int | None = None,
    period_end: date | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """Return `{phrase, last_instant, last_day, last_working_day, in_words, warnings: [{code, text}]}`.

    Dates and instants are ISO 8601 text, instants with their offset; nulls where the phrase names
    no date. The calendar is that of Việt Nam.
    """
    deadline = read_deadline(
        phrase,
        calendar=load_calendar(),
        tz=ZoneInfo(HOME),
        year=year,
        period_end=period_end,
        today=today,
    )
    instant, day, working = deadline.last_instant, deadline.last_day, deadline.last_working_day
    return {
        "phrase": phrase,
        "last_instant": optional(datetime.isoformat, instant),
        "last_day": optional(date.isoformat, day),
        "last_working_day": optional(date.isoformat, working),
        "in_words": deadline_in_words(deadline) or None,
        "warnings": [{"code": code, "text": text} for code, text in warnings_in_words(deadline)],
    }
