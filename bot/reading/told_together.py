"""Rows of one section in one sentence: "5 cơ quan và 63 người tặng 710 quyển sách" are givers and their gift.

Each quantity is the figure of the only row of the section that counts such things. More may not be said
than whose they are and that they gave: "63 người tham dự" gave nothing. Forms name givers before their
gift: whoever gave stands in front of the verb with the gift alone behind it, or behind "do". In any other
order people are those who were given something: "710 quyển tặng 5 trường".
"""

from __future__ import annotations

import re
from itertools import dropwhile, pairwise, starmap

from bot.model.form import Form, Indicator
from bot.reading.answer_reading import read_answer
from bot.reading.label_match import section_named
from bot.reading.outcome import Reading, Understood
from bot.reading.row_ranges import flat
from bot.vietnamese.words import words

Share = tuple[Indicator, Reading]

_NUMBER = re.compile(r"(?<![0-9.,])[0-9]")
_RECEIVING = re.compile(r"\b(?:tang|trao|cap|phat|cho)\b")  # in front: "tặng 3 trường 200 quyển"
_PASSIVE = re.compile(r"\b(?:duoc|(?<!ca )nhan)\b")  # not "ca nhan", a person
_GIVING = re.compile(r"\b(?:do|tang|gop|ung ho)\b")
MAY_GIVE = re.compile(r"\b(?:do|t[ặa]ng|g[óo]p|[ủu]ng)\b", re.IGNORECASE)
_JOINS = frozenset(words("told_together"))
FEWEST = 2
MARKS = ",.;:()"


def shares_in_sentence(form: Form, text: str) -> list[Share]:
    """Return the quantities of a text with their rows; empty unless every one has its own, in one section
    alone."""
    if len(_NUMBER.findall(text)) < FEWEST:
        return []
    text, plain = flat(text)
    starts = list(map(re.Match.start, _NUMBER.finditer(plain)))
    if _RECEIVING.search(plain, 0, starts[0]) or _PASSIVE.search(plain):
        return []
    verb = _GIVING.search(plain, starts[0])
    if verb is None and not (starts[0] and section_named(form, text)):
        return []
    spans = pairwise((*starts, len(text)))
    bits = list(starmap(lambda start, end: _quantity(text[start:end]), spans))
    found = [_shares(section.questions, bits) for section in form.sections]
    told = list(filter(None, found))
    in_place = verb is None or (bool(told) and _gave(form, told[0], verb, starts))
    return told[0] if len(told) == 1 and in_place else []


def _gave(form: Form, shares: list[Share], verb: re.Match[str], starts: list[int]) -> bool:
    """Tell whether whoever is counted gave: in front of the verb, or behind "do", and the gift apart."""
    places = [form.rows.index(row) for row, _ in shares]
    by_whom = verb[0] == "do"
    if by_whom:
        places = [*places[1:], places[0]]
    beside = verb.start() < starts[1] if by_whom else verb.start() > starts[-2]
    return beside and places == sorted(places)


def _quantity(said: str) -> str:
    """Return a number with its noun, without what joins it to the next and without who was given."""
    said = said.partition(" cho ")[0]
    kept = list(dropwhile(_joins, reversed(said.split())))
    return " ".join(reversed(kept)).strip(MARKS)


def _joins(word: str) -> bool:
    return word.lower().strip(MARKS) in _JOINS


def _shares(rows: tuple[Indicator, ...], bits: list[str]) -> list[Share]:
    """Return each quantity with the only row that counts it; empty where one has none of its own."""
    fits = list(filter(None, (_share(rows, bit) for bit in bits)))
    are_all = len({row.code for row, _ in fits}) == len(bits)
    return fits if are_all else []


def _share(rows: tuple[Indicator, ...], bit: str) -> Share | None:
    reads = [(row, read_answer(row, bit)) for row in rows]
    fits = list(filter(_is_plain, reads))
    return fits[0] if len(fits) == 1 else None


def _is_plain(share: Share) -> bool:
    """Tell whether a reading is a figure and nothing else."""
    _, reading = share
    return isinstance(reading, Understood) and not any((reading.says_more, reading.check))
