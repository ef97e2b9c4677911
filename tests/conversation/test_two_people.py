"""Two people on one draft: a colleague is invited, and each sees whose figures the other replaces."""

from __future__ import annotations

import re

import pytest

from bot.model.message import Urgency
from bot.model.person import Role
from tests.office import Installation, Person, said


@pytest.fixture
def an(desk: Installation) -> Person:
    return desk.joined()


def invited_by(desk: Installation, an: Person, words: str = "mời chị Lan nhập cùng") -> Person:
    code = re.search(r"T[0-9]{4}CODEX", said(an.says(words)[0]))
    assert code is not None
    lan = desk.person("Lý Thị Lan")
    lan.starts(code.group())
    lan.says("Đồng ý")
    return lan


@pytest.mark.parametrize("words", ["mời đồng nghiệp", "/moi", "em muốn thêm người nhập cùng"])
def test_a_colleague_enters_the_same_draft(desk: Installation, an: Person, words: str) -> None:
    lan = invited_by(desk, an, words)
    lan.says("1.1: 2 lớp 40 người")
    an.says("2: 6 tin")
    assert set(desk.submission().answers) == {"1.1", "2"}


def test_coordinators_are_told_and_end_the_code(desk: Installation, an: Person) -> None:
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    code = re.search(r"T[0-9]{4}CODEX", said(an.says("mời đồng nghiệp")[0]))
    assert "Lò Văn Ân mời thêm một người" in said(hoa.listen()[0])
    for words in ("mời 03466", "đúng"):
        hoa.says(words)
    late = desk.person("Ai Đó")
    assert code is not None
    assert "thay bằng mã mới" in said(late.starts(code.group())[0])


def test_both_hear_of_a_figure_that_was_replaced(desk: Installation, an: Person) -> None:
    lan = invited_by(desk, an)
    an.says("1.1: 2 lớp 40 người")
    answer = said(lan.says("sửa 1.1 thành 3 lớp 75 người")[0])
    assert "Số trước do Lò Văn Ân nhập" in answer
    (told,) = an.listen()
    assert "Lý Thị Lan vừa sửa" in told.text
    assert "1.1: 2 lớp, 40 người → 3 lớp, 75 người" in told.text


def test_nobody_hears_of_own_corrections(desk: Installation, an: Person) -> None:
    lan = invited_by(desk, an)
    lan.says("1.1: 2 lớp 40 người")
    assert "Số trước" not in said(lan.says("sửa 1.1 thành 3 lớp 75 người")[0])
    assert an.listen() == []


def replaced(desk: Installation, an: Person) -> tuple[Person, Person]:
    """A colleague who replaced a figure, and a coordinator."""
    lan = invited_by(desk, an)
    an.says("1.1: 2 lớp 40 người")
    lan.says("sửa 1.1 thành 3 lớp 75 người")
    lan.says("đúng")
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    an.listen()
    return lan, hoa


CONTESTED = "1.1: 2 lớp, 40 người (Lò Văn Ân) → 3 lớp, 75 người (Lý Thị Lan)"


def test_the_coordinator_sees_what_two_people_do_not_agree_about(
    desk: Installation, an: Person
) -> None:
    _, hoa = replaced(desk, an)
    assert f"Xã Bum Nưa: {CONTESTED}" in said(hoa.says("tiến độ")[0])


def test_it_is_settled_by_a_tap_of_whose_figure_it_was(desk: Installation, an: Person) -> None:
    _, hoa = replaced(desk, an)
    assert "đồng ý với số đang lưu" in said(an.taps("Thống nhất số mới")[0])
    assert "chưa thống nhất" not in said(hoa.says("tiến độ")[0])
    assert desk.submission().answers["1.1"].people == 75


@pytest.mark.parametrize(
    "words", ["thống nhất số mới", "1.1: 3 lớp 75 người", "sửa 1.1 thành 3 lớp 75 người"]
)
def test_it_is_settled_by_words_or_the_same_figure(
    desk: Installation, an: Person, words: str
) -> None:
    _, hoa = replaced(desk, an)
    an.says(words)
    assert "chưa thống nhất" not in said(hoa.says("tiến độ")[0])


def test_it_is_settled_by_taking_the_figure_back(desk: Installation, an: Person) -> None:
    lan, hoa = replaced(desk, an)
    lan.says("sửa 1.1 thành 2 lớp 40 người")
    assert "chưa thống nhất" not in said(hoa.says("tiến độ")[0])


def test_a_further_change_is_told_to_whose_figure_it_was(desk: Installation, an: Person) -> None:
    lan, hoa = replaced(desk, an)
    lan.says("sửa 1.1 thành 4 lớp 80 người")
    assert "4 lớp, 80 người" in said(an.listen()[0])
    assert "(Lò Văn Ân) → 4 lớp, 80 người" in said(hoa.says("tiến độ")[0])


def test_whoever_took_a_colleagues_figure_away_is_named(desk: Installation, an: Person) -> None:
    lan = invited_by(desk, an)
    an.says("1.1: 2 lớp 40 người")
    lan.says("xóa 1.1")
    assert "1.1: 2 lớp, 40 người → chưa có" in said(an.listen()[0])


def test_whoever_replaced_it_cannot_settle_it_alone(desk: Installation, an: Person) -> None:
    lan, hoa = replaced(desk, an)
    lan.says("thống nhất số mới")
    assert CONTESTED in said(hoa.says("tiến độ")[0])


def left_waiting(desk: Installation, an: Person) -> Person:
    """A colleague whose figures wait for a yes while the rest is ready to be sent."""
    lan = invited_by(desk, an)
    an.says("1.1: 2 lớp 40 người; còn lại không")
    an.says("đúng")
    lan.says("1.6: 4 lớp 160 em; 1.7: 2 lớp 90 người")
    return lan


def test_whoever_sends_is_told_of_rows_that_wait_in_a_colleagues_chat(
    desk: Installation, an: Person
) -> None:
    left_waiting(desk, an)
    an.says("nộp")
    assert "Lý Thị Lan còn 2 dòng đang chờ xác nhận (1.6, 1.7)" in an.last
    assert desk.submission().version == 0
    an.says("nộp")
    assert desk.submission().version == 1
    assert desk.submission().answers["1.6"].people == 0


def test_a_colleague_is_told_once_that_it_was_sent_without_those_rows(
    desk: Installation, an: Person
) -> None:
    lan = left_waiting(desk, an)
    an.says("nộp")
    assert lan.listen() == []
    an.says("nộp")
    (told,) = lan.listen()
    assert "Lò Văn Ân đã nộp báo cáo của Xã Bum Nưa" in told.text
    assert "(1.6, 1.7) chưa có trong bản đã nộp" in told.text
    assert told.urgency is Urgency.NOTICE
    lan.says("đúng")
    lan.says("nộp")
    lan.says("nộp")
    assert desk.submission().version == 2
    assert desk.submission().answers["1.6"].people == 160
    assert [reply for reply in an.listen() if "chờ" in reply.text] == []


def test_nothing_is_said_where_nothing_waits(desk: Installation, an: Person) -> None:
    lan = left_waiting(desk, an)
    lan.says("đúng")
    an.says("nộp")
    an.says("nộp")
    assert "chờ xác nhận" not in "".join(said(reply) for reply in an.heard[-3:])
    assert [reply for reply in lan.listen() if "chưa có trong bản đã nộp" in reply.text] == []


def second_chat(desk: Installation, an: Person) -> Person:
    """The same person on another device, by the code that the first one shows."""
    code = re.search(r"[0-9]{3} [0-9]{3}", said(an.says("máy khác")[0]))
    assert code is not None
    other = desk.person(an.name, "web")
    other.starts(code.group().replace(" ", ""))
    other.says("Đồng ý")
    return other


def test_figures_that_wait_in_the_same_persons_other_chat_are_told(desk: Installation) -> None:
    an = desk.joined(channel="web")
    phone = second_chat(desk, an)
    an.says("1.1: 2 lớp 40 người; còn lại không")
    an.says("đúng")
    phone.says("1.6: 4 lớp 160 em; 1.7: 2 lớp 90 người")
    an.says("nộp")
    assert "cuộc trò chuyện khác của anh/chị còn 2 dòng đang chờ xác nhận (1.6, 1.7)" in an.last
    assert desk.submission().version == 0
    an.says("nộp")
    assert desk.submission().version == 1


def test_an_own_chats_confirmed_figures_are_not_told_to_wait(desk: Installation) -> None:
    an = desk.joined(channel="web")
    second_chat(desk, an)
    an.says("1.1: 2 lớp 40 người; còn lại không")
    an.says("đúng")
    an.says("nộp")
    assert "chờ xác nhận" not in "".join(said(reply) for reply in an.heard[-2:])


def test_whoever_approves_is_told_of_rows_that_still_wait(desk: Installation, an: Person) -> None:
    chief = desk.person("Vàng Văn Páo")
    chief.starts(desk.code("03466", Role.APPROVER))
    chief.says("Đồng ý")
    left_waiting(desk, an)
    for _ in range(2):
        an.says("nộp")
    chief.says("duyệt")
    assert "Lý Thị Lan còn 2 dòng đang chờ xác nhận (1.6, 1.7)" in chief.last
    assert desk.submission().version == 0
    chief.taps("Duyệt")
    assert desk.submission().version == 1
