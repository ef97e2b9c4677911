"""A channel with few buttons under a message, and links that people send instead of figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.zalo_oa import ZaloOaChannel
from bot.model.message import Choice
from tests.office import Installation, Person, said


@pytest.fixture
def desk(desk: Installation) -> Installation:
    abilities = {**desk.office.capabilities, "zalo_oa": ZaloOaChannel.capabilities}
    web = "https://bc.example/chat/{code}"
    desk.office = replace(desk.office, capabilities=abilities, personal_link=web)
    return desk


@pytest.fixture
def person(desk: Installation) -> Person:
    return desk.joined(channel="zalo_oa")


def labels(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.label for choice in choices]


def test_more_sections_than_buttons_are_listed_to_be_typed(desk: Installation) -> None:
    official = desk.person(channel="zalo_oa")
    official.starts(desk.code())
    (*_, shown) = official.says("Đồng ý")
    assert "gõ các mục có hoạt động" in said(shown)
    assert "Bấm các mục" not in said(shown)
    assert labels(shown.choices) == ["Mở bảng", "Tệp, ảnh hoặc dán cả báo cáo", "Hỏi lần lượt"]


@pytest.mark.parametrize(
    "words",
    [
        "https://baolaichau.vn/bai-1",
        "www.facebook.com/xa?id=45",
        "https://a.vn/1 https://a.vn/2\n",
    ],
)
def test_a_link_alone_is_answered_kindly_and_is_no_figure(
    desk: Installation, person: Person, words: str
) -> None:
    person.says("tiếp")
    answered = "\n".join(said(reply) for reply in person.says(words))
    assert "không mở đường dẫn" in answered
    assert "1.1" in answered  # what is asked is asked again
    assert desk.submission().answers == {}


def test_a_link_in_words_that_are_asked_for_is_kept(desk: Installation, person: Person) -> None:
    person.says("mục 11")
    person.says("https://baolaichau.vn/bai-1")
    person.says("xong")
    assert desk.submission().answers["11"].text == "https://baolaichau.vn/bai-1"


def test_the_table_is_a_door_from_the_first_card_on(desk: Installation) -> None:
    official = desk.person(channel="zalo_oa")
    official.starts(desk.code())
    official.says("Đồng ý")
    (*_, shown) = official.taps("Mở bảng")
    assert "https://bc.example/chat/" in said(shown)


def test_the_summary_is_sent_by_its_button(desk: Installation, person: Person) -> None:
    (*_, shown) = person.says("1.1: 3 lớp, 45 người; còn lại không")
    assert labels(shown.choices) == ["Nộp báo cáo", "Tiếp"]
    (*_, receipt) = person.taps("Nộp báo cáo")
    assert "Mã biên nhận" in said(receipt)
