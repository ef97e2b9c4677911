"""Deadlines in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.deadlines.deadline_phrase import read_deadline
from bot.deadlines.deadline_words import (
    deadline_in_full,
    deadline_in_words,
    last_instant_in_words,
    warnings_in_words,
)
from bot.locale.say import use_language
from bot.model.calendar import WorkingCalendar

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
THURSDAY = datetime(2022, 10, 13, 16, 59, 59, tzinfo=UTC)


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("vi")


def words(phrase: str) -> str:
    return deadline_in_words(read_deadline(phrase, calendar=WorkingCalendar(), tz=TZ))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("trước ngày 14/10/2022", "hạn cuối: hết thứ Năm 13/10/2022"),
        ("17h00 ngày 14/10/2022", "hạn cuối: 17 giờ 00 thứ Sáu 14/10/2022"),
        ("trước 17h00 ngày 14/10/2022", "hạn cuối: trước 17 giờ 00 thứ Sáu 14/10/2022"),
        ("07h00 ngày 02/10/2020", "hạn cuối: 07 giờ 00 thứ Sáu 02/10/2020"),
        ("14h00' ngày thứ 5, ngày 03/10/2024", "hạn cuối: 14 giờ 00 thứ Năm 03/10/2024"),
        ("24h00 ngày 14/10/2022", "hạn cuối: hết thứ Sáu 14/10/2022"),
        ("0h00 ngày 14/10/2022", "hạn cuối: 00 giờ 00 thứ Sáu 14/10/2022"),
        (
            "hết ngày 10/10/2026",
            "hạn cuối: hết thứ Bảy 10/10/2026; ngày làm việc cuối cùng: thứ Sáu 09/10/2026",
        ),
        ("không ấn định", ""),
    ],
)
def test_a_deadline_in_words(phrase: str, expected: str) -> None:
    assert words(phrase) == expected


def test_the_plans_phrase_stands_before_its_meaning() -> None:
    deadline = read_deadline("trước ngày 14/10/2022", calendar=WorkingCalendar(), tz=TZ)
    assert deadline_in_full(deadline) == "trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)"


def test_a_kept_deadline_reads_the_same() -> None:
    assert last_instant_in_words("trước ngày 14/10", THURSDAY, TZ, False) == (
        "trước ngày 14/10 (hạn cuối: hết thứ Năm 13/10/2022)"
    )


def test_an_extension_does_not_repeat_the_old_phrase() -> None:
    assert last_instant_in_words("trước ngày 10/10", THURSDAY, TZ, True) == (
        "đã gia hạn (hạn cuối: hết thứ Năm 13/10/2022)"
    )


def test_a_bare_date_and_a_whole_sentence_are_not_repeated() -> None:
    for phrase in ("2022-10-13", "gửi về UBND huyện " * 5 + "trước ngày 14/10/2022"):
        assert last_instant_in_words(phrase, THURSDAY, TZ, False) == ("hết thứ Năm 13/10/2022")


def test_the_calendar_names_the_last_working_day() -> None:
    calendar = WorkingCalendar(days_off=frozenset({date(2022, 10, 13)}))
    assert last_instant_in_words("", THURSDAY, TZ, False, calendar) == (
        "hết thứ Năm 13/10/2022; ngày làm việc cuối cùng: thứ Tư 12/10/2022"
    )


def test_no_deadline_has_no_words() -> None:
    assert last_instant_in_words("không ấn định", None, TZ, False) == ""


def test_a_wrong_weekday_names_both() -> None:
    deadline = read_deadline("thứ Năm 14/10/2022", calendar=WorkingCalendar(), tz=TZ)
    assert warnings_in_words(deadline) == (
        (
            "weekday_mismatch",
            "Ngày 14/10/2022 là thứ Sáu, không phải thứ Năm; xin xem lại ngày hoặc thứ.",
        ),
    )


@pytest.mark.usefixtures("english")
def test_english_says_the_same() -> None:
    assert words("trước 17h00 ngày 14/10/2022") == ("deadline: before 17:00 on Friday 14/10/2022")


@pytest.mark.parametrize(
    ("phrase", "last", "said"),
    [
        ("trước ngày 14/10/2022", 13, "trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)"),
        ("trước ngày 14/10/2022", 14, "trước ngày 14/10/2022 (hạn cuối: hết thứ Sáu 14/10/2022)"),
        ("trước ngày 14/10/2022", 18, "đã gia hạn (hạn cuối: hết thứ Ba 18/10/2022)"),
        ("trước ngày 14/10", 18, "đã gia hạn (hạn cuối: hết thứ Ba 18/10/2022)"),
        (
            "chậm nhất thứ Sáu tuần này",
            18,
            "chậm nhất thứ Sáu tuần này (hạn cuối: hết thứ Ba 18/10/2022)",
        ),
    ],
)
def test_a_day_that_was_left_behind_by_an_extension_is_not_repeated(
    phrase: str, last: int, said: str
) -> None:
    instant = datetime(2022, 10, last, 23, 59, 59, tzinfo=TZ)
    assert last_instant_in_words(phrase, instant, TZ, False) == said
