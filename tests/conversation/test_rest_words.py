""" "Còn lại không" never takes in what was not understood, and never silently."""

from __future__ import annotations

import pytest

from tests.office import Installation, said

UNREAD = [
    "1.1: 3 lớp 60 người; đã làm nhiều việc khác như dọn vệ sinh; còn lại không",
    "1.1: 3 lớp 60 người; mục khen thưởng hai tập thể bốn mươi; còn lại không",
    "1.1 3 lớp 60 người và 20 gốc cây, còn lại không",
]


@pytest.mark.parametrize("words", UNREAD)
def test_the_rest_is_held_while_a_part_is_not_understood(desk: Installation, words: str) -> None:
    person = desk.joined()
    told = said(person.says(words)[0])
    person.says("đúng")
    assert told.count("còn lại") == 2  # in the one sentence that says why it waits
    assert "Chưa ghi phần “còn lại”" in told
    assert set(desk.submission().answers) <= {"1.1"}


def test_a_section_named_in_another_rows_doubt_is_no_rest(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1 3 lớp 60 người, kinh phí chưa rõ lắm, còn lại không")
    person.says("đúng")
    answers = desk.submission().answers
    assert "9.1" in answers and not {"1.1", "10.1", "10.2"} & set(answers)


def test_the_part_is_named_until_the_rest_is_said_again(desk: Installation) -> None:
    person = desk.joined()
    person.says(UNREAD[1])
    assert "Chưa ghi: “mục khen thưởng hai tập thể bốn mươi”" in said(person.says("đúng")[0])
    again = said(person.says("còn lại không")[0])
    assert "Vẫn chưa ghi: “mục khen thưởng hai tập thể bốn mươi”" in again
    assert "9.1" not in desk.submission().answers


def test_the_row_that_is_asked_is_answered_before_the_rest(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.3")
    person.says("2 lớp 50 người, còn lại không")
    person.says("đúng")
    answers = desk.submission().answers
    assert (answers["1.3"].count, answers["1.3"].people) == (2, 50)
    assert len(answers) == len(desk.form.questions)


def test_a_row_named_without_clear_figures_is_no_part_of_a_later_rest(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: khoảng chừng mấy chục người; 1.6: 4 lớp 160 em")
    told = said(person.says("còn lại không")[0])
    assert "1.1: đã nhắc đến ở tin trước" in told
    person.says("đúng")
    assert "1.1" not in desk.submission().answers


def test_only_a_rest_tells_of_the_rows_that_it_leaves_out(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: khoảng chừng mấy chục người; 1.6: 4 lớp 160 em")
    assert "còn lại" not in said(person.says("1.2 1.3 không")[0])
    assert "1.1: đã nhắc đến ở tin trước" in said(person.says("còn lại không")[0])


def test_a_row_spoken_of_inside_another_one_is_no_part_of_a_later_rest(
    desk: Installation,
) -> None:
    person = desk.joined()
    person.says("1.1 3 lớp 45 người, 1.6: 2 lớp 50 em, tuyên truyền 6 tin bài")
    person.says("đúng")
    person.says("còn lại không")
    person.says("đúng")
    answers = desk.submission().answers
    assert {"1.1", "1.6", "10.1"} <= answers.keys()
    assert "2" not in answers or answers["2"].count == 6


def test_one_figure_of_a_row_that_waits_is_put_right(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1 ba lớp 45 người nhé em, 1.6: 2 lớp 50 em")
    told = said(person.says("chị muốn sửa lại số người 1.1 thành 70")[0])
    assert "1.1: 3 lớp, 70 người" in told and "1.6: 2 lớp, 50 người" in told
    person.says("đúng")
    assert desk.submission().answers["1.1"].people == 70


@pytest.mark.parametrize(
    "words",
    [
        "dạ các câu còn lại trong mục 1 bên em không tổ chức ạ",
        "mấy cái còn lại của mục 1 hổng có hết",
        "thôi mấy câu còn lại của mục 1 không có",
    ],
)
def test_the_rest_of_a_section_is_said_in_many_ways(desk: Installation, words: str) -> None:
    person = desk.joined()
    person.says("1.1: 2 lớp 40 người")
    person.says(words)
    person.says("dạ đúng ạ")
    answers = desk.submission().answers
    assert len(answers) == 13 and {code.split(".")[0] for code in answers} == {"1"}


def test_a_row_word_with_its_number_is_no_figure(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 3")
    told = said(person.says("mấy việc của mục 1 em nộp sau")[-1])
    assert "1 quyển" not in told and "3" not in desk.submission().answers
