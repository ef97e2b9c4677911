"""When the steps of a ladder fall due for one unit's dates; moving a deadline is planning anew.

Steps that would fall before the period ends or in the past are dropped, never sent in a burst.
Four exceptions to the first rule, so that nobody is forgotten: the last morning itself, steps
after the deadline and steps after a return are kept even in a campaign whose deadline lies inside
its period; and where at most three working days are left after the period, the step three days before
the deadline stays inside it, for then figures are entered as they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.model.calendar import OfficeHours, WorkingCalendar
from bot.reminders.schedule import MORNING, Anchor, Audience, Step, parse_step

FEW_DAYS = 3  # working days between the period and the deadline: reminders begin inside the period
TIME_TO_ANSWER = timedelta(hours=2)  # a reminder closer to the deadline comes too late
LAST_MORNING = parse_step("deadline-0")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step's key and when it falls due: aware, a working day, inside office hours."""

    step: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days that a unit's steps count from."""

    period_end: date
    deadline: datetime | None
    returned: date | None
    calendar: WorkingCalendar
    hours: OfficeHours
    tz: tzinfo
    period_start: date | None

    def due(self, day: date, at: time) -> datetime:
        return self.hours.on(day, at, self.tz)

    def is_too_early(self, day: date, offset: int) -> bool:
        """Return whether a step before the deadline comes while nobody has to tell of anything yet."""
        if day > self.period_end:
            return False
        begun = self.period_start is not None and day > self.period_start
        if not begun or self.deadline is None or -offset > FEW_DAYS:
            return True
        last = self.deadline.astimezone(self.tz).date()
        left = self.calendar.working_days_between(self.period_end, last)
        return last <= self.period_end or left > FEW_DAYS


def planned_steps(
    ladder: Sequence[Step],
    period_end: date,
    deadline: datetime | None,
    calendar: WorkingCalendar,
    hours: OfficeHours,
    tz: tzinfo,
    not_before: datetime,
    returned_at: datetime | None = None,
    period_start: date | None = None,
) -> tuple[PlannedStep, ...]:
    """Return the steps that are still to come, in time order, at most one a day.

    `deadline` is the unit's own last valid instant, extensions included, or None. Everything lies
    strictly after `not_before`. Of two steps on one day the later rung of the ladder stays; a deputy's
    is one of its own.
    `returned_at` is when the unit's report was sent back, where it was; without `period_start` no step
    lies inside the period.
    """
    returned = returned_at.astimezone(tz).date() if returned_at is not None else None
    dates = _Dates(period_end, deadline, returned, calendar, hours, tz, period_start)
    timed = [
        (step, due)
        for step in ladder
        if (due := _due(step, dates)) is not None and due > not_before
    ]
    return tuple(PlannedStep(step.key, due) for step, due in _one_a_day(timed))


def last_morning(
    deadline: datetime, at: time, calendar: WorkingCalendar, hours: OfficeHours, tz: tzinfo
) -> date:
    """Return the last working day on which a reminder at this hour leaves two hours to answer."""
    day = calendar.previous_working_day(deadline.astimezone(tz).date())
    while hours.on(day, at, tz) + TIME_TO_ANSWER > deadline:
        day = calendar.add_working_days(day, -1)
    return day


def step_day(step: Step, deadline: datetime, calendar: WorkingCalendar, tz: tzinfo) -> date:
    """Return the day of a step that comes after the deadline."""
    return calendar.add_working_days(deadline.astimezone(tz).date(), step.offset)


def _due(step: Step, dates: _Dates) -> datetime | None:
    """Return when a step falls due; None where it has nothing to count from, or falls into the period."""
    match step.anchor:
        case Anchor.DEADLINE | Anchor.DEPUTY | Anchor.CALL_LIST:
            return _due_by_deadline(step, dates)
        case Anchor.PERIOD_END:
            return _due_after_period(step, dates)
        case Anchor.NO_DEADLINE:
            return None if dates.deadline is not None else _due_after_period(step, dates)
        case Anchor.RETURNED if dates.returned is not None:
            day = dates.calendar.add_working_days(dates.returned, step.offset)
            return dates.due(day, step.at)
    return None


def _due_after_period(step: Step, dates: _Dates) -> datetime | None:
    """Return a friendly reminder after the period; the ladder's other end takes over at the deadline."""
    due = dates.due(dates.calendar.add_working_days(dates.period_end, step.offset), step.at)
    return None if dates.deadline is not None and due > dates.deadline else due


def _due_by_deadline(step: Step, dates: _Dates) -> datetime | None:
    if dates.deadline is None:
        return None
    calendar = dates.calendar
    if step.is_after_deadline:
        return dates.due(step_day(step, dates.deadline, calendar, dates.tz), step.at)
    day = _day_before(step, dates.deadline, calendar, dates.hours, dates.tz)
    due = dates.due(day, step.at)
    is_early = step.offset < 0 and dates.is_too_early(day, step.offset)
    return None if is_early or due > dates.deadline else due


def _day_before(
    step: Step, deadline: datetime, calendar: WorkingCalendar, hours: OfficeHours, tz: tzinfo
) -> date:
    """Return the day of a step that comes before the deadline. A deputy's counts from the same morning as
    the reporters', whatever its own hour: it never comes before theirs."""
    at = MORNING if step.anchor is Anchor.DEPUTY else step.at
    morning = last_morning(deadline, at, calendar, hours, tz)
    return calendar.add_working_days(morning, step.offset)


def deputys_turn(
    ladder: Sequence[Step],
    period_end: date,
    deadline: datetime | None,
    calendar: WorkingCalendar,
    hours: OfficeHours,
    tz: tzinfo,
) -> datetime | None:
    """Return from when on a unit's deputies are told what its reporters are told: their first step before
    the deadline, or the last morning where the ladder has none; without a deadline the ladder's last step.
    None where it has none."""
    if deadline is None:
        offsets = [step.offset for step in ladder if step.anchor is Anchor.NO_DEADLINE]
        last = max(offsets, default=None)
        day = calendar.add_working_days(period_end, last) if last is not None else None
        return hours.on(day, MORNING, tz) if day is not None else None
    steps = [step for step in ladder if step.anchor is Anchor.DEPUTY] or [LAST_MORNING]
    return min(
        hours.on(_day_before(step, deadline, calendar, hours, tz), step.at, tz) for step in steps
    )


_RANK = {
    Anchor.PERIOD_END: 0,
    Anchor.NO_DEADLINE: 1,
    Anchor.RETURNED: 2,
    Anchor.DEPUTY: 3,
    Anchor.DEADLINE: 3,
    Anchor.CALL_LIST: 4,
}


def urgency(step: Step) -> tuple[int, int]:
    """Sorts steps by how late in a campaign they come: of two, the greater is sent."""
    return _RANK[step.anchor], step.offset


def _one_a_day(timed: Iterable[tuple[Step, datetime]]) -> list[tuple[Step, datetime]]:
    kept: dict[tuple[date, bool], tuple[Step, datetime]] = {}
    for step, due in timed:
        place = due.date(), step.audience is Audience.DEPUTY
        held = kept.get(place)
        if held is None or urgency(step) > urgency(held[0]):
            kept[place] = (step, due)
    return sorted(kept.values(), key=lambda pair: pair[1])
