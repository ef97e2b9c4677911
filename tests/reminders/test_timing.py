"""When a due step may go out, and when its time is over."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.calendar import OfficeHours, WorkingCalendar, is_office_moment
from bot.reminders.timing import next_allowed, step_is_stale

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR, HOURS = WorkingCalendar(), OfficeHours()
DEADLINE = datetime(2026, 10, 13, 23, 59, 59, tzinfo=TZ)
BEFORE, AFTER = datetime(2026, 10, 13, 9, tzinfo=TZ), datetime(2026, 10, 14, 9, tzinfo=TZ)


def allowed(now: str, reminded_on: date | None) -> str:
    instant = datetime.fromisoformat(now).replace(tzinfo=TZ)
    return f"{next_allowed(instant, reminded_on, CALENDAR, HOURS, TZ):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "reminded_on", "expected"),
    [
        ("2026-10-09 08:00", None, "2026-10-09 08:00"),
        ("2026-10-09 08:00", date(2026, 10, 8), "2026-10-09 08:00"),
        ("2026-10-09 08:00", date(2026, 10, 9), "2026-10-12 07:30"),
        ("2026-10-09 22:00", None, "2026-10-12 07:30"),
        ("2026-10-09 12:00", None, "2026-10-09 13:30"),
        ("2026-10-12 08:00", date(2026, 10, 12), "2026-10-13 07:30"),
    ],
)
def test_a_person_hears_once_a_day_in_office_hours(
    now: str, reminded_on: date | None, expected: str
) -> None:
    assert allowed(now, reminded_on) == expected


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.times(),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_it_is_always_another_day_and_an_office_moment(
    day: date, at: time, reminded_on: date | None
) -> None:
    now = datetime.combine(day, at, TZ)
    found = next_allowed(now, reminded_on, CALENDAR, HOURS, TZ)
    assert found >= now
    assert is_office_moment(found, CALENDAR, HOURS, TZ)
    assert reminded_on is None or found.date() > reminded_on


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
