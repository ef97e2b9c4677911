"""When a due step may go out, and when its time is over."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model.calendar import OfficeHours, WorkingCalendar
from bot.reminders.timing import step_is_stale

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR, HOURS = WorkingCalendar(), OfficeHours()
DEADLINE = datetime(2026, 10, 13, 23, 59, 59, tzinfo=TZ)
BEFORE, AFTER = datetime(2026, 10, 13, 9, tzinfo=TZ), datetime(2026, 10, 14, 9, tzinfo=TZ)


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("period_end+1", False, True),
        ("deadline-5", False, True),
        ("deadline-0", False, True),
        ("deadline+1", True, False),
        ("call_list+2", True, False),
        ("no_deadline+5", True, True),
        ("returned+2", False, False),
        ("manual", False, False),
    ],
)
def test_steps_are_dropped_on_the_wrong_side_of_the_deadline(
    step: str, before: bool, after: bool
) -> None:
    assert [step_is_stale(step, now, DEADLINE) for now in (BEFORE, AFTER)] == [before, after]


def test_without_a_deadline_only_steps_from_the_period_are_left() -> None:
    steps = ["period_end+1", "no_deadline+5", "deadline-1", "deadline+1", "call_list+2"]
    assert [step_is_stale(step, AFTER, None) for step in steps] == [
        False, False, True, True, True,
    ]  # fmt: skip
