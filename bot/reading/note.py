"""What the figures leave over: a remark for Ghi chú, numbers of something else, mere words.

A remark is what a person would write there: at least two words that say something, or when it was.
Numbers that no row used never go there in silence; they are told as not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from itertools import chain

from bot.model.form import Cell, Indicator
from bot.reading.lexicon import is_plain, lexicon_of
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Aside, Claim, Evidence, Role
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.spell import grouped
from bot.vietnamese.tokens import Sort, Token, token_at, tokenise
from bot.vietnamese.words import table, valued, words

EDGES = ",.;:-–—()[]!…\"'“”|/&*•+=~"
ATTENDANCES = "lượt"
CLASS = "lớp"
KEPT = (ATTENDANCES, *words("sessions"))  # sessions are said for classes and are not the same
FEWEST_WORDS = 2  # that say something
_LEADS = table("price_before", "phone_before")
POLITE = table("polite")
LINKING = table("linking", "polite")
_AT_EDGES = Phrases(valued((*words("polite", "joining"), "thì"), True))
_AT_END = Phrases(valued((*words("polite", "joining", "dangling"), "thì"), True))
_TITLES = table("titles")
_HOURS = table("hours")
_DONE = table("happen", "yes")
_EMPTY = table("no_remark", "linking", "polite", "joining", "price_before")


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The remark, the numbers of something else as typed, words that are neither."""

    note: str = ""
    unused: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def leftovers(row: Indicator, evidence: Evidence, figures: Sequence[Claim]) -> Leftovers:
    """Return what an answer's figures leave over. `figures` are the claims they were made of: the
    parts of a sum stay readable in the remark."""
    made_of = {claim.start for claim in figures}
    others = [
        claim
        for claim in evidence.claims
        if claim.role in ASIDE or (claim.role is Role.NEAR and claim.start not in made_of)
    ]
    unused = [evidence.words_between(*_told(evidence, claim)) for claim in others]
    is_sum = len(figures) > len(row.cells)
    if is_sum and not others:
        return Leftovers(trimmed(evidence.text))
    kept = (
        claim
        for claim in evidence.claims
        if claim.word.startswith(KEPT) and claim.role not in ASIDE
    )
    word = partial(_kept_word, row, evidence)
    notes = [_parts(evidence, figures)] if is_sum else list(map(word, kept))
    left: list[str] = []
    into = {Run.REMARK: notes, Run.NUMBER: unused, Run.WORDS: left}
    if others or len(evidence.used) < len(evidence.tokens):
        for kind, said in _sorted_runs(row, evidence, others):
            into[kind].append(said)
    return Leftovers("; ".join(filter(None, notes)), tuple(unused), tuple(left))


def _sorted_runs(
    row: Indicator, evidence: Evidence, others: Sequence[Claim]
) -> Iterator[tuple[Run, str]]:
    """Return the runs of words that no figure took and that say something, with what they are."""
    label = lexicon_of(row).label
    places: _Places | None = None
    for start, end in _runs(evidence, others):
        if _says_nothing(evidence, start, end, label):
            continue
        first, last = _trim(evidence.tokens, start, end, plain=evidence.plain)
        if first < last:
            places = places or _Places.of(evidence)
            yield (
                _kind_of_run(evidence, places, (first, last), label),
                evidence.words_between(first, last),
            )


def _told(evidence: Evidence, claim: Claim) -> tuple[int, int]:
    """Return the tokens of a number of something else, with "trị giá" or "liên hệ" before it."""
    lead = _LEADS.before(evidence.tokens, claim.start, plain=evidence.plain)
    return lead.start if lead else claim.start, claim.end


def _parts(evidence: Evidence, figures: Sequence[Claim]) -> str:
    return ", ".join(evidence.words_between(claim.start, claim.end) for claim in figures)


def _kept_word(row: Indicator, evidence: Evidence, claim: Claim) -> str:
    """Return "lượt người" where it was said, since attendances are not persons, and "4 buổi" where
    sessions were said for what the form calls classes."""
    if not claim.word.startswith(ATTENDANCES):
        measure = row.measure(Cell.COUNT)
        of_classes = measure is not None and measure.word == CLASS
        is_class = of_classes and claim.cell is Cell.COUNT
        return f"{grouped(int(claim.amount))} {claim.word}" if is_class else ""
    if claim.label:
        return claim.word
    first = claim.end
    while first > claim.start and evidence.tokens[first - 1].sort is Sort.WORD:
        first -= 1
    return evidence.words_between(first, claim.end)


def _runs(evidence: Evidence, others: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Return the runs of tokens that belong to no figure and to no number of something else."""
    taken = evidence.used.union(*(range(*_told(evidence, claim)) for claim in others))
    start: int | None = None
    for place in range(len(evidence.tokens) + 1):
        free = place < len(evidence.tokens) and place not in taken
        if start is not None and not free:
            yield start, place
            start = None
        elif start is None and free:
            start = place


class Run(Enum):
    """What words are that no figure took."""

    WORDS = auto()
    REMARK = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class _Places:
    """Token places by what they are: `explained` by a claim or an aside, `parts` of breakdowns and
    `figures` outside of them, `told` by a date, a time or a name, `rough` by words that only made a figure
    so: "chắc cỡ" is no remark once the figure is confirmed."""

    explained: frozenset[int]
    parts: frozenset[int]
    figures: frozenset[int]
    told: frozenset[int]
    rough: frozenset[int]

    @classmethod
    def of(cls, evidence: Evidence) -> _Places:
        """Return the places of one answer."""
        held: Iterator[Claim | Aside] = chain(evidence.claims, evidence.asides)
        told = (aside for aside in evidence.asides if aside.role is not Role.PERCENT)
        return cls(
            frozenset(chain.from_iterable(range(each.start, each.end) for each in held)),
            frozenset(claim.start for claim in evidence.claims if claim.part),
            frozenset(claim.start for claim in evidence.claims if not claim.part),
            frozenset(aside.start for aside in told),
            _rough_places(evidence),
        )


def _rough_places(evidence: Evidence) -> frozenset[int]:
    """Return the tokens that only made a figure rough."""
    rough = (each for each in evidence.cautions if each.doubt is Doubt.APPROXIMATE)
    return frozenset(chain.from_iterable(range(each.start, each.end) for each in rough))


def _kind_of_run(
    evidence: Evidence, places: _Places, span: tuple[int, int], label: frozenset[str]
) -> Run:
    """Return what the words of a span are."""
    first, last = span
    inside = range(first, last)
    odd = (Sort.NUMBER, Sort.MIXED, Sort.ODD)
    unread = [
        at for at in inside if evidence.tokens[at].sort in odd and at not in places.explained
    ]
    if unread or not places.figures.isdisjoint(inside):
        return Run.NUMBER
    if not places.told.isdisjoint(inside) or not places.parts.isdisjoint(inside):
        return Run.REMARK
    said = _count_words(evidence, span, label, places.rough)
    return Run.REMARK if said >= FEWEST_WORDS else Run.WORDS


def _count_words(
    evidence: Evidence, span: tuple[int, int], label: frozenset[str], rough: frozenset[int]
) -> int:
    """Return how many words stand here, 0 if none of them says something that the row's `label` does not, or
    only one that it was done: "loa đã tổ chức"."""
    first, last = span
    place, telling = first, 0
    silent = _silent(evidence, range(first, last), label)
    total = sum(token.sort is Sort.WORD for token in evidence.tokens[first:last])
    while place < last:
        found = _EMPTY.match(evidence.tokens, place, plain=evidence.plain)
        telling += found is None and not (place in silent or place in rough)
        place = found[1] if found else place + 1
    is_done = _DONE.before(evidence.tokens, last, plain=evidence.plain)
    return total if telling > (is_done is not None) else 0


def _silent(evidence: Evidence, inside: range, label: frozenset[str]) -> set[int]:
    """Return the places of marks and of the row's own words."""
    tokens = evidence.tokens
    if _HOURS.find(tokens, inside, plain=evidence.plain):
        label = frozenset()  # "lớp buổi tối"
    return {at for at in inside if tokens[at].sort is not Sort.WORD or tokens[at].key in label}


def trimmed(text: str) -> str:
    """Return the text without polite words and marks at its two ends."""
    tokens = tokenise(text)
    first, last = _trim(tokens, 0, len(tokens), plain=is_plain(tokens))
    return text[tokens[first].start : tokens[last - 1].end] if first < last else ""


def only_dates(evidence: Evidence) -> bool:
    """Return whether nothing but dates and politeness was said."""
    place = 0
    while place < len(evidence.tokens):
        token = evidence.tokens[place]
        if place in evidence.dated or token.sort in (Sort.MARK, Sort.PICTURE, Sort.BREAK):
            place += 1
            continue
        found = POLITE.match(evidence.tokens, place, plain=evidence.plain)
        if found is None:
            return False
        place = found[1]
    return True


def _trim(tokens: Sequence[Token], first: int, last: int, *, plain: bool) -> tuple[int, int]:
    """Cut polite words, joining words and marks off both ends."""
    while first < last:
        end = _empty(tokens, first, plain)
        if end == first or end > last:
            break
        first = end
    while last > first:
        start = _empty_before(tokens, first, last, plain)
        if start == last:
            break
        last = start
    return first, last


def _is_edge(token: Token) -> bool:
    return token.sort in (Sort.BREAK, Sort.PICTURE) or token.is_mark(EDGES)


def _empty(tokens: Sequence[Token], place: int, plain: bool) -> int:
    if _is_edge(tokens[place]):
        return place + 1
    if _TITLES.match(tokens, place, plain=plain) and token_at(tokens, place + 1).text.istitle():
        return place  # cô Hoa
    return _AT_EDGES.end(tokens, place, plain=plain)


def _empty_before(tokens: Sequence[Token], first: int, last: int, plain: bool) -> int:
    """Return where the polite words or marks that end at `last` begin; `last` if there are none."""
    token = tokens[last - 1]
    if _is_edge(token):
        return last - 1
    before = tokens[last - 2] if last - 2 >= first else None
    if before and (before.key == "tieng" or (not token.gap and before.sort is Sort.NUMBER)):
        return last  # tiếng Anh, lớp 5A
    found = _AT_END.before(tokens, last, plain=plain, first=first)
    return found.start if found else last


def _says_nothing(evidence: Evidence, first: int, last: int, label: frozenset[str]) -> bool:
    """Return whether words only link figures or repeat the row's own words."""
    place = first
    while place < last:
        token = evidence.tokens[place]
        found = LINKING.match(evidence.tokens, place, plain=evidence.plain)
        if token.sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE) or token.key in label:
            place += 1
        elif found:
            place = found[1]
        else:
            return False
    return True
