"""A step is named by its rung, whatever it is about; only what somebody asked for is called so."""

from __future__ import annotations

import pytest

from bot.reminders.step_words import step_in_words

pytestmark = pytest.mark.quiet


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("deadline-3", "3 ngày làm việc trước hạn"),
        ("upward-deadline-3", "3 ngày làm việc trước hạn"),
        ("entries-2-deadline+1", "1 ngày làm việc sau hạn"),
        ("photos-deadline-0", "buổi làm việc cuối trước hạn"),
        ("manual", "theo yêu cầu của người tổng hợp"),
    ],
)
def test_a_step_in_words(key: str, words: str) -> None:
    assert step_in_words(key) == words
