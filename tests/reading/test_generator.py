"""Phrases with known meaning: nothing is stored wrongly, little is asked, nothing vanishes."""

from __future__ import annotations

import pytest

from tests.reading.frames import Group
from tests.reading.generator import Judged, Verdict, judge, phrases

SIZE, SEED = 6_000, 2022


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [judge(phrase) for phrase in phrases(SIZE, SEED)]


def share(judged: list[Judged], group: Group, verdict: Verdict) -> float:
    """How many of a group's phrases got a verdict."""
    of_group = [found for found in judged if found.phrase.group is group]
    return sum(found.verdict is verdict for found in of_group) / len(of_group)


def test_nothing_is_stored_wrongly(judged: list[Judged]) -> None:
    wrong = [str(found) for found in judged if found.verdict is Verdict.STORED_WRONGLY]
    assert wrong == []


def test_hardly_any_offer_is_wrong(judged: list[Judged]) -> None:
    bad = [str(found) for found in judged if found.verdict is Verdict.BAD_OFFER]
    assert len(bad) <= 0.02 * len(judged), bad


def test_a_phrase_with_one_figure_is_understood_at_once(judged: list[Judged]) -> None:
    assert share(judged, Group.PLAIN, Verdict.UNDERSTOOD) >= 0.90


def test_a_number_of_something_else_is_told_and_does_not_disturb(judged: list[Judged]) -> None:
    assert share(judged, Group.STRANGER, Verdict.UNDERSTOOD) >= 0.60


def test_no_number_of_something_else_vanishes(judged: list[Judged]) -> None:
    assert share(judged, Group.STRANGER, Verdict.UNTOLD) <= 0.005
