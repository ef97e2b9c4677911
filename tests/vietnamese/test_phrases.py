"""Phrases before a place and among several places."""

from __future__ import annotations

import pytest

from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import tokenise

KNOWN = Phrases([("thôn", "one"), ("trưởng thôn", "two"), ("nhà hảo tâm", "three")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gặp trưởng thôn 5", ("two", 1, 3)),
        ("trong thôn 5", ("one", 1, 2)),
        ("do nhà hảo tâm 5", ("three", 1, 4)),
        ("thôn mới 5", None),
        ("5", None),
    ],
)
def test_the_longest_phrase_right_before_a_place(text: str, found: tuple | None) -> None:
    tokens = tokenise(text)
    assert KNOWN.before(tokens, len(tokens) - 1, plain=False) == found


def test_a_phrase_before_a_place_begins_at_the_first_place_or_later() -> None:
    assert KNOWN.before(tokenise("trưởng thôn 5"), 2, plain=False, first=1) == ("one", 1, 2)


def test_the_first_phrase_among_places() -> None:
    tokens = tokenise("xã có thôn và nhà hảo tâm")
    assert KNOWN.find(tokens, range(3, len(tokens)), plain=False) == ("three", 4, 7)
    assert KNOWN.find(tokens, range(2), plain=False) is None
