"""Which row the words beside some figures are about: who volunteers another thing than was asked ("mở 2 lớp
chăn nuôi cho bà con, 65 người" where pupils' classes are asked) uses another row's words, or names people it
is not for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import chain, pairwise
from math import log

from bot.model.form import Form, Indicator, once_a_form
from bot.model.optional import first
from bot.reading.answer_reading import read_answer
from bot.reading.lexicon import lexicon_of
from bot.reading.outcome import Understood
from bot.reading.sources import SOURCES
from bot.row_types import row_type
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.tokens import tokenise
from bot.vietnamese.words import group, words

MUCH_NEARER = 5.0
"""What the words that a text has in common with one row say more than those with another: some two words
that only one row in twelve has."""
ONE_WORD = 3.0  # what one word of the asked row's name says
_Pairs = dict[tuple[str, str], list[str]]
_NUMBERED = re.compile(r"[0-9].*")  # what another number counts is told apart
_TO_LAST_FIGURE = re.compile(r".*[0-9]", re.DOTALL)
_FIGURE = re.compile(r"[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_AUDIENCES = {
    name: re.compile(
        rf"\bcho (?:[0-9]+ |cac |nhung |nguoi )?(?:{'|'.join(map(re.escape, map(unaccented, nouns)))})\b"
    )
    for name, nouns in group("audiences").items()
}
_SAYS_NOTHING = frozenset(map(unaccented, words("says_nothing"))) | {*words("says_nothing")}


def nearer_row(form: Form, row: Indicator, text: str, reading: Understood) -> Indicator | None:
    """Return the row that a message is about where its words are not those of the row that is asked, and that
    could take its figures as well."""
    if not reading.answer.is_above_zero:
        return None
    told = closeness(form, _said_before_the_last_figure(text, reading.answer.note))
    told.pop(row.code, None)
    near = _nearest_that_takes(form, row, text, reading, told) if told else None
    if near is not None:
        return near
    if lexicon_of(row).sources:
        return _row_of_that_payer(form, row, text)
    return _row_for_those_people(form, row, text) if "cho " in text else None


def _said_before_the_last_figure(text: str, note: str) -> str:
    """Return the words that are beside the figures; behind them they are a remark, and what another number
    counts is told apart."""
    figures = _TO_LAST_FIGURE.match(text)
    end = figures.end() if figures else len(text)
    said = filter(lambda words: text.find(words) < end, note.split("; "))
    return _NUMBERED.sub("", "; ".join(said))


def _nearest_that_takes(
    form: Form, row: Indicator, text: str, reading: Understood, told: dict[str, float]
) -> Indicator | None:
    least = MUCH_NEARER + _own_words_said(row, text)
    near = sorted((code for code in told if told[code] > least), key=lambda code: -told[code])
    rows = map(form.by_code.__getitem__, near)
    return first(lambda other: _may_take(other, text, reading), rows)


def is_pair_of_another(form: Form, row: Indicator, text: str, reading: Understood) -> bool:
    """Tell whether a message with an unused figure gives two that rows of two columns take, to a row that
    counts people or collectives alone: "mở 2 lớp trồng rau, 35 người" of who was praised."""
    lexicon, before = lexicon_of(row), text.partition(reading.unused[0])[0]
    is_behind = bool(_FIGURE.search(before))  # "90 em của 6 lớp"
    is_remarked = lexicon.counts_collectives and reading.answer.note  # unlike "5 lớp, 120 em"
    if is_behind if lexicon.counts_people else not is_remarked:
        return False
    return any(map(partial(_takes_all, text=text), _rows_of_two(form)))


@once_a_form
def _rows_of_two(form: Form) -> list[Indicator]:
    return [row for row in form.questions if row_type(row).has_two_cells]


def _takes_all(row: Indicator, text: str) -> bool:
    reading = read_answer(row, text)
    return isinstance(reading, Understood) and not reading.unused


def closeness(form: Form, text: str) -> dict[str, float]:
    """Return how much the words say that stand side by side in a row's name and in a text, by its code: less
    where more rows have them."""
    named = _pairs_plain(form) if is_plain(text) else _pairs_typed(form)
    scores: dict[str, float] = {}
    for pair in pairwise(_WORD.findall(text.lower())):
        codes = named.get(pair, ())
        for code in codes:
            scores[code] = scores.get(code, 0.0) + 2 * log(len(form.questions) / len(codes))
    return scores


def nearest_said(form: Form, row: Indicator, text: str) -> Indicator | None:
    """Return the row with which a text has most words in common, where the row that is asked has none of
    them: "cá nhân 9" is no number of lessons."""
    told = closeness(form, text)
    return None if row.code in told or not told else form.by_code[max(told, key=told.__getitem__)]


def _own_words_said(row: Indicator, text: str) -> float:
    """Return how much the words of a row's name say that stand anywhere in a text."""
    own, said = (unaccented(" ".join(each)) for each in ((row.label, *row.words), (text,)))
    return ONE_WORD * len({*_WORD.findall(own)} & {*_WORD.findall(said)} - _SAYS_NOTHING)


def _may_take(row: Indicator, text: str, reading: Understood) -> bool:
    other = read_answer(row, text)
    return isinstance(other, Understood) and len(other.unused) <= len(reading.unused)


def _row_of_that_payer(form: Form, row: Indicator, text: str) -> Indicator | None:
    """Return the row of the same section that counts what somebody else paid whom a text names alone."""
    payers = payers_named(text)
    if payers & lexicon_of(row).sources:
        return None
    sisters = form.section_of(row.code).questions
    return first(lambda other: bool(payers & lexicon_of(other).sources), sisters)


def payers_named(text: str) -> set[str]:
    """Return who paid, as far as a text says it: the state, or others."""
    tokens, plain = tokenise(text), is_plain(text)
    found = (SOURCES.match(tokens, place, plain=plain) for place in range(len(tokens)))
    return {match[0] for match in found if match is not None}


def _row_for_those_people(form: Form, row: Indicator, text: str) -> Indicator | None:
    """Return the row of the same section that is for the people a text names, where the row that is asked is
    for others."""
    meant = _named_people(text)
    own = _people_of(form)[row.code]
    if meant & own or not own:
        return None
    sisters = form.section_of(row.code).questions
    return first(lambda other: bool(meant & _people_of(form)[other.code]), sisters)


@once_a_form
def _people_of(form: Form) -> dict[str, frozenset[str]]:
    """Return whom each row is for, as far as its label says it."""
    return {row.code: _named_people(f"{row.label} {row.short}") for row in form.questions}


def _named_people(text: str) -> frozenset[str]:
    said = unaccented(text)
    return frozenset(name for name, nouns in _AUDIENCES.items() if nouns.search(said))


@once_a_form
def _pairs_typed(form: Form) -> _Pairs:
    """Return the words that stand side by side in rows' names, with the codes of these rows."""
    return _pairs(form, str.lower)


@once_a_form
def _pairs_plain(form: Form) -> _Pairs:
    """Return the same without accents."""
    return _pairs(form, unaccented)


def _pairs(form: Form, spelt: Callable[[str], str]) -> _Pairs:
    found: dict[tuple[str, str], list[str]] = {}
    for row in form.questions:
        names = spelt("\n".join((row.label, row.short, *row.words)))
        for pair in chain.from_iterable(map(pairwise, map(_WORD.findall, names.split("\n")))):
            codes = found.setdefault(pair, [])
            if row.code not in codes:
                codes.append(row.code)
    return {pair: codes for pair, codes in found.items() if _SAYS_NOTHING.isdisjoint(pair)}
