"""What a tired person tells in passing: figures that no row was found for are not lost behind a "không"."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person


def told(desk: Installation, *texts: str) -> Person:
    person = desk.joined()
    for text in texts:
        person.says(text)
    return person


SCHOLARSHIPS = "có trao 15 suất học bổng trị giá 7tr5"
GIFTS = "quyên góp thì có ông Tình tặng 100 quyển, công ty may tặng 5 triệu"


@pytest.mark.parametrize("where", ["mục 1.1", "tiếp", "tạm dừng", "2 lớp tin học cho 45 bà con"])
def test_the_rest_is_none_only_after_what_was_told_and_not_stored_is_named(
    desk: Installation, where: str
) -> None:
    person = told(desk, where, SCHOLARSHIPS, "còn lại không có gì nữa")
    assert f"“{SCHOLARSHIPS}”" in person.last
    assert "5.1" not in desk.submission().answers


def test_rows_that_were_named_are_no_part_of_the_rest(desk: Installation) -> None:
    told(
        desk, "mục 1.1", "văn nghệ thì xã mời đoàn về diễn 2 đêm đông lắm", "còn lại không", "đúng"
    )
    answers = desk.submission().answers
    assert ("6.2" in answers, "6.1" in answers) == (False, True)


def test_what_was_told_is_named_once_more_before_the_report_is_sent(desk: Installation) -> None:
    person = told(desk, "mục 1.1", SCHOLARSHIPS, "còn lại không", "đúng", "xem", "nộp")
    assert f"“{SCHOLARSHIPS}”" in person.last
    person.says("nộp")
    assert desk.submission().is_given


def test_figures_that_were_stored_in_the_end_are_not_named_again(desk: Installation) -> None:
    person = told(desk, "mục 1.1", SCHOLARSHIPS, "10.2: 7tr5", "còn lại không")
    assert SCHOLARSHIPS not in person.last


@pytest.mark.parametrize("first", ["khoảng 20", "5", "3 lớp"])
def test_an_answer_to_the_question_that_was_asked_about_is_none_of_these(
    desk: Installation, first: str
) -> None:
    person = told(desk, "mục 1.1", first, "1 lớp 22 người", "đúng", "còn lại không")
    assert f"“{first}”" not in person.last


def test_a_correction_in_passing_changes_the_figures_that_wait(desk: Installation) -> None:
    told(
        desk,
        "mở được 2 lớp tin học cho 45 bà con, 1 lớp tiếng Anh 20 cháu",
        "à tiếng anh là 25 cháu nhé",
        "đúng",
    )
    found = desk.submission().answers["1.2"]
    assert (found.count, found.people) == (1, 25)


def test_a_row_that_is_named_is_asked_about_wherever_one_is(desk: Installation) -> None:
    for where in ("mục 1.1", "tiếp", "xem"):
        person = told(desk, where, "khai mạc thì xã tổ chức hôm mùng 2, 120 người dự")
        assert "Ghi 7.1: có?" in person.last
        desk = Installation(desk.folder / where)


def test_books_are_read_beside_a_gift_of_money(desk: Installation) -> None:
    person = told(desk, "mục 1.1", GIFTS)
    assert "4.3: 100 quyển" in person.last
    assert "công ty may tặng 5 triệu" in person.last


def test_a_sum_that_is_shown_leaves_no_part_unused(desk: Installation) -> None:
    person = told(desk, "mục 1.1", "treo 10 băng rôn, in 200 tờ rơi")
    assert "3: 210 quyển/tờ" in person.last
    assert not any("Chưa dùng đến" in reply.lead for reply in person.heard[-1:])
