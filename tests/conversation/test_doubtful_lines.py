"""A line that names its row and is not certain is asked about at that row; nothing of it vanishes."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person, said


@pytest.fixture
def an(desk: Installation) -> Person:
    person = desk.joined()
    person.says("mục 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")
    person.says("1.1")
    return person


def stored(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    answer = desk.submission().answers.get(code)
    return None if answer is None else (answer.count, answer.people)


def test_an_uncertain_line_of_another_row_waits_for_a_yes(desk: Installation, an: Person) -> None:
    an.says("1.3 khoảng 20 người 1 lớp")
    assert "Ghi 1.3: 1 lớp, 20 người?" in an.last and stored(desk, "1.3") is None
    an.says("ok")
    assert stored(desk, "1.3") == (1, 20)


def test_half_of_a_named_row_is_completed_by_the_next_message(
    desk: Installation, an: Person
) -> None:
    an.says("1.3: 20 người")
    assert "Còn thiếu số lớp" in an.last
    an.says("2 lớp")
    an.says("đúng")
    assert stored(desk, "1.3") == (2, 20)


def test_a_sent_row_is_changed_in_plain_words(desk: Installation, an: Person) -> None:
    for words in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "1.1 thành 4 lớp 50 người"):
        an.says(words)
    assert stored(desk, "1.1") == (4, 50)
    assert "trước đó: 3 lớp, 45 người" in said(an.heard[-1])


def test_kept_figures_that_give_way_are_named(desk: Installation) -> None:
    an = desk.joined()
    for words in ("tiếp", "3 lớp 45 người", "2 lớp 30 người"):
        an.says(words)
    assert "Giữ lại “2 lớp 30 người”" in an.last
    assert "“3 lớp 45 người” gõ trước đó không giữ nữa" in an.last


@pytest.mark.parametrize("words", ["nộp", "ơ kìa bảng đâu rồi ta"])
def test_a_table_that_waits_is_not_printed_twice(
    desk: Installation, an: Person, words: str
) -> None:
    an.says("1.1: 3 lớp 45 người; còn lại không")
    an.says(words)
    assert "34 dòng vẫn chờ xác nhận" in an.last and "Mục 4" not in an.last
    an.says("đúng")
    assert stored(desk, "1.1") == (3, 45)


@pytest.mark.parametrize(
    "words", ["dạ có tất cả ạ", "mục nào cũng có", "co het", "tất cả các mục", "Đủ cả nhé em"]
)
def test_all_sections_are_not_asked_about_once_more(desk: Installation, words: str) -> None:
    an = desk.joined()
    an.says(words)
    assert an.last.startswith("Mục 1.1 ·")


@pytest.mark.parametrize("words", ["không có mục nào", "chưa có gì hết", "ko co hoat dong nao"])
def test_no_section_at_all_is_shown_before_it_is_stored(desk: Installation, words: str) -> None:
    an = desk.joined()
    an.says(words)
    assert "34 dòng" in an.last and not desk.submission().answers


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("trường cấp 2 tổ chức 1 cuộc", "trường cấp 2 tổ chức"),
        ("2 cuộc do trường cấp 1 tổ chức", "do trường cấp 1 tổ chức"),
    ],
)
def test_a_level_of_school_is_no_figure_and_not_cut_from_the_remark(
    desk: Installation, an: Person, words: str, note: str
) -> None:
    an.says("5.1")
    an.says(words)
    assert desk.submission().answers["5.1"].note == note
    assert "Chưa dùng đến" not in an.last


def test_a_class_each_is_no_remark(desk: Installation, an: Person) -> None:
    an.says("2 lớp, mỗi lớp 25 người")
    an.says("đúng")
    assert (stored(desk, "1.1"), desk.submission().answers["1.1"].note) == ((2, 50), "")


def test_a_share_in_brackets_fits_into_the_whole(desk: Installation, an: Person) -> None:
    an.says("2 lớp, 50 học viên (trong đó nữ 30)")
    assert stored(desk, "1.1") == (2, 50)


def test_sessions_that_are_the_figure_are_not_told_as_unused(an: Person) -> None:
    an.says("Kỹ năng sống HS: 4 buổi, 160 em\nSách tặng thư viện: 250 quyển")
    assert "1.6: 4 lớp, 160 người" in an.last and "Chưa dùng đến" not in an.last


def test_the_last_figure_is_shown_again_or_taken_back(desk: Installation, an: Person) -> None:
    for words in ("1.1: 2 lớp 30 người", "sửa lại số vừa nhập"):
        an.says(words)
    assert "Hiện đang ghi: 2 lớp, 30 người" in an.last
    an.says("3 lớp 30 người")
    an.says("trả lại số cũ")
    assert stored(desk, "1.1") == (2, 30)


def test_no_photo_is_no_photo_number_nought(an: Person) -> None:
    an.says("xóa cái ảnh vừa gửi")
    assert "Báo cáo chưa có ảnh nào" in an.last


def test_a_question_does_not_push_out_the_figure_that_waits(
    desk: Installation, an: Person
) -> None:
    an.says("khoảng 3 lớp 25 người")
    an.says("ơ chị hổng biết nữa")
    assert "1.1: 3 lớp, 25 người vẫn chờ xác nhận" in an.last
    an.says("đúng")
    assert stored(desk, "1.1") == (3, 25)


def test_rough_words_of_a_confirmed_figure_are_no_remark(desk: Installation, an: Person) -> None:
    an.says("khoảng 3 lớp 25 người")
    an.says("1.3 chắc cỡ 20 người 1 lớp")
    an.says("đúng")
    assert (stored(desk, "1.3"), desk.submission().answers["1.3"].note) == ((1, 20), "")


def test_the_total_of_a_section_is_told(an: Person) -> None:
    an.says("1.1: 2 lớp 30 người")
    an.says("tổng mục 1 là bao nhiêu rồi")
    assert "2 lớp, 30 người" in an.last.splitlines()[0]
