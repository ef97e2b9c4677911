"""Breakdowns: "60 người, trong đó 20 nữ", "60 người (40 hs, 20 gv)", "4 trường (2 TH, 1 THCS, 1 MN)".

A breakdown repeats figures that are already said. It is believed when it fits: no part is larger
than the whole, and parts that claim to be all add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import attrgetter
from typing import Generic, NamedTuple, Self, TypeVar

from bot.model.form import FIRST_CELLS, Cell
from bot.row_types.additions import written_sums
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    NO_QUESTION,
    Breakdown,
    Claim,
    Claims,
    Decision,
    Evidence,
    Noun,
    Question,
    Role,
    once,
)
from bot.vietnamese.spell import shown
from bot.vietnamese.words import table, words

SUBSETS = table("subsets")
SUBSET_NOUNS = frozenset(words("subsets"))
SEXES = frozenset(words("sexes"))
_NAMELESS = (Role.BARE, Role.UNKNOWN)


@dataclass(frozen=True)
class Found:
    """What was found in one answer: `figures` are those of the answer itself, without what stands
    aside; `misfit` asks about the first part of a breakdown that does not fit into them. `is_broken`
    says that a list of parts names only one of them with a figure, so that nothing can be offered."""

    evidence: Evidence
    figures: Claims
    misfit: Question = NO_QUESTION
    is_broken: bool = False

    @classmethod
    def of(cls, evidence: Evidence, *cells: Cell, all_named: bool = False) -> Self:
        """Return the figures of some cells; `all_named`: parts must add up to the whole (money), not
        only stay below it."""
        claims = written_sums(evidence.claims).without(*ASIDE)
        main, inner = claims.where(_is_whole), claims.where(attrgetter("part"))
        inner = _without_subsets(evidence, _named(main, cells), inner)
        if not inner or (len(cells) == 1 and _is_whole_of(main, inner)):
            return cls(evidence, main)
        main, inner = _moved_in(evidence, main, inner, cells)
        is_broken = _is_lone(inner.only) or bool(inner.of(Role.NEAR))  # "410 cuốn, tính cả 50 vở"
        return cls(evidence, main, _misfit(_named(main, cells), inner, all_named), is_broken)

    @once
    def main(self) -> Claims:
        """Return the figures that are to be explained."""
        return self.figures

    @once
    def bares(self) -> Claims:
        """Return those without a noun."""
        return self.main.of(Role.BARE)

    @once
    def stranger(self) -> Question:
        """Return the question about the first noun that is not the row's."""
        return self.main.strange

    @once
    def aside(self) -> Question:
        """Return the question about what the answer tells besides."""
        aside = Claims(self.evidence.claims).of(*ASIDE)
        return aside.where(lambda claim: not (claim.part and claim.word in SEXES)).strange


Taken = TypeVar("Taken", bound=Found)
Decide = Callable[[Taken], Decision | None]


class Rule(NamedTuple, Generic[Taken]):
    """One line of a table: when it applies, and what it makes of an answer; `name` is for `--why`."""

    name: str
    applies: Callable[[Taken], object]
    decide: Decide[Taken]


Rules = tuple[Rule[Taken], ...]


def decide_by(rules: Rules[Taken], found: Taken) -> Decision:
    """Return what the first rule that applies makes of an answer; a rule may leave it to the next."""
    for rule in rules:
        if not rule.applies(found):
            continue
        decision = rule.decide(found)
        if decision is not None:
            return replace(decision, rule=decision.rule or rule.name)
    raise AssertionError("the last rule always applies")


def asks(doubt: Doubt) -> Callable[[Found], Decision]:
    """Return a rule's result that only asks."""
    return lambda _: Decision(doubt=doubt)


def _is_whole(claim: Claim) -> bool:
    return not claim.part


def _is_lone(claim: Claim | None) -> bool:
    """Return whether a list of all parts has a figure of the row for one of them only."""
    return claim is not None and claim.part is Breakdown.LISTED and claim.cell is not None


def _is_whole_of(main: Claims, inner: Claims) -> bool:
    """Return whether a number without a noun is the sum of its parts in brackets, or holds them among others:
    "6 (4 tin, 2 bài)", "120, đã gồm 60 cuốn"."""
    whole = main.of(Role.BARE)
    are_some = set(map(attrgetter("part"), inner)) == {Breakdown.WITHIN}
    if len(main) != 1 or not whole or len(inner) < 2 - are_some:
        return False
    sure = whole.are_sure and inner.are_sure and inner == inner.of(Role.OWN)
    fits = inner.added <= whole[0].amount if are_some else inner.added == whole[0].number.value
    return sure and fits


def _moved_in(
    evidence: Evidence, main: Claims, inner: Claims, cells: Sequence[Cell]
) -> tuple[Claims, Claims]:
    """Return both with what is no breakdown in `main`: "1 lớp (45 người)": the brackets hold the
    other cell."""
    for cell in cells:
        moved = inner.counting(cell)
        if moved and not main.counting(cell) and not _speaks_of_a_share(main, inner, cell):
            evidence.use(moved)
            main, inner = (
                Claims(main + moved),
                Claims(claim for claim in inner if claim.cell != cell),
            )
    return main, inner


def _speaks_of_a_share(main: Claims, inner: Claims, cell: Cell) -> bool:
    """Return whether, as in "3 lớp, trong đó 1 lớp 45 người", the 45 belong to one class only."""
    shares = inner.where(lambda claim: claim.cell not in (None, cell))
    whole = main.where(lambda claim: claim.cell not in (None, cell))
    return bool(shares) and shares.added != whole.added


def _misfit(main: Claims, inner: Claims, all_named: bool) -> Question:
    """Return the question about the first part that does not fit."""
    if _are_explained(inner.of(*_NAMELESS), main):
        inner = inner.without(*_NAMELESS)
    for cell in FIRST_CELLS:
        parts = Claims(claim for claim in inner if _part_of(claim) == cell)
        if parts and not _fits(parts, main.counting(cell), all_named):
            return _about(parts[0])
    left = (claim for claim in inner if _part_of(claim) not in FIRST_CELLS)
    return next(map(_about, left), NO_QUESTION)


def _named(main: Claims, cells: Sequence[Cell]) -> Claims:
    """Return figures without any noun as those of the row's cells, in the order of the form."""
    if len(main) != len(cells) or main != main.of(Role.BARE):
        return main
    return Claims(
        replace(claim, noun=Noun(Role.OWN, "", cell))
        for claim, cell in zip(main, cells, strict=True)
    )


def _without_subsets(evidence: Evidence, main: Claims, inner: Claims) -> Claims:
    """Return parts without those that are called some of the figure before them and are not larger: "51 em
    (DTTS 48, đảng viên 5)"."""
    before = main.where(lambda claim: claim.cell and claim.end <= inner[0].start) if inner else ()
    most, behind = (before[-1].amount, before[-1].end) if before else (0, 0)
    return inner.where(lambda part: part.amount > most or not _is_subset(evidence, part, behind))


def _is_subset(evidence: Evidence, part: Claim, first: int) -> bool:
    tokens, plain = evidence.tokens, evidence.plain
    start = part.start - tokens[part.start - 1].is_mark(":=")
    before = SUBSETS.before(tokens, start, plain=plain, first=first)
    behind = SUBSETS.match(tokens, part.number.end, plain=plain)
    return part.word in SUBSET_NOUNS or before is not None or behind is not None


def _are_explained(parts: Claims, main: Claims) -> bool:
    """Return whether parts without a noun of the row belong to a figure: "TH 25, THCS 21" add up to it,
    "trong đó nữ 30" names some of the one before it."""
    if not parts or not parts.are_sure:
        return False
    wholes = main.where(lambda claim: claim.cell)
    if len(parts) > 1 and parts.added in [claim.value for claim in wholes]:
        return True
    before = wholes.where(lambda claim: claim.end <= parts[0].start)
    are_some = all(claim.part is Breakdown.WITHIN for claim in parts)
    return bool(before) and are_some and parts.added <= before[-1].amount


def _part_of(claim: Claim) -> Cell | None:
    """Return the cell of whose figure this is a part."""
    noun = claim.noun
    known = noun is not None and noun.role in (Role.OWN, Role.SEX) and not claim.number.doubt
    return noun.cell if noun is not None and known else None


def _fits(parts: Claims, whole: Claims, all_named: bool) -> bool:
    known = [claim.number.value for claim in (*whole, *parts)]
    if len(whole) != 1 or None in known or _repeats(parts.only):
        return False
    are_all = all_named or Breakdown.LISTED in [claim.part for claim in parts]
    return parts.added == whole.added if are_all else parts.added <= whole.added


def _repeats(part: Claim | None) -> bool:
    """Return whether a figure in words stands in brackets: "3 lớp (hai lớp)"."""
    return part is not None and part.part is Breakdown.BRACKET and part.number.words > 0


def _about(part: Claim) -> Question:
    return Question(Doubt.BREAKDOWN, part.word or shown(part.number.value or Fraction(0)))
