"""The words of one row: which nouns count what, from the form's data and the general units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.model.form import Cell, Indicator, Kind, Measure
from bot.vietnamese import words
from bot.vietnamese.normalise import fold
from bot.vietnamese.phrases import Phrases

UNSTABLE = "aeiouysfrxjwz"  # vowels, and the keys that type accents


class Role(StrEnum):
    """What a noun behind a number means for the row being asked."""

    UNIT = "unit"  # counts what a cell of the row counts
    DOUBTFUL = "doubtful"  # near it, but something else: the number may be offered
    CONTAINER = "container"  # holds or groups it: the number says nothing
    SEX = "sex"  # a part of the people
    CURRENCY = "currency"  # another country's money
    SLANG = "slang"  # củ, tỏi: a scale people say but do not write
    GARBLED = "garbled"  # has the consonants of a unit, in a broken font or raw keys
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Term:
    """A noun and its role; `cell` where it belongs to one, `scale` for slang."""

    role: Role
    word: str = ""
    cell: Cell | None = None
    scale: int = 1


@dataclass(frozen=True)
class Lexicon:
    """Nouns of one row, and the words that may follow a "không" about it."""

    units: Phrases[Term]
    own: Phrases[bool]
    label: frozenset[str]
    printed: frozenset[str]  # words of the printed label and unit
    skeletons: dict[str, Cell]
    sums: bool  # parts in different units of the row may be added without asking


@lru_cache(maxsize=512)
def lexicon_of(row: Indicator) -> Lexicon:
    """The words of a row; cached, because rows never change."""
    own = [row.name, row.label, *row.words]
    for cell in row.cells:
        measure = row.measure(cell)
        own += [measure.word, *measure.accepted] if measure else []
    own += words.MONEY_NOUNS if row.kind is Kind.MONEY else ()
    phrases = [(" ".join(_letters(phrase)), True) for phrase in own]
    return Lexicon(
        units=Phrases(_terms(row)),
        own=Phrases(phrase for phrase in phrases if phrase[0]),
        label=frozenset(fold(word).key for phrase in own for word in _letters(phrase)),
        printed=frozenset(fold(word).key for word in _letters(f"{row.label} {row.measure_label}")),
        skeletons=_skeletons(row),
        sums=row.kind in (Kind.COUNT, Kind.YES_NO),
    )


def _letters(phrase: str) -> list[str]:
    spaced = "".join(char if char.isalnum() else " " for char in phrase)
    return spaced.split()


def names_of(measure: Measure) -> list[str]:
    """The single nouns of a measure's word: "tin, bài" and "quyển/tờ" name two."""
    return [part.strip() for part in measure.word.replace("/", ",").split(",") if part.strip()]


def _terms(row: Indicator) -> Iterator[tuple[str, Term]]:
    """All nouns in order of weight: the form's own words stand before the general ones."""
    measures = [(cell, row.measure(cell)) for cell in row.cells]
    known = [(cell, measure) for cell, measure in measures if measure is not None]
    for cell, measure in known:
        for phrase in (*names_of(measure), *measure.accepted):
            yield _spaced(phrase), Term(Role.UNIT, phrase, cell)
    if row.kind is Kind.MONEY:
        yield from _money_terms()
    for cell, measure in known:
        for phrase in measure.doubtful:
            role = Role.CONTAINER if phrase in words.CONTAINERS else Role.DOUBTFUL
            yield _spaced(phrase), Term(role, phrase, cell)
    for cell, measure in known:
        for phrase in _general(measure):
            yield _spaced(phrase), Term(Role.UNIT, phrase, cell)
    for phrase in words.SEXES if Cell.PEOPLE in row.cells else ():
        yield phrase, Term(Role.SEX, phrase.lstrip("="), Cell.PEOPLE)
    for phrase in words.CONTAINERS:
        yield phrase, Term(Role.CONTAINER, phrase)


def _general(measure: Measure) -> Iterator[str]:
    for name in names_of(measure):
        yield from words.GENERAL_UNITS.get(name, ())


def _money_terms() -> Iterator[tuple[str, Term]]:
    for phrase in words.CURRENCIES:
        yield phrase, Term(Role.CURRENCY, phrase)
    for phrase, scale in words.SLANG.items():
        yield phrase, Term(Role.SLANG, phrase, Cell.COUNT, scale)


def _spaced(phrase: str) -> str:
    """The phrase as its tokens would be: a hyphen between letters joins nothing."""
    return phrase.replace("-", " ")


def _skeletons(row: Indicator) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for cell in row.cells:
        measure = row.measure(cell)
        for name in names_of(measure) if measure and row.kind is Kind.PAIR else ():
            found.setdefault(skeleton(name), cell)
    return found


def skeleton(word: str) -> str:
    """Consonants of a word without digits and without the keys that type accents (s f r x j w),
    so that "líp", "lo71p" and "lowps" look like "lớp"."""
    key = fold(word).key
    first, rest = key[:1], key[1:]
    return first + "".join(char for char in rest if "a" <= char <= "z" and char not in UNSTABLE)
