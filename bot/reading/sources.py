"""Who paid: "tổng 20 triệu, nhà nước 12 triệu, dân góp 8 triệu" holds one amount for each row of money.

A row has the source that its own words name. Amounts of another source, and a total of all, are no
figure of it; they are told as what the row did not use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.model.form import Cell
from bot.reading.lexicon import Lexicon
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Breakdown, Claim, Claims, Evidence, Noun, Role
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import keyed

SOURCES: Phrases[str] = Phrases(keyed("sources"))
MARKS = frozenset("+&/")  # between two sources of one amount; a comma also stands between amounts
WORDS = frozenset(("va", "voi", "cung"))


@dataclass(frozen=True, slots=True)
class Paid:
    """An amount, who paid it ("" where nothing says so) and the tokens that name them."""

    claim: Claim
    source: str
    first: int
    last: int


@dataclass(frozen=True)
class Payments:
    """The amounts of an answer as the row of one source sees them."""

    own: tuple[Paid, ...]
    others: tuple[Paid, ...]
    nameless: tuple[Paid, ...]

    @classmethod
    def of(cls, paid: list[Paid], sources: frozenset[str]) -> Payments:
        """Return amounts parted by whether a row's source paid them."""
        own = tuple(each for each in paid if each.source in sources)
        nameless = tuple(each for each in paid if not each.source)
        others = tuple(each for each in paid if each.source and each.source not in sources)
        return cls(own, others, nameless)

    @property
    def are_told_apart(self) -> bool:
        """Whether both sources are named, of all amounts but a total; a part ("trong đó ngân sách 2 triệu")
        needs that total to be one of."""
        if not self.own or not self.others or len(self.nameless) > 1:
            return False
        named = (*self.own, *self.others)
        return bool(self.nameless) or not any(each.claim.part for each in named)

    @property
    def strangers(self) -> tuple[Paid, ...]:
        """Return amounts of another source beside one that names none: "xã 5tr, dân góp 2tr", and a whole of
        which some is the row's own: "12tr (ngân sách 8tr, dân 4tr)"."""
        if not self.nameless or not self.own:
            return self.others if self.nameless else ()
        whole, own = self.nameless[0].claim, Claims(each.claim for each in self.own)
        is_share = own[0].part and own.added < whole.amount
        return self.nameless[:1] if is_share else ()

    @property
    def wrong_total(self) -> Claim | None:
        """Return the total that the amounts do not add up to; None where there is none."""
        if not self.nameless:
            return None
        whole = self.nameless[0].claim
        added = Claims(each.claim for each in (*self.own, *self.others)).total
        return whole if whole.value != added else None


def doubt_mixed_sources(evidence: Evidence, lexicon: Lexicon) -> None:
    """Warn where one amount is of two sources: "ngân sách xã + xã hội hóa 9tr"."""
    tokens, plain = evidence.tokens, evidence.plain
    joints = [at for at, token in enumerate(tokens) if token.text in MARKS or token.key in WORDS]
    is_single = len(evidence.claims) == 1
    for place in joints if lexicon.sources and is_single else ():
        before = SOURCES.before(tokens, place, plain=plain)
        behind = SOURCES.match(tokens, place + 1, plain=plain)
        if before and behind and before.payload != behind[0]:
            said = evidence.words_between(before.start, behind[1])
            evidence.warn(Doubt.PART, said, before.start, behind[1])


def set_sources_aside(evidence: Evidence, lexicon: Lexicon) -> None:
    """Explain amounts that somebody else paid by that, and a total of all; one that does not add up is a
    doubt."""
    if len(lexicon.sources) != 1:
        return
    amounts = Claims(evidence.claims).counting(Cell.COUNT)
    if len(amounts) < 2:
        return
    payments = Payments.of(_payments(evidence, amounts), lexicon.sources)
    if not payments.are_told_apart:
        for paid in payments.strangers:
            said = evidence.words_between(paid.first, paid.last)
            doubt = Doubt.OTHER_BODY if paid.source else Doubt.PART
            evidence.warn(doubt, said, paid.first, paid.last)
        return
    own = [replace(each.claim, part=Breakdown.NONE) for each in payments.own]
    aside = {each.claim.start: _set_aside(each) for each in (*payments.others, *payments.nameless)}
    evidence.amend({claim.start: claim for claim in own} | aside)
    evidence.use(own)
    evidence.free(aside.values())
    whole = payments.wrong_total
    if whole is not None:
        said = evidence.words_between(whole.start, whole.end)
        evidence.warn(Doubt.WHOLE, said, whole.start, whole.end)


def _set_aside(paid: Paid) -> Claim:
    """Return an amount, with the words that name its source, as that source's."""
    claim = paid.claim
    start, end = min(paid.first, claim.start), max(paid.last, claim.end)
    return replace(claim, start=start, end=end, noun=Noun(Role.OTHER, claim.word))


def _payments(evidence: Evidence, amounts: Claims) -> list[Paid]:
    """Return each amount with the source named in front of it, or of all those that are named behind."""
    ends = [0, *amounts.ends]
    starts = [*amounts.starts, len(evidence.tokens)]
    gaps = [_parted(evidence, *span) for span in zip(ends, starts, strict=True)]
    front = [
        _source(evidence, claim, gap.before) for claim, gap in zip(amounts, gaps, strict=False)
    ]
    behind = [
        _source(evidence, claim, gap.behind) for claim, gap in zip(amounts, gaps[1:], strict=True)
    ]
    return max(front, behind, key=lambda paid: sum(bool(each.source) for each in paid))


class _Gap(NamedTuple):
    """The tokens behind one amount and those before the next; they are the same where nothing parts them."""

    behind: range
    before: range


def _parted(evidence: Evidence, first: int, last: int) -> _Gap:
    """Return what stands between two amounts, parted at its first mark or "và"."""
    for place in range(first, last):
        token = evidence.tokens[place]
        if token.sort is not Sort.WORD or token.key == "va":
            return _Gap(range(first, place), range(place, last))
    return _Gap(range(first, last), range(first, last))


def _source(evidence: Evidence, claim: Claim, span: range) -> Paid:
    """Return an amount with the only source that a span of words names; none where it names two."""
    named: dict[str, tuple[int, int]] = {}
    for place in span:
        match = SOURCES.match(evidence.tokens, place, plain=evidence.plain)
        if match is not None and match[1] <= span.stop:
            named.setdefault(match[0], (place, match[1]))
    if len(named) != 1:
        return Paid(claim, "", claim.start, claim.end)
    source, (first, last) = named.popitem()
    return Paid(claim, source, first, last)
