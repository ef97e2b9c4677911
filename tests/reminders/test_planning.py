"""When steps fall due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.calendar import OfficeHours, is_office_moment
from bot.reminders.plan_steps import PlannedStep, deputys_turn, last_morning, planned_steps
from bot.reminders.schedule import (
    DEFAULT_LADDER,
    Anchor,
    Audience,
    Step,
    is_for,
    parse_ladder,
    step_of,
)
from bot.use_cases.load_calendar import load_calendar

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = OfficeHours()
CALENDAR = load_calendar()
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(23, 59, 59), TZ)


def plan(
    period_end: str,
    deadline: datetime | None,
    not_before: datetime = LONG_AGO,
    ladder: tuple[Step, ...] = DEFAULT_LADDER,
    returned_at: datetime | None = None,
    period_start: date | None = None,
) -> list[str]:
    steps = planned_steps(
        ladder, date.fromisoformat(period_end), deadline, CALENDAR, HOURS, TZ, not_before,
        returned_at, period_start,
    )  # fmt: skip
    return [f"{step.step} {step.due_at:%d/%m %H:%M}" for step in steps]


def test_three_and_one_working_days_before_and_the_last_morning() -> None:
    assert plan("2026-10-04", end_of("2026-10-13")) == [
        "period_end+1 05/10 08:00",
        "deadline-5 06/10 08:00",
        "deadline-3 08/10 08:00",
        "deadline-1 12/10 08:00",
        "deputy-1 12/10 13:30",
        "deadline-0 13/10 08:00",
        "deadline+1 14/10 08:00",
        "call_list+2 15/10 08:00",
    ]


def test_an_office_chooses_its_own_days_before_the_deadline() -> None:
    """Mường Tè 2022, the week until Friday 07/10: five days before lie inside it, and are no day to ask."""
    ladder = parse_ladder(["deadline-5", "deadline-2", "deadline-1", "deadline-0", "deadline+1"])
    assert plan("2022-10-07", end_of("2022-10-13"), ladder=ladder) == [
        "deadline-2 11/10 08:00",
        "deadline-1 12/10 08:00",
        "deadline-0 13/10 08:00",
        "deadline+1 14/10 08:00",
    ]
    assert plan("2022-10-04", end_of("2022-10-13"), ladder=ladder)[0] == "deadline-5 06/10 08:00"


def test_a_deadline_on_a_saturday_is_reminded_on_friday() -> None:
    """10/10/2026 is a Saturday."""
    assert plan("2026-10-04", end_of("2026-10-10"))[-3:] == [
        "deadline-0 09/10 08:00",
        "deadline+1 12/10 08:00",
        "call_list+2 13/10 08:00",
    ]


def test_steps_inside_the_period_are_dropped_and_twins_collapse() -> None:
    assert plan("2024-10-07", end_of("2024-10-09")) == [
        "deadline-1 08/10 08:00",
        "deputy-1 08/10 13:30",
        "deadline-0 09/10 08:00",
        "deadline+1 10/10 08:00",
        "call_list+2 11/10 08:00",
    ]


def test_steps_in_the_past_are_dropped_not_sent_in_a_burst() -> None:
    opened = datetime(2026, 10, 12, 8, 0, tzinfo=TZ)
    assert plan("2026-10-04", end_of("2026-10-13"), opened) == [
        "deputy-1 12/10 13:30",
        "deadline-0 13/10 08:00",
        "deadline+1 14/10 08:00",
        "call_list+2 15/10 08:00",
    ]


def test_an_extension_moves_what_is_still_to_come() -> None:
    late = datetime(2026, 10, 13, 9, 0, tzinfo=TZ)
    assert plan("2026-10-04", end_of("2026-10-20"), late) == [
        "deadline-3 15/10 08:00",
        "deadline-1 19/10 08:00",
        "deputy-1 19/10 13:30",
        "deadline-0 20/10 08:00",
        "deadline+1 21/10 08:00",
        "call_list+2 22/10 08:00",
    ]


def test_reminders_begin_inside_the_period_where_three_working_days_are_left_after_it() -> None:
    """Bắc Kạn 2024: the week until Saturday 05/10, “trước ngày 10/10”."""
    begun = date(2024, 9, 30)
    assert plan("2024-10-05", end_of("2024-10-09"), period_start=begun)[:3] == [
        "deadline-3 04/10 08:00",
        "period_end+1 07/10 08:00",
        "deadline-1 08/10 08:00",
    ]
    later = plan("2024-10-04", end_of("2024-10-10"), period_start=begun)
    assert later[0] == "deadline-3 07/10 08:00"
    short = plan("2024-10-05", end_of("2024-10-09"), period_start=date(2024, 10, 4))
    assert short[0] == "period_end+1 07/10 08:00"  # nothing was held before the period's first day


def test_without_a_deadline_reminders_run_from_the_end_of_the_period() -> None:
    assert plan("2020-10-07", None) == [
        "period_end+1 08/10 08:00",
        "no_deadline+5 14/10 08:00",
        "no_deadline+10 21/10 08:00",
    ]


def test_a_deadline_on_the_periods_last_day_still_has_its_last_morning() -> None:
    assert plan("2026-10-07", end_of("2026-10-07")) == [
        "deadline-0 07/10 08:00",
        "deadline+1 08/10 08:00",
        "call_list+2 09/10 08:00",
    ]


@pytest.mark.parametrize("hour", [11, 13, 15, 23])
def test_a_deputys_turn_never_comes_before_the_reporters_last_step_but_one(hour: int) -> None:
    """The step has a late hour of its own, and a deadline at noon moves no day of it."""
    deadline = datetime(2026, 10, 13, hour, 0, tzinfo=TZ)
    whole = plan("2026-10-04", deadline)
    before = [step for step in whole if step.startswith(("deadline-1", "deputy-1"))]
    assert before == ["deadline-1 12/10 08:00", "deputy-1 12/10 13:30"]
    turn = deputys_turn(DEFAULT_LADDER, date(2026, 10, 4), deadline, CALENDAR, HOURS, TZ)
    assert turn == datetime(2026, 10, 12, 13, 30, tzinfo=TZ)


def test_without_a_deadline_or_a_step_of_their_own_deputies_come_with_the_last_step() -> None:
    ends = date(2020, 10, 7)
    assert deputys_turn(DEFAULT_LADDER, ends, None, CALENDAR, HOURS, TZ) == datetime(
        2020, 10, 21, 8, 0, tzinfo=TZ
    )
    ladder = parse_ladder(["deadline-3", "deadline-0"])
    last = end_of("2026-10-13")
    assert deputys_turn(ladder, ends, last, CALENDAR, HOURS, TZ) == datetime(
        2026, 10, 13, 8, 0, tzinfo=TZ
    )
    assert deputys_turn(ladder, ends, None, CALENDAR, HOURS, TZ) is None


def test_an_early_hour_moves_the_last_morning_to_the_day_before() -> None:
    early, afternoon = (datetime(2026, 10, 13, hour, tzinfo=TZ) for hour in (9, 17))
    assert last_morning(early, time(8), CALENDAR, HOURS, TZ) == date(2026, 10, 12)
    assert last_morning(afternoon, time(8), CALENDAR, HOURS, TZ) == date(2026, 10, 13)


def test_a_returned_report_has_its_own_step_after_the_ladder_is_over() -> None:
    returned = datetime(2026, 10, 20, 15, 0, tzinfo=TZ)
    assert plan("2026-10-04", end_of("2026-10-13"), returned, returned_at=returned) == [
        "returned+2 22/10 08:00"
    ]


def test_a_public_holiday_is_passed_over() -> None:
    assert plan("2026-08-20", end_of("2026-09-03"))[-5:-2] == [
        "deadline-1 28/08 08:00",
        "deputy-1 28/08 13:30",
        "deadline-0 03/09 08:00",
    ]


def test_the_hours_of_a_step_stay_inside_office_hours() -> None:
    ladder = parse_ladder(["deadline-1@06:00", "deadline-0@12:00"])
    assert plan("2026-10-04", end_of("2026-10-13"), ladder=ladder) == [
        "deadline-1 12/10 07:30",
        "deadline-0 13/10 13:30",
    ]


ANCHORS = st.sampled_from(
    ["period_end+", "deadline-", "deputy-", "deadline+", "call_list+", "no_deadline+"]
)
STEPS = st.builds(
    lambda anchor, count, hour, minute: f"{anchor}{count}@{hour}:{minute:02d}",
    ANCHORS, st.integers(1, 12), st.integers(0, 23), st.integers(0, 59),
)  # fmt: skip
LADDERS = st.lists(STEPS, max_size=8, unique_by=lambda text: text.partition("@")[0])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MOMENTS = st.builds(
    lambda day, at: datetime.combine(day, at, TZ),
    st.dates(date(2026, 1, 1), date(2027, 1, 31)),
    st.times(),
)
OFFICES = st.sampled_from(
    [HOURS, OfficeHours.parse("7:00-11:00, 13:00-16:30"), OfficeHours.parse("9:15-10:00")]
)


@given(LADDERS, DAYS, st.none() | MOMENTS, OFFICES, MOMENTS)
def test_planned_steps_keep_every_rule(
    texts: list[str],
    period_end: date,
    deadline: datetime | None,
    hours: OfficeHours,
    not_before: datetime,
) -> None:
    steps = planned_steps(
        parse_ladder(texts), period_end, deadline, CALENDAR, hours, TZ, not_before
    )
    moments = [step.due_at for step in steps]
    assert moments == sorted(moments)
    days = {(step.due_at.date(), is_for(step.step, Audience.DEPUTY)) for step in steps}
    assert len(days) == len(moments)
    assert all(is_office_moment(moment, CALENDAR, hours, TZ) for moment in moments)
    assert all(moment > not_before for moment in moments)
    for step in steps:
        assert _lies_on_its_side(step, period_end, deadline)


def _lies_on_its_side(step: PlannedStep, period_end: date, deadline: datetime | None) -> bool:
    """Before-steps end before the deadline and outside the period; after-steps come after it."""
    rung = step_of(step.step)
    assert rung is not None
    day = step.due_at.date()
    if deadline is None:
        return rung.anchor in (Anchor.PERIOD_END, Anchor.NO_DEADLINE) and day > period_end
    if rung.is_after_deadline:
        return day > deadline.date()
    if rung.anchor is Anchor.DEPUTY:
        return step.due_at <= deadline and (day > period_end or rung.offset == 0)
    if rung.anchor is Anchor.DEADLINE:
        in_time = step.due_at + timedelta(hours=2) <= deadline
        return in_time and (day > period_end or rung.offset == 0)
    return rung.anchor is Anchor.PERIOD_END and period_end < day and step.due_at <= deadline


@given(LADDERS, DAYS, MOMENTS, MOMENTS)
def test_planning_later_only_drops_what_is_over(
    texts: list[str], period_end: date, deadline: datetime, not_before: datetime
) -> None:
    """A restart that plans anew never invents a step, unless its collapsed twin is over."""
    ladder = parse_ladder(texts)
    whole = planned_steps(ladder, period_end, deadline, CALENDAR, HOURS, TZ, LONG_AGO)
    rest = planned_steps(ladder, period_end, deadline, CALENDAR, HOURS, TZ, not_before)
    later = [step for step in whole if step.due_at > not_before]
    assert {step.due_at.date() for step in later} <= {step.due_at.date() for step in rest}
    assert {step.due_at.date() for step in rest} <= {step.due_at.date() for step in whole}


@pytest.mark.parametrize("tz", ["Asia/Ho_Chi_Minh", "UTC", "America/New_York"])
def test_the_zone_is_a_parameter(tz: str) -> None:
    zone = ZoneInfo(tz)
    last = datetime(2026, 10, 13, 23, 59, 59, tzinfo=zone)
    steps = planned_steps(DEFAULT_LADDER, date(2026, 10, 4), last, CALENDAR, HOURS, zone, LONG_AGO)
    assert {step.due_at.astimezone(zone).hour for step in steps} == {8, 13}
