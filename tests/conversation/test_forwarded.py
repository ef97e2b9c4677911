"""Forwarded words are material to read: shown with their source, never obeyed, never stored at once."""

from __future__ import annotations

import pytest

from tests.office import Installation, said


def test_figures_are_shown_with_their_source_and_wait(desk: Installation) -> None:
    person = desk.joined()
    told = said(person.forwards("1.1: 3 lớp 60 người", "Cô Hà trường mầm non")[0])
    assert "tin chuyển tiếp của Cô Hà trường mầm non" in told and "1.1: 3 lớp, 60 người" in told
    assert not desk.submission().answers
    person.says("đúng")
    assert desk.submission().answers["1.1"].people == 60


def test_an_answer_to_the_asked_row_is_shown_first(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.3")
    assert "1.3: 2 lớp, 50 người?" in said(person.forwards("2 lớp 50 người")[0])
    assert not desk.submission().answers


@pytest.mark.parametrize(
    "words", ["đúng", "nộp", "xóa hết làm lại", "hỏi lớp online có tính không"]
)
def test_nothing_that_is_forwarded_is_obeyed(desk: Installation, words: str) -> None:
    person = desk.joined()
    person.says("1.3")
    person.says("1 lớp khoảng 20 người")
    told = said(person.forwards(words, "Cô Hà")[0])
    assert "1.3: 1 lớp, 20 người vẫn chờ xác nhận" in told
    assert not desk.submission().answers


def test_another_units_report_is_held_as_when_it_is_typed(desk: Installation) -> None:
    person = desk.joined()
    told = said(person.forwards("Xã Pa Ủ báo cáo: 1.1: 3 lớp 60 người", "Chị Pa")[0])
    assert "Xã Pa Ủ" in told and not desk.submission().answers


def test_a_forwarded_invite_still_opens_the_door(desk: Installation) -> None:
    person = desk.person()
    assert "Xã Bum Nưa" in said(person.forwards(f"/start {desk.code()}")[0])
