"""A copy of the filled form as PDF: by a button of the receipt, and by words where there are none."""

from __future__ import annotations

import pytest

from bot.model.message import Reply
from tests.office import Installation, Person


def sent(desk: Installation, channel: str) -> tuple[Person, list[Reply]]:
    person = desk.joined(channel=channel)
    person.says("1.1: 3 lớp 60 người, còn lại không")
    person.says("đúng")
    replies: list[Reply] = []
    while not desk.submission().is_sent:
        replies = person.says("nộp")
    return person, replies


def names(replies: list[Reply]) -> list[str]:
    return [reply.document.name for reply in replies if reply.document is not None]


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_the_receipt_has_a_button_for_it(desk: Installation, channel: str) -> None:
    person, replies = sent(desk, channel)
    assert [name.rpartition(".")[2] for name in names(replies)] == ["xlsx"]
    assert names(person.taps("PDF")) == ["muong-te-2022-03466.pdf"]


@pytest.mark.parametrize("words", ["gửi cho em bản pdf", "tai pdf", "biên nhận pdf"])
def test_it_is_sent_to_whoever_asks(desk: Installation, words: str) -> None:
    person, _ = sent(desk, "zalo")
    assert names(person.says(words)) == ["muong-te-2022-03466.pdf"]
