"""One phrase over and over, to the length that the web chat takes: no message holds up the others."""

from __future__ import annotations

from time import process_time

import pytest

from bot.channels.web_chat import LONGEST_TEXT
from tests.office import Installation

SECONDS = 6  # of the processor; each took 9 to 28 where it grew with the square of its length


@pytest.mark.parametrize(
    ("before", "phrase"),
    [
        ("mục 6.2", "KH 3 "),
        ("mục 6.2", "chỉ ghi 1.1 "),
        ("1.1: 2 lớp 60 người, 5.1: 3 cuộc", "dòng cuối "),
    ],
)
def test_an_official_repeats_a_phrase(desk: Installation, before: str, phrase: str) -> None:
    person = desk.joined(channel="web")
    person.says(before)
    began = process_time()
    assert person.says(phrase * (LONGEST_TEXT // len(phrase)))
    assert process_time() - began < SECONDS


def test_a_coordinator_repeats_a_phrase(desk: Installation) -> None:
    person, phrase = desk.coordinator("Nguyễn Thị Hoa"), "nhắc riêng pa ủ "
    began = process_time()
    assert person.says(phrase * (LONGEST_TEXT // len(phrase)))
    assert process_time() - began < SECONDS
