"""The nouns of one row: what its form says, the general words for the same, and near misses."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.form import Cell, Indicator, Measure
from bot.row_types.evidence import Noun, Role
from bot.vietnamese.words import group, words

GENERAL = {word: words(*lists) for word, lists in group("general_units").items()}
_PEOPLE = frozenset((*words("people"), "lượt"))
_CONTAINERS = frozenset(words("containers"))

NamedNoun = tuple[str, Noun]


def names_of(measure: Measure) -> list[str]:
    """Return the single nouns of a measure's word: "tin, bài" and "quyển/tờ" name two."""
    return [part.strip() for part in measure.word.replace("/", ",").split(",") if part.strip()]


def measures(row: Indicator) -> list[tuple[Cell, Measure]]:
    """Return the row's cells with their measures, as far as the form names any."""
    known = [(cell, row.measure(cell)) for cell in row.cells]
    return [(cell, measure) for cell, measure in known if measure is not None]


def nouns_of_form(row: Indicator) -> Iterator[NamedNoun]:
    """Return the nouns that the form itself names, its own before the doubtful ones."""
    for cell, measure in measures(row):
        for phrase in (*names_of(measure), *measure.accepted):
            yield phrase.replace("-", " "), Noun(Role.OWN, phrase, cell)


def doubtful_nouns(row: Indicator) -> Iterator[NamedNoun]:
    """Return what the form calls doubtful; a container says nothing about what it holds, and
    persons are never things."""
    for cell, measure in measures(row):
        for phrase in measure.doubtful:
            alike = (phrase in _PEOPLE) == (cell == Cell.PEOPLE)
            role = Role.NEAR if alike and phrase not in _CONTAINERS else Role.OTHER
            yield phrase.replace("-", " "), Noun(role, phrase, cell if role is Role.NEAR else None)


def general_nouns(row: Indicator) -> Iterator[NamedNoun]:
    """Return the words that mean the same as the form's wherever they occur."""
    for cell, measure in measures(row):
        for name in names_of(measure):
            for phrase in GENERAL.get(name, ()):
                yield phrase, Noun(Role.OWN, phrase, cell)


def sexes(row: Indicator) -> Iterator[NamedNoun]:
    """Return nam and nữ where a row counts people."""
    if Cell.PEOPLE in row.cells:
        for phrase in words("sexes"):
            yield phrase, Noun(Role.SEX, phrase.lstrip("="), Cell.PEOPLE)
