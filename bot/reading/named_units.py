"""Units that are named and not counted: "hội PN, đoàn TN, công an xã", "lớp 1A, 2B tặng", "cô Hoa, thầy Tú".

What a row counts has a name of its own there, so that as many were meant as are named. It is only offered:
there may be more of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from bot.model.answer import Part, values
from bot.model.form import Indicator
from bot.reading.lexicon import THINGS, lexicon_of
from bot.reading.listed import TITLES, is_joint
from bot.reading.outcome import Ambiguous, Reading
from bot.reading.prepare import skip
from bot.row_types.count import EVENTS
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claims, Evidence, Role
from bot.row_types.totals import HOLDS, LEVELS, VAGUE
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import table

_TAIL = table("polite", "deeds", "happen", "took_part", "linking", "all_alike")
_LEADING = table("polite", "deeds", "singled_out")
_EVERY = table("indefinite", "every", "held_by")
_QUIET = frozenset((Doubt.ORDINAL, Doubt.UNNUMBERED, Doubt.UNKNOWN_WORD, Doubt.PER_UNIT))
MOST_IN_NAME = 6  # words
NO_PEERS = VAGUE.union(*HOLDS.values())  # "trường TH, 14 lớp": its own, perhaps


class _Units:
    """The bits of an answer without a figure, as a row sees them that counts what has a name."""

    def __init__(self, row: Indicator, evidence: Evidence, own: Claims) -> None:
        self.evidence, self.tokens, self.plain = evidence, evidence.tokens, evidence.plain
        self.lexicon = lexicon_of(row)
        self.event_ends = dict(map(attrgetter("start", "end"), evidence.claims))
        self.name_ends = dict(map(attrgetter("start", "end"), evidence.asides))  # "lớp 1A"
        self.counted = [range(claim.start, claim.end) for claim in own]
        self.begins = TITLES if self.lexicon.counts_people else self.lexicon.heads

    def names(self) -> list[str]:
        """Return the names; none where a bit is something else, or a name stands twice."""
        said = list(filter(None, map(self._trimmed, self._bits())))
        bits = [bit for bit in said if bit not in self.counted]
        is_unit = self._is_person if self.lexicon.counts_people else self._is_body
        names = [self.evidence.words_between(bit.start, bit.stop) for bit in bits]
        apart = len(said) - len(bits) == len(self.counted)  # not "đoàn 2 trường"
        are_units = apart and all(
            len(bit) <= MOST_IN_NAME and is_unit(bit, len(bits)) for bit in bits
        )
        return names if are_units and len(set(map(str.lower, names))) == len(names) else []

    def _bits(self) -> Iterator[range]:
        """Yield what stands between the joints, behind a heading."""
        marks = [
            at for at, token in enumerate(self.tokens) if is_joint(token) or token.is_mark(":")
        ]
        ends = [-1, *filter(self._parts, marks), len(self.tokens)]
        headed = [at for at in ends[1:-1] if self.tokens[at].is_mark(":")]
        for before, end in pairwise(ends[ends.index(max(headed, default=-1)) :]):
            yield range(before + 1, end)

    def _parts(self, place: int) -> bool:
        return self.tokens[place].text != "&"  # "trường TH&THCS" is one

    def _trimmed(self, bit: range) -> range:
        """Return a name without what was done with it, or what its bearer did or held: "khen hội phụ nữ",
        "hội pn 1 buổi"."""
        led = skip(self.tokens, bit.start, _LEADING, self.plain, "")
        is_headed = self.begins.match(self.tokens, bit.start, plain=self.plain) or led >= bit.stop
        first = bit.start if is_headed else led
        inside = range(self.name_ends.get(first, first + 1), bit.stop)
        stop = next((at for at in inside if self._is_tail(at, bit.stop)), bit.stop)
        return range(first, stop)

    def _is_tail(self, place: int, last: int) -> bool:
        end = self.event_ends.get(place, place)
        return skip(self.tokens, end, _TAIL, self.plain, ".!") >= last

    def _is_person(self, bit: range, _count: int) -> bool:
        """Return whether a title with a name is all that a bit says: "cô Hoa"."""
        end = TITLES.end(self.tokens, bit.start, plain=self.plain)
        return bit.start < end < bit.stop and self.tokens[end].text.istitle()

    def _is_body(self, bit: range, count: int) -> bool:
        """Return whether a bit names one thing that the row counts; what may be a kind of them, or a class
        ("lớp 1A"), is one only beside others."""
        last = self.tokens[bit.stop - 1]
        if self.name_ends.get(bit.start) == bit.stop:
            return count > 1 and last.sort is Sort.WORD
        says_enough, end = self.begins.match(self.tokens, bit.start, plain=self.plain) or (
            False,
            0,
        )
        if end < max(bit.start + 1, THINGS.end(self.tokens, bit.start, plain=self.plain)):
            return False  # "hội thảo"
        sorts = {token.sort for token in self.tokens[bit.start : bit.stop] if token.text != "&"}
        is_kind = count > 1 and (last.text.isupper() or last.key in LEVELS)
        is_one = says_enough or end < bit.stop or is_kind
        return (
            is_one and sorts == {Sort.WORD} and not _EVERY.find(self.tokens, bit, plain=self.plain)
        )


def counted_by_name(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return how many are named, to be asked about, with those that are counted beside them ("UBND xã, 2
    trường"); None where something else is said."""
    lexicon = lexicon_of(row)
    counts_named = lexicon.counts_people or lexicon.counts_bodies
    claims, cell = Claims(evidence.claims), row.cells[0]
    own, others = claims.of(Role.OWN), claims.without(Role.OWN, Role.OTHER)
    is_vague = bool(others or own.words & NO_PEERS) or not own.are_sure
    held = claims.of(Role.OTHER).words <= EVENTS and not is_vague
    if len(row.cells) > 1 or not (counts_named and held and evidence.doubts <= _QUIET):
        return None
    names = _Units(row, evidence, own).names()
    if not names:
        return None
    said = {evidence.words_between(each.start, each.end): int(each.amount) for each in own}
    numbers = dict.fromkeys(names, 1) | said
    parts = tuple(Part(name, **{cell: number}) for name, number in numbers.items())
    answer = replace(values(row, {cell: sum(numbers.values())}), parts=parts)
    details = (("said", evidence.text), ("number", str(len(numbers))))
    return Ambiguous(Doubt.PARTS if own else Doubt.NAMED, details, (answer,))
