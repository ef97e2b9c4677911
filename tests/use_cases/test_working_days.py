"""The calendar of Việt Nam as it is loaded: holidays, swapped days, the operator's own list."""

from __future__ import annotations

from datetime import date

import pytest

from bot.use_cases.load_calendar import load_calendar, swapped_days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-01", False),
        ("2026-01-02", False),  # swapped
        ("2026-01-10", True),  # worked instead
        ("2026-02-17", False),  # Tết
        ("2026-04-27", False),  # Giỗ Tổ fell on a Sunday
        ("2026-04-30", False),
        ("2026-08-22", True),  # worked instead of 31/8
        ("2026-08-31", False),
        ("2026-09-02", False),
        ("2026-10-02", True),  # a commemoration, no day off
        ("2026-10-10", False),  # a Saturday
        ("2026-10-12", True),
        ("2026-11-24", False),  # Ngày Văn hóa Việt Nam
        ("2024-05-04", True),
        ("2022-10-10", True),
    ],
)
def test_known_days(day: str, works: bool) -> None:
    assert load_calendar().is_working_day(date.fromisoformat(day)) == works


def test_the_offices_own_days_win() -> None:
    calendar = load_calendar(days_off=["2026-10-12", "10/1/2026"], days_on=["2026-10-10"])
    assert calendar.is_working_day(date(2026, 10, 12)) is False
    assert calendar.is_working_day(date(2026, 1, 10)) is False
    assert calendar.is_working_day(date(2026, 10, 10)) is True


def test_a_holiday_may_be_worked() -> None:
    assert load_calendar(days_on=["2026-11-24"]).is_working_day(date(2026, 11, 24)) is True


@pytest.mark.parametrize("text", ["31/9/2026", "Friday", "", "2026-13-01"])
def test_a_day_that_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=text or '""'):
        load_calendar(days_off=[text])


def test_every_swap_has_two_days_that_differ() -> None:
    assert all(off != worked for off, worked in swapped_days())
