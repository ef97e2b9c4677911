"""Whole messages as officials write them: every row that is read is the row that was meant, and
whatever is not certain is named."""

from __future__ import annotations

import pytest

from bot.reading.report import read_many
from tests.corpus.phrases import FORM
from tests.corpus.reports.reading import Message, messages, table

MESSAGES = list(messages())
LEAST = 60


def test_there_are_enough_messages_of_different_kinds() -> None:
    assert len(MESSAGES) >= LEAST
    assert len({message.text for message in MESSAGES}) == len(MESSAGES)
    assert len({message.name for message in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_a_whole_message_is_read_as_meant(message: Message) -> None:
    assert table(FORM, read_many(FORM, message.text)) == message.expected
