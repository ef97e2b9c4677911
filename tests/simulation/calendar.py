"""When reminders ought to fall due in October 2026, worked out without the program's own code.

The month has no public holiday, so that a working day is simply one from Monday to Friday.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
PERIOD_START, PERIOD_END = date(2026, 10, 1), date(2026, 10, 7)
LAST_DAY = date(2026, 10, 13)  # "trước ngày 14/10/2026"
# The ladder of the simulation: the default one, with steps at different hours of the day.
LADDER = (
    "period_end+1", "deadline-5", "deadline-3@9:00", "deadline-1", "deputy-1@14:00", "deadline-0@13:30",
    "deadline+1", "call_list+2", "returned+2@10:00",
)  # fmt: skip
HOURS = {"before 3": time(9), "deputy": time(14), "last morning": time(13, 30)}
MORNING = time(8, 0)
OFFICE = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
FEW_DAYS = 3  # between period and deadline: the step three days before it stays inside the period


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


def working_days_after(day: date, last: date) -> int:
    """How many working days lie after a day, up to another."""
    days = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
    return sum(each.weekday() < 5 for each in days)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), TZ)


def deputys_turn(last_day: date) -> datetime:
    """When the reporters have had their time: the afternoon of the working day before the last one."""
    return datetime.combine(shift(_last_morning(last_day), -1), time(14), TZ)


def _last_morning(last_day: date) -> date:
    while last_day.weekday() > 4:
        last_day -= timedelta(days=1)
    return last_day


def steps_by_deadline(last_day: date) -> dict[str, datetime]:
    """Name -> moment of every step that counts from a last day alone."""
    morning = _last_morning(last_day)
    few = last_day > PERIOD_END and working_days_after(PERIOD_END, last_day) <= FEW_DAYS
    begin = {n: PERIOD_START if few and n <= FEW_DAYS else PERIOD_END for n in (5, 3, 1)}
    days = {f"before {n}": shift(morning, -n) for n in begin if shift(morning, -n) > begin[n]}
    if "before 1" in days:
        days["deputy"] = days["before 1"]
    days["last morning"] = morning
    days["after"] = shift(last_day, 1)
    return {
        name: datetime.combine(day, HOURS.get(name, MORNING), TZ) for name, day in days.items()
    }


def steps_of_report(last_day: date) -> dict[str, datetime]:
    """The steps of a report: the friendly one after the period besides."""
    steps = steps_by_deadline(last_day)
    friendly = shift(PERIOD_END, 1)
    taken = {moment.date() for moment in steps.values()}
    if friendly <= last_day and friendly not in taken:  # of two on a day the later rung
        steps["period over"] = datetime.combine(friendly, MORNING, TZ)
    return steps


def step_after_return(returned: date) -> datetime:
    return datetime.combine(shift(returned, 2), time(10), TZ)
