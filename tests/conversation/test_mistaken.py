"""Free corrections are proposed, never stored at once, and never answer the next question."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person

FIRST = "3 lớp 54 người"


def figures(desk: Installation, code: str = "1.1") -> tuple[int | None, int | None] | None:
    answer = desk.submission().answers.get(code)
    return None if answer is None else (answer.count, answer.people)


PROPOSED = [
    ("à nhầm, 45 chứ không phải 54", (3, 45)),
    ("nhầm rồi ạ, 45 người chứ ko phải 54 người", (3, 45)),
    ("không phải 54 mà là 45", (3, 45)),
    ("khong phai 54 ma la 45", (3, 45)),
    ("em nhầm, 2 lớp 45 người", (2, 45)),
    ("xin lỗi em ghi nhầm: 2 lớp 45 người", (2, 45)),
    ("à lộn, 45 người", (3, 45)),
    ("em gõ nhầm, 5 lớp", (5, 54)),
    ("nhầm, 1.1 là 2 lớp 45 người", (2, 45)),
    ("sửa lại là 2 lớp 45 người", (2, 45)),
    ("sửa thành 45 người", (3, 45)),
    ("câu hồi nãy ghi lộn, 45 người mới đúng", (3, 45)),
    ("số vừa rồi chị ghi sai số, 45 người", (3, 45)),
    ("45 người chớ hông phải 54", (3, 45)),
]


@pytest.mark.parametrize(("words", "expected"), PROPOSED)
def test_a_correction_is_proposed_and_stored_by_a_yes(
    desk: Installation, words: str, expected: tuple
) -> None:
    person = desk.told("mục 1.1", FIRST)
    reply = person.says(words)[-1]
    assert figures(desk) == (3, 54)
    assert 'Gõ "đúng" để ghi' in reply.text
    person.says("đúng")
    assert (figures(desk), figures(desk, "1.2")) == (expected, None)


@pytest.mark.parametrize(
    "words",
    ["nhầm, 45", "à nhầm, khoảng 45 người", "99 chứ không phải 77", "nhầm rồi", "nhầm, 1.13 là 4"],
)
def test_an_unclear_correction_stores_nothing_anywhere(desk: Installation, words: str) -> None:
    person = desk.told("mục 1.1", FIRST)
    person.says(words)
    assert (figures(desk), len(desk.submission().answers)) == ((3, 54), 1)


def test_a_correction_never_answers_the_next_question(desk: Installation) -> None:
    """Row 2 takes one figure: "nhầm, 45" would fit it."""
    person = desk.joined()
    for text in ("mục 1.12", FIRST, "nhầm, 45"):
        person.says(text)
    assert (figures(desk, "1.12"), figures(desk, "2")) == ((3, 54), None)


def test_a_figure_of_a_whole_report_is_corrected_where_one_row_has_it(desk: Installation) -> None:
    person = desk.joined()
    for text in (
        "1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em",
        "đúng",
        "à nhầm, 150 chứ không phải 160",
        "đúng",
    ):
        person.says(text)
    assert (figures(desk, "1.6"), figures(desk, "1.1")) == ((4, 150), (3, 54))


def test_a_figure_that_two_rows_have_is_not_exchanged(desk: Installation) -> None:
    person = desk.joined()
    for text in (
        "1.1: 3 lớp 54 người; 1.6: 4 lớp 54 em",
        "đúng",
        "à nhầm, 45 chứ không phải 54",
        "đúng",
    ):
        person.says(text)
    assert (figures(desk, "1.1"), figures(desk, "1.6")) == ((3, 54), (4, 54))


def test_an_edited_answer_corrects_its_row(desk: Installation) -> None:
    person = desk.told("mục 1.1", FIRST)
    person.edits(person.sent[-1].message, "3 lớp 45 người")
    assert figures(desk) == (3, 45)


TEXTS = ("11: Trao 10 suất học bổng", "Tặng cờ cho 3 bản", "Họp dân 2 lần")


def wrote(desk: Installation, *texts: str) -> Person:
    person = desk.joined()
    person.says("mục 11")
    for text in texts:
        person.says(text)
    return person


def words(desk: Installation) -> list[str]:
    return desk.submission().answers["11"].text.splitlines()


def test_an_edited_piece_of_a_text_leaves_the_other_pieces_alone(desk: Installation) -> None:
    person = wrote(desk, *TEXTS)
    second = person.sent[-2].message
    person.edits(second, "Tặng cờ cho 4 bản")
    assert words(desk) == ["Trao 10 suất học bổng", "Tặng cờ cho 4 bản", "Họp dân 2 lần"]
    person.edits(second, "Tặng cờ cho 5 bản")
    assert words(desk) == ["Trao 10 suất học bổng", "Tặng cờ cho 5 bản", "Họp dân 2 lần"]


def test_an_edited_piece_that_is_no_longer_there_changes_nothing(desk: Installation) -> None:
    person = wrote(desk, *TEXTS)
    second = person.sent[-2].message
    person.says("sửa 11 thành Chỉ có thế này")
    person.edits(second, "Tặng cờ cho 4 bản")
    assert words(desk) == ["Chỉ có thế này"]
    assert "chưa ghi gì" in person.last


def test_an_edited_report_that_waits_is_shown_anew(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em")
    person.edits(person.sent[-1].message, "1.1: 3 lớp 45 người; 1.6: 4 lớp 160 em")
    assert desk.submission().answers == {}
    person.says("đúng")
    assert figures(desk) == (3, 45)


def test_an_edited_report_proposes_the_one_row_that_differs(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em")
    message = person.sent[-1].message
    person.says("đúng")
    person.edits(message, "1.1: 3 lớp 45 người; 1.6: 4 lớp 160 em")
    assert figures(desk) == (3, 54)
    person.says("đúng")
    assert (figures(desk), figures(desk, "1.6")) == ((3, 45), (4, 160))


def test_an_edited_report_that_differs_in_two_rows_stores_nothing(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em")
    message = person.sent[-1].message
    person.says("đúng")
    person.edits(message, "1.1: 3 lớp 45 người; 1.6: 4 lớp 150 em")
    person.says("đúng")
    assert (figures(desk), figures(desk, "1.6")) == ((3, 54), (4, 160))


def test_an_edited_yes_to_many_rows_belongs_to_none_of_them(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em")
    person.says("đúng")
    person.edits(person.sent[-1].message, "9 lớp 900 người")
    person.says("đúng")
    assert (figures(desk), figures(desk, "1.6")) == ((3, 54), (4, 160))


def test_a_no_with_a_figure_corrects_what_waits(desk: Installation) -> None:
    person = desk.told("mục 1.1", "khoảng 20 người 1 lớp")
    assert "1.1: 2 lớp, 20 người?" in person.says("không, 2 lớp cơ")[-1].text
    person.says("dạ em xem rồi, đúng ạ")
    assert figures(desk) == (2, 20)


def test_a_reason_behind_a_row_to_be_mended_is_no_figure(desk: Installation) -> None:
    person = desk.told("mục 1.1", FIRST)
    reply = person.says("cho sửa lại câu 1.1 với, nhầm")[-1]
    assert "Mục 1.1" in reply.head and "Chưa thấy con số" not in reply.text


def test_a_no_in_a_longer_sentence_is_told_once(desk: Installation) -> None:
    person = desk.told("mục 1.1", "khoảng 20 người 1 lớp")
    reply = person.says("chưa phải số cuối cùng, đừng ghi vội")[-1]
    assert (reply.lead + reply.text).count("Chưa ghi") == 1 and figures(desk) is None
