"""Warnings when a campaign is set up."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.deadlines.day_warnings import day_warnings, tier_warnings
from bot.model.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
FIRST, SECOND = (datetime(2021, 10, day, 16, 59, 59, tzinfo=UTC) for day in (11, 14))


def test_tiers_in_order_are_fine() -> None:
    assert tier_warnings([FIRST, SECOND]) == ()


def test_an_upper_tier_that_is_not_later_is_warned_of() -> None:
    assert tier_warnings([SECOND, FIRST]) == ((2, "tier2_before_tier1"),)
    assert tier_warnings([FIRST, FIRST]) == ((2, "tier2_before_tier1"),)


def test_tiers_without_a_date_are_passed_over() -> None:
    assert tier_warnings([SECOND, None, FIRST]) == ((3, "tier2_before_tier1"),)
    assert tier_warnings([None, FIRST]) == ()


def test_a_holiday_between_period_and_deadline_is_no_working_day() -> None:
    holiday = WorkingCalendar(days_off=frozenset({date(2026, 9, 2)}))
    assert day_warnings(date(2026, 9, 2), holiday, date(2026, 9, 1), None) == (
        "less_than_one_working_day",
        "weekend_or_holiday",
    )


def test_nothing_is_said_about_what_is_not_known() -> None:
    assert day_warnings(date(2022, 10, 13), CALENDAR, None, None) == ()
