"""The nouns of one row: what its form says, the general words for the same, and near misses."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.form import Cell, Indicator, Measure
from bot.row_types.evidence import Noun, Role
from bot.vietnamese.words import group, words

GENERAL = {word: words(*lists) for word, lists in group("general_units").items()}
# What nouns count: a figure of one kind is never offered as one of another ("36 lớp" of schools).
_KINDS = {
    **dict.fromkeys(words("classes", "events", "gatherings"), "happenings"),
    **dict.fromkeys(words("copies"), "copies"),
    **dict.fromkeys(words("durations"), "durations"),
    **dict.fromkeys(words("works"), "works"),
    **dict.fromkeys(words("awards"), "awards"),
    **dict.fromkeys(words("containers"), "containers"),
    **dict.fromkeys((*words("people"), "lượt"), "people"),
}

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
    """Return what the form calls doubtful: near where it may count the same kind of thing. A
    container says nothing about what it holds, persons are never things, sessions never schools."""
    for cell, measure in measures(row):
        kinds = {_KINDS.get(name, "") for name in names_of(measure)}
        kind = "people" if cell == Cell.PEOPLE else kinds.pop()
        for phrase in measure.doubtful:
            said = _KINDS.get(phrase)
            if said == kind or (said is None and kind != "people"):
                yield phrase.replace("-", " "), Noun(Role.NEAR, phrase, cell)
            else:
                yield phrase.replace("-", " "), Noun(Role.OTHER, phrase)


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
