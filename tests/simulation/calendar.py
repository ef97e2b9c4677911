"""When reminders ought to fall due in October 2026, worked out without the program's own code.

The month has no public holiday, so that a working day is simply one from Monday to Friday.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
PERIOD_END = date(2026, 10, 7)
LAST_DAY = date(2026, 10, 13)  # "trước ngày 14/10/2026"
# The ladder of the simulation: the default one, with steps at different hours of the day.
LADDER = (
    "period_end+1", "deadline-5", "deadline-3@9:00", "deadline-1", "deadline-0@13:30",
    "deadline+1", "call_list+2", "returned+2@10:00",
)  # fmt: skip
HOURS = {"before 3": time(9), "last morning": time(13, 30)}
MORNING = time(8, 0)
OFFICE = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), TZ)


def is_open(now: datetime) -> bool:
    local = now.astimezone(TZ)
    inside = any(start <= local.time() < end for start, end in OFFICE)
    return local.weekday() < 5 and inside


def shift(day: date, count: int) -> date:
    """The count-th working day after a day, before it where negative."""
    one = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += one
        while day.weekday() > 4:
            day += one
    return day


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), TZ)


def steps_by_deadline(last_day: date) -> dict[str, datetime]:
    """Name -> moment of every step that counts from the deadline or the period."""
    morning = last_day
    while morning.weekday() > 4:
        morning -= timedelta(days=1)
    days = {f"before {n}": shift(morning, -n) for n in (5, 3, 1)}
    days = {name: day for name, day in days.items() if day > PERIOD_END}
    days["last morning"] = morning
    days["after"] = shift(last_day, 1)
    friendly = shift(PERIOD_END, 1)
    if friendly <= last_day and friendly not in days.values():  # of two on a day the later rung
        days["period over"] = friendly
    return {
        name: datetime.combine(day, HOURS.get(name, MORNING), TZ) for name, day in days.items()
    }


def step_after_return(returned: date) -> datetime:
    return datetime.combine(shift(returned, 2), time(10), TZ)
