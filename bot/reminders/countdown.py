"""How much time is left, said at the moment of sending: a reminder that waited never says
"còn 2 ngày" on the wrong day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from bot.deadlines.deadline_words import deadline_in_words, instant_in_words
from bot.locale.say import say
from bot.model.calendar import WorkingCalendar
from bot.model.deadline import at_instant, late_days


def time_left(
    deadline: datetime | None, now: datetime, tz: tzinfo, calendar: WorkingCalendar
) -> str:
    """Return `Còn 2 ngày làm việc`, `Hôm nay là hạn cuối`, `Đã quá hạn 1 ngày`; "" without a deadline.

    Working days are counted without today, up to the last working day on or before the last day.
    """
    if deadline is None:
        return ""
    late = late_days(deadline, now, tz)
    today, last = now.astimezone(tz).date(), deadline.astimezone(tz).date()
    if late:
        return say("reminder.overdue" if today > last else "reminder.overdue_today", days=late)
    if today == last:
        return say("reminder.today")
    left = calendar.working_days_between(today, last)
    if left:
        return say("reminder.left" if left > 1 else "reminder.left_one", days=left)
    if calendar.is_working_day(today):
        return say("reminder.last_working_day")
    return say("reminder.no_day_left")


def time_left_in_full(
    deadline: datetime | None, now: datetime, tz: tzinfo, calendar: WorkingCalendar
) -> str:
    """Return the time left with the deadline in words: `Còn 2 ngày làm việc (hạn cuối: hết …).`

    The last working day is named only while there is more than one to come."""
    if deadline is None:
        return say("reminder.no_deadline")
    left = time_left(deadline, now, tz, calendar)
    today, last = now.astimezone(tz).date(), deadline.astimezone(tz).date()
    if today == last and now <= deadline:
        return say("reminder.today_until", left=left, until=instant_in_words(deadline, tz))
    full = at_instant("", deadline, calendar=calendar, tz=tz)
    if now > deadline or not calendar.working_days_between(today, last):
        full = replace(full, last_working_day=None)
    return say("reminder.left_and_last", left=left, last=deadline_in_words(full))


def inside_a_sentence(words: str) -> str:
    """Return a sentence's words to stand after a colon."""
    return words[:1].lower() + words[1:]
