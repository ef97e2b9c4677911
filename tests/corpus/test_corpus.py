"""Hundreds of phrases as officials write them: no wrong value is ever stored, and nearly all of those
that are certain are understood at once."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.reading import Understood, read_answer
from tests.corpus.phrases import FILES, FORM, Phrase, judge, load

VERDICTS = {name: [judge(phrase) for phrase in load(name)] for name in FILES}
EVERY = [verdict for verdicts in VERDICTS.values() for verdict in verdicts]
SILENT_ERRORS = ("wrong value", "wrong state", "stored instead of asking")


def _listed(*kinds: str) -> str:
    return "\n".join(str(verdict) for verdict in EVERY if verdict.kind in kinds)


def test_the_corpus_is_large_and_covers_every_question() -> None:
    own = [verdict for name in FILES[1:] for verdict in VERDICTS[name]]
    assert len(VERDICTS["given"]) == 121
    assert len(own) >= 600
    assert {row.code for row in FORM.questions} - {each.phrase.code for each in EVERY} == set()


def test_no_text_is_listed_twice_with_different_readings() -> None:
    meant = {(each.phrase.code, each.phrase.text): each.phrase.outcome for each in EVERY}
    clashes = [
        each.phrase.key
        for each in EVERY
        if each.phrase.is_stored
        != (meant[each.phrase.code, each.phrase.text] not in ("ask", "reject"))
    ]
    assert clashes == []


@pytest.mark.parametrize("kind", SILENT_ERRORS)
def test_nothing_wrong_is_stored(kind: str) -> None:
    assert _listed(kind) == ""


def test_almost_everything_certain_is_understood_at_once() -> None:
    certain = [each for each in EVERY if each.phrase.is_stored]
    right = [each for each in certain if each.kind == "right"]
    assert len(right) >= 0.97 * len(certain), _listed("asked although certain")


def test_asking_refusing_and_proposals_are_as_expected() -> None:
    kinds = Counter(each.kind for each in EVERY)
    assert kinds == {"right": len(EVERY)}, _listed(*(set(kinds) - {"right"}))


def _checked() -> list[Phrase]:
    return [phrase for phrase in load("given") if phrase.check]


@pytest.mark.parametrize("phrase", _checked(), ids=lambda phrase: phrase.key)
def test_soft_checks_and_notes_are_kept(phrase: Phrase) -> None:
    reading = read_answer(FORM.by_code[phrase.code], phrase.text)
    assert isinstance(reading, Understood)
    kept = {
        "range": reading.check,
        "note:luot": reading.answer.note,
        "note:chua": reading.answer.note,
    }
    expected = {"range": "range", "note:luot": "lượt người", "note:chua": phrase.text}
    assert kept[phrase.check] == expected[phrase.check]
