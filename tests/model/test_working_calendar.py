"""Working days and office hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.calendar import OfficeHours, WorkingCalendar, is_office_moment, next_office_moment

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
SWAPPED = WorkingCalendar(
    days_off=frozenset({date(2026, 1, 1), date(2026, 1, 2)}),
    days_on=frozenset({date(2026, 1, 10)}),
)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 10, day) for day in (9, 10, 11, 12))
HOURS = OfficeHours()


def test_saturdays_and_sundays_are_off() -> None:
    calendar = WorkingCalendar()
    assert [calendar.is_working_day(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_swapped_saturday_is_worked_and_its_friday_is_off() -> None:
    assert SWAPPED.is_working_day(date(2026, 1, 10)) is True
    assert SWAPPED.is_working_day(date(2026, 1, 2)) is False


def test_another_weekend_is_possible() -> None:
    calendar = WorkingCalendar(weekend=frozenset({6}))
    assert (calendar.is_working_day(SATURDAY), calendar.is_working_day(SUNDAY)) == (True, False)


def test_a_week_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        WorkingCalendar(weekend=frozenset(range(7)))


def test_previous_and_next_include_the_day_itself() -> None:
    calendar = WorkingCalendar()
    assert calendar.previous_working_day(FRIDAY) == FRIDAY
    assert calendar.previous_working_day(SUNDAY) == FRIDAY
    assert calendar.next_working_day(MONDAY) == MONDAY
    assert calendar.next_working_day(SATURDAY) == MONDAY


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 0, FRIDAY),
        (SATURDAY, 0, SATURDAY),
        (SUNDAY, 1, MONDAY),
        (SUNDAY, -1, FRIDAY),
        (MONDAY, -1, FRIDAY),
        (MONDAY, -5, date(2026, 10, 5)),
        (MONDAY, 10, date(2026, 10, 26)),
    ],
)
def test_adding_working_days(day: date, count: int, expected: date) -> None:
    assert WorkingCalendar().add_working_days(day, count) == expected


def test_adding_working_days_over_a_swap() -> None:
    assert SWAPPED.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert SWAPPED.add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-30, 30))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    there = SWAPPED.add_working_days(day, count)
    if count > 0:
        assert SWAPPED.working_days_between(day, there) == count
        assert SWAPPED.is_working_day(there)
    if count < 0:
        assert SWAPPED.add_working_days(there, -count) == SWAPPED.next_working_day(day)


@pytest.mark.parametrize(
    "text",
    ["7:30-11:30, 13:30-17:00", "7h30-11h30; 13h30-17h", "07:30 – 11:30, 13:30 – 17:00",
     "7.30-11.30,13.30-17.00"],
)  # fmt: skip
def test_office_hours_are_read(text: str) -> None:
    assert OfficeHours.parse(text) == HOURS


@pytest.mark.parametrize(
    "text", ["", "sáng", "11:30-7:30", "7:30-11:30, 11:00-17:00", "25:00-26:00", "7:30", "7:61-8"]
)
def test_wrong_office_hours_are_refused_with_their_text(text: str) -> None:
    with pytest.raises(ValueError, match="office_hours"):
        OfficeHours.parse(text)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-10-09 07:00", "2026-10-09 07:30"),
        ("2026-10-09 07:30", "2026-10-09 07:30"),
        ("2026-10-09 09:41", "2026-10-09 09:41"),
        ("2026-10-09 11:30", "2026-10-09 13:30"),
        ("2026-10-09 12:00", "2026-10-09 13:30"),
        ("2026-10-09 16:59", "2026-10-09 16:59"),
        ("2026-10-09 17:00", "2026-10-12 07:30"),
        ("2026-10-10 09:00", "2026-10-12 07:30"),
        ("2026-10-11 23:00", "2026-10-12 07:30"),
    ],
)
def test_the_next_office_moment(instant: str, expected: str) -> None:
    found = next_office_moment(
        datetime.fromisoformat(instant).replace(tzinfo=TZ), WorkingCalendar(), HOURS, TZ
    )
    assert f"{found:%Y-%m-%d %H:%M}" == expected


def test_an_instant_of_another_zone_is_read_in_the_offices_zone() -> None:
    instant = datetime(2026, 10, 9, 23, 0, tzinfo=UTC)  # Saturday 06:00 in Việt Nam
    assert next_office_moment(instant, WorkingCalendar(), HOURS, TZ) == datetime(
        2026, 10, 12, 7, 30, tzinfo=TZ
    )


@given(st.dates(date(2025, 12, 1), date(2026, 12, 1)), st.times())
def test_the_next_office_moment_is_the_first_one(day: date, at: time) -> None:
    instant = datetime.combine(day, at, TZ)
    found = next_office_moment(instant, SWAPPED, HOURS, TZ)
    assert found >= instant
    assert is_office_moment(found, SWAPPED, HOURS, TZ)
    assert is_office_moment(instant, SWAPPED, HOURS, TZ) == (found == instant)


def test_a_wanted_hour_moves_into_office_hours_of_its_day() -> None:
    assert [HOURS.on(FRIDAY, time(*at), TZ).time() for at in ((6, 0), (8, 0), (12, 0), (20, 0))] == [
        time(7, 30), time(8, 0), time(13, 30), time(7, 30),
    ]  # fmt: skip
