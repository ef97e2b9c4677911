"""Names with a bare figure each and nothing else: "zalo 4 fb 6", "hs 210, gv 22, khác 5".

The figures are shares of the row's own where the names say whose they are or which kind; what has a name
and is not counted ("lớp may 25 hv, lớp hàn 30 hv") is one each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, product
from typing import Any

from bot.model.answer import Answer, Part, values
from bot.model.form import FIRST_CELLS, Cell, Indicator
from bot.reading.asides import NUMBERED
from bot.reading.lexicon import COLLECTIVE_GIVERS, THINGS, Lexicon, lexicon_of
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.reading.prepare import skip
from bot.row_types.breakdowns import SUBSETS
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Aside, Evidence, Noun, Role, once
from bot.row_types.pair import FEWEST
from bot.vietnamese.number import Number, read_number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, token_at
from bot.vietnamese.words import table, words


class Named(StrEnum):
    """What a name in front of a figure is for a row."""

    OWN = "own"  # a kind of what the row counts: "hs 210"
    BODY = "body"  # who has them, or where they are: "zalo 4", "UBND 3"
    PLACE = "place"  # the same, but as often counted itself: "trường 10"
    REST = "rest"  # all that has no name: "khác 5"
    STRANGE = "strange"  # words that nothing knows
    FOREIGN = "foreign"  # something else that is counted, or some of the others


# What a name begins with that is no noun of the row: the first that knows it.
_KINDS = (
    (table("rest_of_all"), Named.REST),
    (table("places", "grades"), Named.PLACE),
    (table("school_levels"), Named.BODY),
    (table("no_bodies"), Named.FOREIGN),
    (COLLECTIVE_GIVERS, Named.BODY),
    (SUBSETS, Named.FOREIGN),
    (table("sexes", "whole_words", "price_before", "range_joints"), Named.FOREIGN),
    (THINGS, Named.FOREIGN),
)
_KINDS_OF_CLASSES = _KINDS[:-1]  # "vẽ tranh 80 em" is no picture
_KINDS_OF_NEWS = ((table("channels"), Named.BODY),)
_LEADING = table("leading_in", "linking", "makings", "polite")
_TAIL = table("polite", "after_bare", "deeds", "linking", "happen", "makings")
_MARKS = frozenset(",;:=+&-–\n\v")
_WORKS = frozenset(words("works"))
_QUIET = frozenset((Doubt.LOOSE_NUMBER, Doubt.ORDINAL, Doubt.SUM, Doubt.UNKNOWN_WORD))
_QUIET_OF_UNITS = _QUIET | {Doubt.UNNUMBERED}
_ADDED = frozenset((Named.BODY, Named.REST, Named.STRANGE))  # one of them makes a list of shares
_SHARES = _ADDED | {Named.OWN, Named.PLACE}
_UNITS = frozenset((Named.OWN, Named.BODY, Named.PLACE))
_OF_NAMES = (Sort.WORD, Sort.NUMBER)
_SESSIONS = frozenset((Named.OWN, Named.STRANGE))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name from one token to another, its number, and the noun behind that."""

    start: int
    stop: int
    number: Number
    noun: Noun | None
    end: int

    @property
    def is_sure(self) -> bool:
        """Return whether its number is certain, and counts nothing that the row does not."""
        number = self.number
        is_plain = number.scale == 1 and not (number.doubt or number.pieces)
        return is_plain and (self.noun is None or self.noun.role is Role.OWN)


class _List:
    """The names and figures of an answer as one row sees them."""

    def __init__(self, row: Indicator, evidence: Evidence) -> None:
        self.row, self.evidence = row, evidence
        self.tokens, self.plain = evidence.tokens, evidence.plain
        self.lexicon: Lexicon = lexicon_of(row)

    @once
    def entries(self) -> tuple[_Entry, ...]:
        """Return the entries; none where something stands between them that is none."""
        found: list[_Entry] = []
        for place in self._places():
            start, stop = self._name_before(found[-1].end if found else 0, place)
            number = read_number(self.tokens, place, plain=self.plain)
            if start >= stop or number is None:
                return ()
            found.append(_Entry(start, stop, number, *self._noun_behind(number.end)))
        ends = found and self._is_tail(found[-1].end, len(self.tokens))
        return tuple(found) if ends and all(entry.is_sure for entry in found) else ()

    def _places(self) -> list[int]:
        """Return where numbers stand that are no part of a name: the 50 of "khối 1 50 em"."""
        names = (
            range(each.start, each.end) for each in self.evidence.asides if self._is_name(each)
        )
        taken = set(chain.from_iterable(names))
        places = (at for at, token in enumerate(self.tokens) if token.sort is Sort.NUMBER)
        return [at for at in places if at not in taken]

    def _is_name(self, aside: Aside) -> bool:
        """Return whether a number is a name for certain: by its letter, or by the figure behind it."""
        behind = aside.end + token_at(self.tokens, aside.end).is_mark(":=")
        follows = token_at(self.tokens, behind).sort is Sort.NUMBER
        return follows or self.tokens[aside.end - 1].sort is not Sort.NUMBER

    def _name_before(self, end: int, place: int) -> tuple[int, int]:
        """Return where the name before a number begins and ends: behind the last mark, or the entry before
        where nothing parts them; an empty span where other words stand there."""
        stop = place - (place > 0 and self.tokens[place - 1].is_mark(":="))
        marks = [at for at in range(end, stop) if self.tokens[at].sort not in _OF_NAMES]
        if not marks:
            return end + (token_at(self.tokens, end).key == "va"), stop
        is_heading = end == 0
        return (marks[-1] + 1 if is_heading or self._is_tail(end, marks[0]) else stop), stop

    def _is_tail(self, place: int, end: int) -> bool:
        """Return whether only courtesies and what was done stand between two places."""
        return skip(self.tokens, place, _TAIL, self.plain, ".!") >= end

    def _noun_behind(self, place: int) -> tuple[Noun | None, int]:
        """Return the noun behind a number, unless it labels the next one, and the place behind."""
        noun, end = self.lexicon.noun_at(self.tokens, place, self.plain) or (None, place)
        behind = token_at(self.tokens, end)
        labels = behind.sort is Sort.NUMBER or behind.is_mark(":=")
        return (None, place) if labels and not self.are_pairs else (noun, end)

    @once
    def kinds(self) -> frozenset[Named]:
        """Return what the names are."""
        return frozenset(map(self._kind, self.entries))

    def _kind(self, entry: _Entry) -> Named:
        led = skip(self.tokens, entry.start, _LEADING, self.plain, "")
        heads = (entry.start, min(led, entry.stop - 1))
        default = Named.STRANGE if led < entry.stop else Named.FOREIGN
        return next(chain(self._by_noun(entry, heads), self._by_table(heads)), default)

    def _by_noun(self, entry: _Entry, heads: Sequence[int]) -> Iterator[Named]:
        """Yield what the row's nouns make of a name: of a class wherever they stand, "hội nông dân mở lớp 40
        ng", of a share only where they begin it."""
        places = range(entry.start, entry.stop) if self.are_pairs else heads
        nouns = (self.lexicon.row_noun_at(self.tokens, at, self.plain) for at in places)
        yield from (self._kind_of(found[0]) for found in nouns if found)

    def _by_table(self, heads: Sequence[int]) -> Iterator[Named]:
        """Yield what words that mean the same for every row make of a name."""
        for place, (names, kind) in product(heads, self._tables):
            if names.match(self.tokens, place, plain=self.plain, exact=True):
                yield kind

    def _kind_of(self, noun: Noun) -> Named:
        if noun.role is Role.OWN and noun.cell == self.row.cells[0]:
            return Named.OWN
        return Named.STRANGE if noun.word in _WORKS and self.are_pairs else Named.FOREIGN

    @property
    def are_pairs(self) -> bool:
        """Return whether the row wants classes and their people."""
        return self.lexicon.kind.has_two_cells

    @property
    def _tables(self) -> tuple[tuple[Phrases[Any], Named], ...]:
        tables = _KINDS_OF_CLASSES if self.are_pairs else _KINDS
        return (*_KINDS_OF_NEWS, *tables) if self.lexicon.airs else tables

    @once
    def names(self) -> list[str]:
        """Return the names as typed."""
        return [self.evidence.words_between(entry.start, entry.stop) for entry in self.entries]

    @property
    def is_plain(self) -> bool:
        """Return whether no name stands twice, and nothing was said that changes a figure."""
        quiet = _QUIET_OF_UNITS if self.lexicon.counts_collectives else _QUIET
        doubts = self.evidence.doubts
        marks = {token.text for token in self.tokens if token.sort not in _OF_NAMES}
        spoken = [claim for claim in self.evidence.claims if claim.number.words]
        names = {name.lower() for name in self.names}
        changed = bool(doubts - quiet or marks - _MARKS or spoken or self.evidence.dated)
        return len(names) == len(self.entries) and not changed

    @property
    def are_units(self) -> bool:
        """Return whether the names are what the row counts, each with how many there are."""
        bare = all(entry.noun is None for entry in self.entries)
        return self.lexicon.counts_collectives and bare and self.kinds <= _UNITS

    @property
    def numbered(self) -> list[bool]:
        """Return for each number whether it may be a name: "lớp 8"."""
        names = (
            NUMBERED.before(self.tokens, each.stop, plain=self.plain) for each in self.entries
        )
        return [name is not None for name in names]

    @property
    def are_many(self) -> bool:
        """Return whether the figures may well be those of people."""
        return all(entry.number.amount >= FEWEST for entry in self.entries)

    @property
    def added(self) -> int:
        """Return the sum."""
        return sum(int(entry.number.amount) for entry in self.entries)

    def answer(self) -> Answer:
        """Return the sum, with its shares."""
        cell = self.row.cells[0]
        shares = zip(self.names, self.entries, strict=True)
        parts = tuple(Part(name, **{cell: int(each.number.amount)}) for name, each in shares)
        return replace(values(self.row, {cell: self.added}), parts=parts)


def with_named(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return what a list of names with figures comes to, None where an answer is none."""
    said = _List(row, evidence)
    if lexicon_of(row).kind.counts_money or not said.entries or not said.is_plain:
        return None
    return _sessions(said) if len(row.cells) > 1 else _shares(said)


def _shares(said: _List) -> Reading | None:
    """Return the sum of named shares, certain where each name is a unit that the row counts. It is only
    offered where the first one may be called by its number ("lớp 8, chi đoàn 2"), and of kinds: one of
    them may be within another ("đảng viên 30, hs 210, khác 5")."""
    if len(said.entries) < 2 or all(said.numbered):
        return None
    if said.are_units and not said.numbered[0]:
        return Understood(said.answer())
    if not (said.are_units or (said.kinds <= _SHARES and said.kinds & _ADDED)):
        return None
    details = (("said", said.evidence.text), ("number", str(len(said.entries))))
    return Ambiguous(Doubt.PARTS, details, (said.answer(),))


def _sessions(said: _List) -> Reading | None:
    """Offer as many classes as are named with their people: "lớp nuôi gà 30 hv, lớp may 25 hv"."""
    nouns = {entry.noun.cell if entry.noun else None for entry in said.entries}
    are_classes = said.kinds == {Named.OWN}
    count = len(said.entries)
    bare = nouns == {None} and count > 1
    is_said = nouns == {Cell.PEOPLE} or (bare and (are_classes or said.are_many))
    if not is_said or not said.kinds <= _SESSIONS or (count == 1 and not are_classes):
        return None
    answer = values(said.row, dict(zip(FIRST_CELLS, (count, said.added), strict=True)))
    doubt = Doubt.SEVERAL_PEOPLE if count > 1 else Doubt.NAMED
    return Ambiguous(doubt, (("said", said.evidence.text),), (answer,))
