"""A copy of the filled form as PDF: by a button, by words, and beside the receipt where a page shows it."""

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


def test_a_page_shows_it_beside_the_receipt(desk: Installation) -> None:
    _, replies = sent(desk, "web")
    assert [name.rpartition(".")[2] for name in names(replies)] == ["xlsx", "pdf"]


def test_a_messenger_offers_it_on_the_receipt(desk: Installation) -> None:
    person, replies = sent(desk, "telegram")
    assert [name.rpartition(".")[2] for name in names(replies)] == ["xlsx"]
    assert names(person.taps("PDF")) == ["muong-te-2022-03466.pdf"]


@pytest.mark.parametrize("words", ["gửi cho em bản pdf", "tai pdf", "biên nhận pdf"])
def test_it_is_sent_to_whoever_asks(desk: Installation, words: str) -> None:
    person, _ = sent(desk, "zalo")
    assert names(person.says(words)) == ["muong-te-2022-03466.pdf"]
