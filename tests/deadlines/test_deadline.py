"""The deadline engine: the plans' dates, missing years, hours, warnings and lateness."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deadlines.deadline_phrase import read_deadline
from bot.model.calendar import OfficeHours, WorkingCalendar
from bot.model.deadline import Deadline, late_days

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkingCalendar(days_off=frozenset({date(2026, 9, 2)}))


def read(phrase: str, **context: object) -> Deadline:
    return read_deadline(phrase, calendar=CALENDAR, tz=TZ, **context)


PLANS = [
    ("trước ngày 22/9/2021", "2021-09-21", "2021-09-21"),
    ("trước ngày 12/10/2021", "2021-10-11", "2021-10-11"),
    ("trước ngày 15/10/2021", "2021-10-14", "2021-10-14"),
    ("trước ngày 14/10/2022", "2022-10-13", "2022-10-13"),
    ("trước ngày 23/10/2023", "2023-10-22", "2023-10-20"),
    ("trước ngày 30/10/2023", "2023-10-29", "2023-10-27"),
    ("trước ngày 10/10/2024", "2024-10-09", "2024-10-09"),
    ("trước ngày 15/10/2017", "2017-10-14", "2017-10-13"),
    ("trước ngày 20/10/2018", "2018-10-19", "2018-10-19"),
    ("trước ngày 14/10/2026", "2026-10-13", "2026-10-13"),
    ("hết ngày 10/10/2026", "2026-10-10", "2026-10-09"),
    ("trước ngày 12/10/2026", "2026-10-11", "2026-10-09"),
]


@pytest.mark.parametrize(("phrase", "last_day", "last_working_day"), PLANS)
def test_the_plans_last_days_are_right(phrase: str, last_day: str, last_working_day: str) -> None:
    deadline = read(phrase)
    assert (str(deadline.last_day), str(deadline.last_working_day)) == (last_day, last_working_day)
    assert deadline.last_instant is not None
    assert deadline.last_instant.isoformat() == f"{last_day}T23:59:59+07:00"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("07h00 ngày 02/10/2020", "2020-10-02T07:00:00+07:00"),
        ("14h00' ngày thứ 5, ngày 03/10/2024", "2024-10-03T14:00:00+07:00"),
    ],
)
def test_the_plans_hours_are_right(phrase: str, expected: str) -> None:
    deadline = read(phrase)
    assert deadline.last_instant is not None
    assert (deadline.last_instant.isoformat(), deadline.warnings) == (expected, ())


def test_the_coordinator_may_include_the_printed_day() -> None:
    assert read("trước ngày 14/10/2022", inclusive=True).last_day == date(2022, 10, 14)


def test_the_coordinator_may_include_the_printed_hour() -> None:
    instant = read("trước 17h00 ngày 14/10/2022", inclusive=True).last_instant
    assert instant == datetime(2022, 10, 14, 17, tzinfo=TZ)


def test_an_inclusive_phrase_stays_as_it_is() -> None:
    phrase = "hết ngày 14/10/2022"
    assert read(phrase, inclusive=True).last_instant == read(phrase).last_instant


@pytest.mark.parametrize(
    ("phrase", "context", "expected", "warned"),
    [
        ("trước ngày 14/10", {"year": 2022}, "2022-10-13", False),
        ("trước ngày 14/10", {"period_end": date(2022, 10, 7)}, "2022-10-13", False),
        ("trước ngày 14/10", {"today": date(2022, 10, 1)}, "2022-10-13", True),
        ("trước ngày 05/01", {"period_end": date(2026, 12, 20)}, "2027-01-04", False),
        (
            "trước ngày 05/01",
            {"year": 2026, "period_end": date(2026, 12, 20)},
            "2027-01-04",
            False,
        ),
        ("trước ngày 15/01", {"today": date(2026, 12, 20)}, "2027-01-14", True),
        ("trước ngày 15/12", {"period_end": date(2026, 12, 10)}, "2026-12-14", False),
        ("trước ngày 14/10/2021", {"year": 2022}, "2021-10-13", False),
        ("hết ngày 29/2", {"year": 2024}, "2024-02-29", False),
    ],
)
def test_a_missing_year_comes_from_the_context(
    phrase: str, context: dict[str, object], expected: str, warned: bool
) -> None:
    deadline = read(phrase, **context)
    assert str(deadline.last_day) == expected
    assert ("missing_year" in deadline.warnings) == warned


def test_without_any_context_a_missing_year_gives_no_date() -> None:
    deadline = read("trước ngày 14/10")
    assert (deadline.last_instant, deadline.warnings) == (None, ("missing_year",))


def test_the_29th_of_february_needs_its_year() -> None:
    assert read("29/2", year=2023).warnings == ("impossible_date",)


@pytest.mark.parametrize(
    ("phrase", "context", "expected"),
    [
        ("trước ngày 23/10/2023", {}, ("weekend_or_holiday",)),
        ("hết ngày 02/9/2026", {}, ("weekend_or_holiday",)),
        (
            "hết ngày 09/10/2022",
            {"period_end": date(2022, 10, 7)},
            ("less_than_one_working_day", "weekend_or_holiday"),
        ),
        ("hết ngày 07/10/2022", {"period_end": date(2022, 10, 7)}, ("less_than_one_working_day",)),
        ("hết ngày 10/10/2022", {"period_end": date(2022, 10, 7)}, ()),
        ("trước ngày 10/10/2024", {"period_end": date(2024, 10, 7)}, ()),
        ("trước ngày 14/10/2021", {"period_end": date(2022, 10, 7)}, ("before_period_end",)),
        ("trước ngày 14/10/2022", {"today": date(2022, 10, 14)}, ("in_the_past",)),
        ("trước ngày 14/10/2022", {"today": date(2022, 10, 13)}, ()),
        ("thứ Năm 14/10/2022", {}, ("weekday_mismatch",)),
        ("14h00' ngày thứ 4, ngày 03/10/2024", {}, ("weekday_mismatch",)),
        ("trước ngày 14/10/2022 (thứ Sáu)", {}, ()),
        ("chiều ngày 14/10/2022", {}, ("hour_unclear",)),
        ("25h00 ngày 14/10/2022", {}, ("hour_unclear",)),
        ("trước ngày 14/10/2022 (họp lúc 8h00 hôm sau)", {}, ("hour_unclear",)),
    ],
)
def test_set_up_is_warned(
    phrase: str, context: dict[str, object], expected: tuple[str, ...]
) -> None:
    assert read(phrase, **context).warnings == expected


def test_a_part_of_the_day_before_the_deadline_takes_the_strict_day() -> None:
    deadline = read("trước chiều ngày 14/10/2022")
    assert (deadline.last_day, deadline.warnings) == (date(2022, 10, 13), ("hour_unclear",))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("trong vòng 5 ngày sau khi kết thúc Tuần lễ", "2022-10-12"),
        ("chậm nhất 05 (năm) ngày kể từ ngày kết thúc Tuần lễ", "2022-10-12"),
        ("sau khi kết thúc Tuần lễ 3 ngày làm việc", "2022-10-12"),
        ("trong vong 5 ngay lam viec sau khi ket thuc tuan le", "2022-10-14"),
    ],
)
def test_days_after_the_period_are_counted_and_shown_as_such(phrase: str, expected: str) -> None:
    deadline = read(phrase, period_end=date(2022, 10, 7))
    assert (str(deadline.last_day), deadline.warnings) == (expected, ("counted",))


def test_days_after_an_unknown_period_are_not_guessed() -> None:
    deadline = read("trong vòng 5 ngày sau khi kết thúc Tuần lễ")
    assert (deadline.last_instant, deadline.warnings) == (None, ("relative",))


def test_the_end_of_office_hours_is_a_setting() -> None:
    hours = OfficeHours.parse("7:00-11:00, 13:00-16:30")
    instant = read("hết giờ làm việc ngày 14/10/2022", hours=hours).last_instant
    assert instant == datetime(2022, 10, 14, 16, 30, tzinfo=TZ)


def test_the_literal_phrase_is_kept() -> None:
    assert read("  Trước NGÀY 14/10 ", year=2022).phrase == "  Trước NGÀY 14/10 "


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [
        ("2022-10-13 23:59:59", 0),
        ("2022-10-13 23:59:59.900000", 0),
        ("2022-10-14 00:00:00", 1),
        ("2022-10-14 23:59:59", 1),
        ("2022-10-15 00:00:00", 2),
        ("2022-11-13 08:00:00", 31),
        ("2022-10-01 08:00:00", 0),
    ],
)
def test_lateness_is_counted_in_calendar_days(submitted: str, expected: int) -> None:
    last = datetime(2022, 10, 13, 23, 59, 59, tzinfo=TZ)
    handed_in = datetime.fromisoformat(submitted).replace(tzinfo=TZ)
    assert late_days(last, handed_in, TZ) == expected
    assert late_days(last.astimezone(UTC), handed_in.astimezone(UTC), TZ) == expected


def test_missing_the_hour_on_the_last_day_is_late() -> None:
    last = datetime(2022, 10, 14, 17, tzinfo=TZ)
    assert late_days(last, last + timedelta(seconds=1), TZ) == 1
    assert late_days(last, last, TZ) == 0


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    deadline = read(text, period_end=date(2022, 10, 7))
    assert deadline.phrase == text
    assert deadline.is_stated == (deadline.last_day is not None)


WORDS = st.sampled_from(
    ["trước", "ngày", "hết", "14/10", "14/10/2022", "17h00", "thứ", "5", "tháng", "mười", "năm",
     "2022", "đến", "từ", "sau", "3 ngày", "-", "/", ",", "(", "trong vòng", "làm việc", "kết thúc"]
)  # fmt: skip


@settings(deadline=None)  # how long one takes depends on what else the machine does
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_no_mixture_of_deadline_words_makes_it_fail(text: str) -> None:
    deadline = read(text, period_end=date(2022, 10, 7))
    if deadline.last_instant is None:
        assert deadline.warnings or deadline.is_open_ended
    else:
        assert deadline.last_day == deadline.last_instant.date()
        assert CALENDAR.is_working_day(deadline.last_working_day or date.min)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_date_reads_back_as_it_was_printed(day: date) -> None:
    until = read(f"hết ngày {day.day}/{day.month}/{day.year}")
    before = read(f"trước ngày {day.day:02d} tháng {day.month:02d} năm {day.year}")
    assert (until.last_day, before.last_day) == (day, day - timedelta(days=1))


def test_a_day_of_every_year_names_no_date_until_the_year_is_known() -> None:
    phrase, today = "trước ngày 14/10 hằng năm", date(2026, 11, 29)
    unknown = read(phrase, today=today)
    assert (unknown.last_instant, unknown.warnings) == (None, ("missing_year",))
    assert read(phrase, today=today, year=2025).last_day == date(2025, 10, 13)
    assert read(phrase, today=today, period_end=date(2026, 10, 7)).last_day == date(2026, 10, 13)
