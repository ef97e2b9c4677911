"""Acts of a coordinator in their own words: what was done is asked, names are misspelt, several are named,
another day is said; and rankings count only what was sent and holds."""

from __future__ import annotations

import pytest

from bot.model.submission import Status
from tests.conversation.test_coordinating import reminded
from tests.office import Installation, Person, said

SENT = {"03466": "2 lớp 60 người", "03439": "3 lớp 90 người", "03451": "1 lớp 30 người"}


@pytest.fixture
def hoa(desk: Installation) -> Person:
    """Bum Nưa and Ka Lăng have sent, Mù Cả was returned, Pa Ủ writes; the coordinator is Hoa."""
    for unit, figures in SENT.items():
        person = desk.joined(unit, f"Cán bộ {unit}")
        for words in (f"1.1: {figures}; 2: chưa có số liệu; còn lại không", "đúng", "nộp", "nộp"):
            person.says(words)
    desk.joined("03442", "Chu Xa").says("1.1: 1 lớp 25 người")
    coordinator = desk.coordinator("Hoa")
    for words in ("trả lại Mù Cả thiếu danh sách", "đúng"):
        coordinator.says(words)
    return coordinator


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("trả lại Bum Nưa chưa", "Xã Bum Nưa: Đã gửi"),
        ("đã trả lại mù cả chưa nhỉ", "Xã Mù Cả: Trả lại; lý do trả lại: “thiếu danh sách”"),
        ("nhận Bum Nưa chưa em", "Xã Bum Nưa: Đã gửi"),
        ("gia hạn pa ủ chưa", "Xã Pa Ủ: Đang nhập"),
    ],
)
def test_what_was_done_is_asked(desk: Installation, hoa: Person, words: str, state: str) -> None:
    reply = hoa.says(words)[-1]
    assert said(reply).startswith(state) and reply.choices == ()
    hoa.says("đúng")
    assert desk.submission().status is Status.SUBMITTED


@pytest.mark.parametrize(
    "words",
    ["nhận bum nưa với ka lăng luôn", "nhận Bum Nưa, Ka Lăng nhé", "nhận Bum Nưa cùng Ka Lăng"],
)
def test_several_are_accepted_however_they_are_joined(
    desk: Installation, hoa: Person, words: str
) -> None:
    assert "Nhận báo cáo của 2 đơn vị" in said(hoa.says(words)[-1])
    hoa.says("đúng")
    assert {desk.submission(unit).status for unit in ("03466", "03439")} == {Status.ACCEPTED}


def test_all_but_a_unit_that_is_misspelt_accepts_nobody(desk: Installation, hoa: Person) -> None:
    for words in ("nhận tất cả trừ Ka Lăng và Bum Lưa", "đúng"):
        hoa.says(words)
    assert desk.submission().status is Status.SUBMITTED


@pytest.mark.parametrize(
    "words",
    [
        "nhận tất cả nhưng không nhận Ka Lăng",
        "nhận hết, Ka Lăng thì chưa",
        "nhận tất cả trừ vì thiếu ảnh",
    ],
)
def test_all_but_nobody_certain_accepts_nobody(
    desk: Installation, hoa: Person, words: str
) -> None:
    for text in (words, "đúng"):
        hoa.says(text)
    assert {desk.submission(unit).status for unit in ("03466", "03439")} == {Status.SUBMITTED}


@pytest.mark.parametrize(
    "words",
    [
        "trừ Pa Ủ vì thiếu ảnh, Ka Lăng vì thiếu số",
        "trừ Pa Ủ vì thiếu ảnh và ka lăng",
        "trừ Pa Ủ do sai số với Ka Lăng",
        "trừ Pa Ủ vì thiếu ảnh, trừ Ka Lăng",
        "trừ Pa Ủ vì thiếu ảnh, Ka Lằn vì thiếu số",
        "trừ Pa Ủ, trừ Ka Lăng",
        "trừ Ka Lăng (thiếu ảnh)",
        "trừ Ka Lăng chưa đủ ảnh",
    ],
)
def test_all_named_behind_but_are_spared(desk: Installation, hoa: Person, words: str) -> None:
    for text in (f"nhận tất cả {words}", "đúng"):
        hoa.says(text)
    assert desk.submission().status is Status.ACCEPTED
    assert desk.submission("03439").status is Status.SUBMITTED


@pytest.mark.parametrize("words", ["nhận tất cả trừ Ka Lăng", "nhận hết trừ Ka Lăng vì thiếu ảnh"])
def test_all_but_a_certain_unit(desk: Installation, hoa: Person, words: str) -> None:
    for text in (words, "đúng"):
        hoa.says(text)
    assert desk.submission().status is Status.ACCEPTED
    assert desk.submission("03439").status is Status.SUBMITTED


def test_a_name_that_is_nearly_right_is_offered(desk: Installation, hoa: Person) -> None:
    hoa.says("nhận bum lưa")
    hoa.taps("Xã Bum Nưa")
    hoa.says("đúng")
    assert desk.submission().status is Status.ACCEPTED


@pytest.mark.parametrize(
    "words", ["nhắc riêng Xã Pa Ủ", "nhắc mỗi Xã Pa Ủ thôi nhé", "nhắc mỗi pa ủ thôi"]
)
def test_one_unit_alone_is_reminded(desk: Installation, hoa: Person, words: str) -> None:
    for text in (words, "đúng"):
        hoa.says(text)
    assert reminded(desk) == [("03442", "")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("nhắc Pa Ủ: gửi 1 ảnh thôi", "gửi 1 ảnh thôi"),
        ("nhắc riêng Pa Ủ gửi 1 ảnh thôi", "gửi 1 ảnh thôi"),
        ("nhắc Pa Ủ thôi", ""),
    ],
)
def test_words_of_ones_own_keep_their_end(
    desk: Installation, hoa: Person, words: str, told: str
) -> None:
    for text in (words, "đúng"):
        hoa.says(text)
    assert reminded(desk) == [("03442", told)]


@pytest.mark.parametrize("words", ["nhắc Pa Ủ chưa", "đã nhắc Pa Ủ chưa em"])
def test_whether_a_unit_was_reminded_is_asked(desk: Installation, hoa: Person, words: str) -> None:
    assert said(hoa.says(words)[-1]).startswith("Hôm nay chưa nhắc đơn vị nào")
    hoa.says("đúng")
    assert reminded(desk) == []


def test_another_day_for_an_extension_that_waits(desk: Installation, hoa: Person) -> None:
    hoa.says("gia hạn Pa Ủ 20/10 vì mưa lũ")
    assert "hết ngày 21/10/2022, lý do: “mưa lũ”" in said(hoa.says("21/10 đi")[-1])


def test_an_extension_without_its_reason_names_the_day(hoa: Person) -> None:
    assert "20/10/2022: còn thiếu lý do" in said(hoa.says("cho pa ủ thêm đến 20/10")[-1])


def test_a_ranking_leaves_out_what_was_returned_or_is_open(hoa: Person) -> None:
    assert "Mù Cả" not in said(hoa.says("xã nào nhiều lớp nhất")[-1])
    reply = said(hoa.says("xã nào đã nộp mà không có tin bài")[-1])
    assert "không có: 0/2" in reply and "Chưa có số liệu: Xã Ka Lăng, Xã Bum Nưa." in reply


def test_two_units_are_compared(hoa: Person) -> None:
    reply = said(hoa.says("so sánh bum nưa với ka lăng")[-1])
    assert "1.1: 2 lớp, 60 người" in reply and "1.1: 3 lớp, 90 người" in reply


def test_yesterdays_reminders_are_those_that_are_told(desk: Installation, hoa: Person) -> None:
    assert said(hoa.says("hôm qua nhắc những xã nào")[-1]).startswith("Hôm qua chưa nhắc")
    assert said(hoa.says("hôm nay nhắc ai rồi")[-1]).startswith("Hôm nay chưa nhắc")


def test_photos_are_asked_of_those_that_sent(hoa: Person) -> None:
    assert said(hoa.says("xã nào nộp rồi mà chưa có ảnh")[-1]).startswith("Chưa có ảnh (2)")


@pytest.mark.parametrize("act", ["trả lại giúp", "em trả về"])
def test_a_reason_is_not_the_act_itself(hoa: Person, act: str) -> None:
    reply = said(hoa.says(f"bum nưa thiếu chữ ký, {act}")[-1])
    assert "với lý do: “thiếu chữ ký”?" in reply
