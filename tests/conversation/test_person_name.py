"""A person without a name on the platform is asked for it, and nothing else is taken for a name."""

from __future__ import annotations

import pytest

from bot.conversation.my_data import read_name
from bot.model.person import Role
from tests.office import Installation, Person

ASKS = "họ tên và chức vụ"


def nameless(desk: Installation) -> Person:
    return desk.joined(name="", channel="web")


def kept_name(desk: Installation) -> str:
    with desk.store.reading() as tx:
        seats = tx.people.seats_of_unit(desk.campaign.id, desk.submission().unit_id)
    return next(person.name for seat, person in seats if seat.role is Role.REPORTER)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lò Văn Ân", "Lò Văn Ân"),
        ("lò văn ân", "Lò Văn Ân"),
        ("LÒ VĂN ÂN, công chức văn hóa", "Lò Văn Ân, công chức văn hóa"),
        ("em là Pờ Mỹ Lệ - kế toán ạ", "Pờ Mỹ Lệ, kế toán"),
        ("dạ em tên là vàng a sử", "Vàng A Sử"),
        ("Họ và tên: Trần Thị Bích, Hiệu trưởng", "Trần Thị Bích, Hiệu trưởng"),
    ],
)
def test_a_name_with_its_post_is_kept(desk: Installation, text: str, name: str) -> None:
    person = nameless(desk)
    assert ASKS in person.last
    person.says(text)
    assert (kept_name(desk), name in person.last) == (name, True)


@pytest.mark.parametrize(
    "text",
    ["1.1: 2 lớp", "nộp", "vâng", "Vâng ạ", "đúng", "xem", "3 lớp 45 người", "mục 5", "Không Có",
     "không tổ chức", "tiếp", "Đồng ý", "Tất cả", "Xã Thu Lũm", "Xã Bum Nưa", "Khen thưởng",
     "Văn Nghệ", "chưa có số liệu", "hạn nộp ngày nào?", "em là người nhập liệu", "còn lại không",
     "Mục 1, 2 và 5", "cảm ơn em", "Chào anh", "mai em gửi nhé", "KHÔNG TỔ CHỨC"],
)  # fmt: skip
def test_nothing_else_is_taken_for_a_name(desk: Installation, text: str) -> None:
    person = nameless(desk)
    person.says(text)
    assert kept_name(desk) == "Cán bộ (chưa rõ tên)"
    assert read_name(text, desk.form)[0] is None or text == "Xã Thu Lũm"


def test_a_figure_sent_instead_is_a_figure_and_the_name_is_asked_before_sending(
    desk: Installation,
) -> None:
    person = nameless(desk)
    person.says("1.1: 2 lớp 60 người")
    assert desk.submission().answers["1.1"].people == 60
    assert ASKS not in person.last
    person.says("nộp")
    assert ASKS in person.last
    person.says("Lò Văn Ân, công chức văn hóa")
    for text in ("nộp", "nộp"):
        person.says(text)
    assert "Người gửi: Lò Văn Ân, công chức văn hóa" in person.last
    assert ASKS not in person.last


def test_sending_waits_for_no_name(desk: Installation) -> None:
    person = nameless(desk)
    for text in ("1.1: 2 lớp 60 người", "nộp", "nộp", "nộp"):
        person.says(text)
    assert (desk.submission().version, "Mã biên nhận" in person.last) == (1, True)
    assert "chưa rõ tên" not in person.last


def test_a_name_in_the_middle_of_a_dictated_text_is_text(desk: Installation) -> None:
    person = nameless(desk)
    for text in ("mục 11", "Trần Thị Bích"):
        person.says(text)
    assert desk.submission().answers["11"].text == "Trần Thị Bích"


def test_who_has_a_name_on_the_platform_is_not_asked(desk: Installation) -> None:
    assert ASKS not in desk.joined(name="Lò Văn Ân").last


@pytest.mark.parametrize(
    "words", ["mã biên nhận là gì", "Mai chị làm tiếp nhé", "Cao quá bớt đi à"]
)
def test_words_that_ask_or_wish_are_no_name(desk: Installation, words: str) -> None:
    assert read_name(words, desk.form) == (None, False)
