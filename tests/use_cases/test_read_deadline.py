"""The report that `baocao deadline` prints."""

from __future__ import annotations

from datetime import date

from bot.use_cases.reminding.deadline_report import deadline_report


def test_a_phrase_becomes_the_whole_report() -> None:
    assert deadline_report("trước ngày 14/10", year=2022) == {
        "phrase": "trước ngày 14/10",
        "last_instant": "2022-10-13T23:59:59+07:00",
        "last_day": "2022-10-13",
        "last_working_day": "2022-10-13",
        "in_words": "hạn cuối: hết thứ Năm 13/10/2022",
        "warnings": [],
    }


def test_a_weekend_is_named_with_its_last_working_day() -> None:
    found = deadline_report("trước ngày 23/10/2023", today=date(2023, 10, 1))
    assert found["in_words"] == (
        "hạn cuối: hết Chủ nhật 22/10/2023; ngày làm việc cuối cùng: thứ Sáu 20/10/2023"
    )
    assert found["warnings"] == [
        {
            "code": "weekend_or_holiday",
            "text": "Ngày cuối của hạn nộp (Chủ nhật 22/10/2023) là ngày nghỉ; "
            "ngày làm việc cuối cùng là thứ Sáu 20/10/2023.",
        }
    ]


def test_no_date_gives_nulls() -> None:
    found = deadline_report("theo quy định")
    assert [
        found[key] for key in ("last_instant", "last_day", "last_working_day", "in_words")
    ] == [None] * 4
    assert [warning["code"] for warning in found["warnings"]] == ["not_stated"]


def test_no_deadline_is_a_choice_without_a_warning() -> None:
    assert deadline_report("không ấn định")["warnings"] == []
