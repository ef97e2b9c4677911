"""Forwarded words are material to read: shown with their source, never obeyed, never stored at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.person import Role
from bot.model.submission import Status
from tests.conversation.test_coordinating import hand_in
from tests.conversation.test_without_form import opened
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


@pytest.mark.parametrize("words", ["đúng", "ok em", "sai"])
def test_a_coordinators_act_waits_for_their_own_yes(desk: Installation, words: str) -> None:
    hand_in(desk)
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    hoa.says("nhận 03466")
    told = said(hoa.forwards(words, "Chị Mai")[0])
    assert "tin chuyển tiếp của Chị Mai" in told and 'Gõ "đúng" để thực hiện' in told
    assert desk.submission().status is Status.SUBMITTED
    hoa.says("đúng")
    assert desk.submission().status is Status.ACCEPTED


@pytest.mark.parametrize(
    "words", ["duyệt", "đúng", "chưa đúng, thiếu mục 3", "trả lại thiếu mục 3"]
)
def test_an_approver_approves_and_returns_in_their_own_words(
    desk: Installation, words: str
) -> None:
    head = desk.person("Lý Thị Duyên")
    head.starts(desk.code(role=Role.APPROVER))
    head.says("Đồng ý")
    reporter = desk.joined()
    for said_by_unit in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp", "nộp"):
        reporter.says(said_by_unit)
    assert desk.submission().status is Status.AWAITING_APPROVAL
    head.listen()
    told = said(head.forwards(words, "Chị Mai")[0])
    assert "tin chuyển tiếp của Chị Mai" in told
    assert desk.submission().status is Status.AWAITING_APPROVAL
    head.sends_photo(words, written_by="Chị Mai")
    head.sends_file(b"%PDF-1.7", "y-kien.pdf", words, written_by="Chị Mai")
    head.sends_photo(words, written_by="\u2060")  # a name that nobody sees is a name
    assert desk.submission().status is Status.AWAITING_APPROVAL
    head.says("duyệt")
    assert desk.submission().status is Status.SUBMITTED


def test_forwarded_words_send_no_report_without_a_form(tmp_path: Path) -> None:
    desk = opened(tmp_path, report_file="", photos_min=0)
    person = desk.joined()
    person.says("Xã tổ chức lễ phát động.")
    for _ in range(3):
        person.forwards("nộp", "Chị Mai")
    assert not desk.submission().version
    desk.close()


def test_another_units_report_is_held_as_when_it_is_typed(desk: Installation) -> None:
    person = desk.joined()
    told = said(person.forwards("Xã Pa Ủ báo cáo: 1.1: 3 lớp 60 người", "Chị Pa")[0])
    assert "Xã Pa Ủ" in told and not desk.submission().answers


def test_a_forwarded_invite_still_opens_the_door(desk: Installation) -> None:
    person = desk.person()
    assert "Xã Bum Nưa" in said(person.forwards(f"/start {desk.code()}")[0])
