"""Ticking, batches and the review are one card that changes; what was said is a message of its own."""

from __future__ import annotations

import pytest

from bot.model.message import Reply
from tests.office import Installation, Person, said

ROWS = "1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em"


def in_cards(replies: list[Reply]) -> list[bool]:
    return [bool(reply.replaces) for reply in replies]


@pytest.fixture
def person(desk: Installation) -> Person:
    return desk.joined()


def test_ticking_a_section_changes_the_list_in_its_place(person: Person) -> None:
    for label in ("Mục 1", "Mục 5", "✓ Mục 1"):
        (list_,) = person.taps(label)
        assert list_.replaces
    assert "✓ 5." in list_.text
    assert "✓ 1." not in list_.text


def test_sections_in_words_are_answered_below(person: Person) -> None:
    assert in_cards(person.says("mục 1, 2, 5")) == [False]


def test_a_tap_on_several_rows_leaves_them_in_their_card(person: Person) -> None:
    person.says(ROWS)
    card, question = person.taps("Đúng")
    assert card.replaces
    assert "Đã ghi 2 dòng" in said(card)
    assert not question.replaces
    assert "Đã ghi" not in said(question)


def test_a_yes_in_words_to_several_rows_is_answered_below(person: Person) -> None:
    person.says(ROWS)
    (answer,) = person.says("đúng")
    assert not answer.replaces
    assert "1.6: 4 lớp, 160 người" in said(answer)


def test_the_review_changes_with_a_figure_whose_echo_is_said(person: Person) -> None:
    for words in (ROWS, "đúng", "xem"):
        person.says(words)
    card, echo = person.says("sửa 1.1 thành 3 lớp 75 người")
    assert card.replaces
    assert "7 lớp, 235 người" in card.text
    assert "1.1: 3 lớp, 75 người" in echo.lead
    assert "160" not in said(echo)


def test_a_section_of_the_review_opens_and_closes_in_its_place(person: Person) -> None:
    for words in (ROWS, "đúng", "xem"):
        person.says(words)
    (opened,) = person.taps("Mục 1")
    assert opened.replaces
    assert "[Sửa 1.6]" in f"[{opened.choices[6].label}]"
    (closed,) = person.taps("Cả báo cáo")
    assert closed.head == "Báo cáo của Xã Bum Nưa"


def test_a_row_of_the_review_is_asked_from_its_button_whatever_was_asked(person: Person) -> None:
    for words in (ROWS, "đúng", "xem"):
        person.says(words)
    person.taps("Mục 1")
    button = person.button("Sửa 1.6")
    person.says("tiếp")
    assert person.presses(button)[-1].head == "Mục 1.6 · Câu 7/34"


def test_sending_twice_from_the_card_passes_no_warning(desk: Installation, person: Person) -> None:
    for words in (ROWS, "đúng", "xem"):
        person.says(words)
    send = person.button("Nộp báo cáo")
    person.presses(send)
    person.presses(send)
    assert desk.submission().version == 0
    person.taps("Vẫn nộp")
    assert desk.submission().version == 1


def test_a_card_of_another_report_does_nothing(desk: Installation, person: Person) -> None:
    person.says("xem")
    other = desk.joined("03433", "Lỳ Thị Mai")
    (answer,) = other.presses(person.button("Nộp báo cáo"))
    assert "không còn tác dụng" in said(answer)


def test_a_channel_that_changes_nothing_is_told_everything_anew(desk: Installation) -> None:
    zalo = desk.joined("03433", "Lỳ Thị Mai", "zalo")
    for words in ("1.1: 2 lớp 60 người; còn lại không", "đúng", "xem"):
        zalo.says(words)
    assert not any(in_cards(zalo.heard))


def test_a_remark_is_dropped_by_one_tap(desk: Installation, person: Person) -> None:
    person.says("1.1: 2 lớp 60 người, do mưa bão nên mở muộn")
    assert desk.submission().answers["1.1"].note
    (answer,) = person.taps("Bỏ ghi chú 1.1")
    assert desk.submission().answers["1.1"].note == ""
    assert "1.1: 2 lớp, 60 người" in said(answer)
