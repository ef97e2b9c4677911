"""Deadlines in words, so that nobody argues about the excluded day.

"trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)": the plan's own words, then what they
mean. Everything is worked out from the last valid instant, so that an extension reads the same.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from bot.deadlines.deadline_phrase import read_deadline
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.calendar import LAST_SECOND, WorkingCalendar
from bot.model.deadline import Deadline

LONGEST_PHRASE = 60  # longer ones are sentences of a plan, not worth repeating in every message
LAST_OF_MINUTE = 59


def day_in_words(value: date) -> str:
    """Return `thứ Năm 13/10/2022`."""
    return say("deadline.day", weekday=weekday_in_words(value.weekday()), day=day(value))


def weekday_in_words(number: int) -> str:
    """Monday is 0: `thứ Hai`."""
    return say(f"deadline.weekday.{number}")


def instant_in_words(instant: datetime, tz: tzinfo | None = None) -> str:
    """Return `hết thứ Năm 13/10/2022`, `17 giờ 00 thứ Sáu 14/10/2022`, `trước 17 giờ 00 …`, in its own
    time zone where none is named."""
    local = instant.astimezone(tz or instant.tzinfo)
    if local.time().replace(microsecond=0) == LAST_SECOND:
        return say("deadline.until_day", day=day_in_words(local.date()))
    before = local.second == LAST_OF_MINUTE
    shown = local + timedelta(seconds=1) if before else local
    return say(
        "deadline.before_hour" if before else "deadline.until_hour",
        hour=f"{shown.hour:02d}",
        minute=f"{shown.minute:02d}",
        day=day_in_words(shown.date()),
    )


def until_in_words(instant: datetime, tz: tzinfo) -> str:
    """Return `hết ngày 13/10/2022`, for what is granted until then, or the hour: `17 giờ 00 …`."""
    local = instant.astimezone(tz)
    if local.time().replace(microsecond=0) == LAST_SECOND:
        return say("deadline.until_date", day=day(local.date()))
    return instant_in_words(local)


def deadline_in_words(deadline: Deadline) -> str:
    """Return `hạn cuối: hết thứ Năm 13/10/2022`, with the last working day where that is an earlier one;
    "" where there is no date."""
    if deadline.last_instant is None:
        return ""
    until = instant_in_words(deadline.last_instant)
    return _with_working_day(deadline, say("deadline.last", until=until))


def _with_working_day(deadline: Deadline, last: str) -> str:
    working = deadline.last_working_day
    if working is None or working == deadline.last_day:
        return last
    return say("deadline.working", last=last, day=day_in_words(working))


def deadline_in_full(deadline: Deadline) -> str:
    """Return `trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)`; "" where there is no date.

    A phrase that is only a date, or a whole sentence, is not repeated: `hết thứ Năm 13/10/2022`.
    What it says follows the label `Hạn nộp:`."""
    if deadline.last_instant is None:
        return ""
    phrase = " ".join(deadline.phrase.split())
    if len(phrase) > LONGEST_PHRASE or not any(map(str.isalpha, phrase)):
        return _with_working_day(deadline, instant_in_words(deadline.last_instant))
    return say("deadline.phrase", phrase=phrase, last=deadline_in_words(deadline))


def last_instant_in_words(
    phrase: str,
    instant: datetime | None,
    tz: tzinfo,
    extended: bool,
    calendar: WorkingCalendar | None = None,
) -> str:
    """Return a kept deadline: its phrase and what it means, or that it was extended beyond the day that the
    phrase prints; "" without one.

    With a calendar the last working day is named where the last day is not one.
    """
    if instant is None:
        return ""
    local = instant.astimezone(tz)
    working = (calendar or WorkingCalendar()).previous_working_day(local.date())
    kept = Deadline(phrase, local, local.date(), working)
    printed = _printed_day(phrase, local.year)
    if extended or (printed is not None and local.date() > printed):
        return say("deadline.extended", last=deadline_in_words(kept))
    return deadline_in_full(kept)


@lru_cache(maxsize=256)  # every message of a campaign says the same few phrases
def _printed_day(phrase: str, year: int) -> date | None:
    """Return the day that a phrase prints; where the deadline is later by now, it was extended for all."""
    return read_deadline(phrase, calendar=WorkingCalendar(), tz=UTC, year=year).printed_day


def own_deadline_in_words(
    phrase: str,
    usual: datetime | None,
    own: datetime | None,
    tz: tzinfo,
    calendar: WorkingCalendar | None = None,
) -> str:
    """Return the deadline of one unit: the usual one, a later one of its own, or an earlier one that the
    unit above set."""
    if own is None or usual is None or own >= usual:
        return last_instant_in_words(phrase, own or usual, tz, own is not None, calendar)
    kept = last_instant_in_words("", own, tz, False, calendar)
    return say("deadline.passed_on", last=kept)


def warning_in_words(code: str, deadline: Deadline) -> str:
    """Return one set-up warning as a sentence."""
    printed = deadline.printed_day
    stated = deadline.stated_weekday
    return say(
        f"deadline.warning.{code}",
        last_day=day_in_words(deadline.last_day) if deadline.last_day else "",
        working=day_in_words(deadline.last_working_day) if deadline.last_working_day else "",
        printed=day(printed) if printed else "",
        weekday=weekday_in_words(printed.weekday()) if printed else "",
        stated=weekday_in_words(stated) if stated is not None else "",
        year=printed.year if printed else "",
    )


def warnings_in_words(deadline: Deadline) -> tuple[tuple[str, str], ...]:
    """Return (code, sentence) of each warning, in order."""
    return tuple((code, warning_in_words(code, deadline)) for code in deadline.warnings)
