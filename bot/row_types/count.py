"""One quantity: things, events, units or persons.

Parts in different nouns of the row are added ("4 tin 2 bài" are six), because its printed unit
lists alternatives; equal nouns are added only when each is described ("01 trường mầm non, 01
trường tiểu học"). A total among its parts, and a thing beside what holds it, are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.form import Cell, Indicator
from bot.row_types.additions import runs_into_another
from bot.row_types.base import Figures, RowType, stored_figures
from bot.row_types.breakdowns import main_figures
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    OFFERED,
    Breakdown,
    Claim,
    Decision,
    Evidence,
    Role,
    number_doubt,
    strange,
    total,
)
from bot.row_types.shares import are_givers, named_shares
from bot.row_types.totals import whole_or_parts
from bot.vietnamese.date_words import may_be_day_and_month

RANGE_WORDS = frozenset(("đến", "tới", "lên", "hoặc", "hay"))
DASHES = frozenset("-–−~—") | RANGE_WORDS
OFFERED_JOINTS = frozenset(("/", "", " ", ","))  # of two bare numbers the first may be the figure
EQUATING = frozenset("/=-–:")  # between two parts that are not simply listed
SIGNS = frozenset(("x", "×", "*", "nhân"))  # they multiply whatever stands on either side


@dataclass(slots=True)
class Sorted:
    """The figures of an answer by what explains them."""

    main: list[Claim]
    own: list[Claim] = field(default_factory=list)
    near: list[Claim] = field(default_factory=list)
    bare: list[Claim] = field(default_factory=list)
    aside: list[Claim] = field(default_factory=list)
    doubt: Doubt | None = None  # about the first noun that is not the row's
    word: str = ""


def sort_claims(evidence: Evidence, main: list[Claim]) -> Sorted:
    """Sort figures by role. Beside a noun of the row a near one only says what else there was;
    a compound of that noun ("điểm trường" beside "trường") stays doubtful."""
    own = [claim for claim in main if claim.role is Role.OWN]
    said = {word for claim in own for word in claim.word.split(" ")}
    main = [
        claim
        for claim in main
        if not (own and claim.role is Role.NEAR) or said & set(claim.word.split(" "))
    ]
    found = Sorted(main, own)
    found.near = [claim for claim in main if claim.role in OFFERED]
    found.bare = [claim for claim in main if claim.role is Role.BARE]
    found.aside = [claim for claim in evidence.claims if claim.role in ASIDE]
    found.doubt, found.word = strange(main)
    return found


class CountType(RowType):
    """Rows with one figure; it stands in the first column or, for persons, in the second."""

    name = "count"
    shapes = ((Cell.COUNT,), (Cell.PEOPLE,))
    may_be_bounded = True
    may_be_year = True
    has_shares = True
    adds_kinds = True

    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return the figure."""
        return stored_figures(row, answer)

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return the row's figure: "12", "4 tin 2 bài", "67 cuốn". More than the unit can plausibly
        have is asked about."""
        decision = self.count_figure(row, evidence)
        number = decision.people if decision.count is None else decision.count
        if decision.doubt or row.at_most is None or (number or 0) <= row.at_most:
            return decision
        return replace(decision, doubt=Doubt.ABOVE_BOUND, word=str(number))

    def count_figure(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return the figure whatever its bounds."""
        cell = row.cells[0] if row.cells else Cell.COUNT
        figures = main_figures(evidence, (cell,))
        found = sort_claims(evidence, figures.main)
        decision = _total(row, evidence, found, figures.misfit) or _figure(evidence, found)
        for doubt, word in (_misfit(figures.misfit), (number_doubt(found.main), "")):
            if doubt and (decision.doubt is None or doubt.refuses):
                decision = replace(decision, doubt=doubt, word=word)
        if figures.is_broken and decision.doubt is Doubt.BREAKDOWN:
            decision = Decision(doubt=decision.doubt, word=decision.word)
        return decision if cell == Cell.COUNT else _in_second_column(decision)


def _misfit(word: str) -> tuple[Doubt | None, str]:
    return (Doubt.BREAKDOWN, word) if word else (None, "")


def _in_second_column(decision: Decision) -> Decision:
    others = tuple((None, count) for count, _ in decision.others)
    return replace(decision, count=None, people=decision.count, others=others)


def _total(row: Indicator, evidence: Evidence, found: Sorted, misfit: str) -> Decision | None:
    """Return the figure where the row's own figures hold a total or each other; None where they do
    not. Strangers among them keep their own question, but no doubled sum is offered there either."""
    wanted = (Role.OWN, Role.BARE) if found.own else (*OFFERED, Role.BARE)
    claims = [claim for claim in found.main if claim.role in wanted]
    named = [claim for claim in claims if claim.noun]
    if not named or evidence.has(Doubt.PER_UNIT) or _has_loose_joint(found.main):
        return None
    listed = (Breakdown.WITHIN, Breakdown.LISTED)  # parts in brackets are never added to the whole
    inner = [claim for claim in evidence.claims if misfit and claim.part in listed and claim.cell]
    verdict = whole_or_parts(row, evidence, [*claims, *inner])
    if verdict is None or (len(named) < len(claims) and verdict.doubt):
        return None  # a bare number beside nouns has its own question
    figures = verdict.figures[:1] if found.doubt else verdict.figures
    doubt = found.doubt or verdict.doubt
    return Decision(
        figures[0],
        doubt=doubt,
        word=found.word,
        figures=() if doubt else tuple(found.main),
        others=tuple((int(figure), None) for figure in figures[1:]),
    )


def _has_loose_joint(main: Sequence[Claim]) -> bool:
    return any(
        first.noun is None and (second.joint in DASHES or second.joint == "/")
        for first, second in pairwise(main)
    )


def _has_range(main: Sequence[Claim]) -> bool:
    return any(
        second.joint in RANGE_WORDS or (second.joint in DASHES and first.noun is None)
        for first, second in pairwise(main)
    )


def _figure(evidence: Evidence, found: Sorted) -> Decision:
    """Return the figure by the first of these that fits."""
    if evidence.has(Doubt.PER_UNIT):
        return Decision(_product(evidence, found.main), doubt=Doubt.PER_UNIT)
    if _has_range(found.main):
        return Decision(doubt=Doubt.RANGE if found.bare or found.own else Doubt.TOO_MANY)
    if found.doubt:
        return _among_strangers(evidence, found)
    if found.own:
        return _named(evidence, found)
    if found.bare:
        return _bare(found)
    doubt, word = strange(found.aside)
    return Decision(doubt=doubt or Doubt.NO_NUMBER, word=word)


def _among_strangers(evidence: Evidence, found: Sorted) -> Decision:
    """Return the question about a noun that the row does not know. What is offered is the row's
    own figure, or else the only figure whose noun comes near; two of those are never added."""
    own = found.own or (found.near if _are_one_kind(found.near) else [])
    offered = total(own) if not (found.bare or _is_listed_with_unknown(evidence, found)) else None
    return Decision(offered, doubt=found.doubt, word=found.word)


def _is_listed_with_unknown(evidence: Evidence, found: Sorted) -> bool:
    """Return whether "và" or "+" joins a figure to one of a noun that nothing knows: what they come
    to is open ("200 sgk và 84 truyện")."""
    unknown = [
        {first.role, second.role} == {Role.OWN, Role.UNKNOWN}
        and (second.joint == "+" or evidence.tokens[second.start - 1].key == "va")
        for first, second in pairwise(found.main)
    ]
    return any(unknown)


def _are_one_kind(near: Sequence[Claim]) -> bool:
    return len(near) == 1 or all(claim.role is Role.SEX for claim in near)


def _named(evidence: Evidence, found: Sorted) -> Decision:
    """Return the figure of claims that have the row's own nouns."""
    if found.bare:  # "28/30 học sinh" leaves open which
        if _are_all_of_them(found.main):
            return Decision(found.own[0].value, figures=tuple(found.own))
        sure = len(found.own) == 1 and not runs_into_another(found.main)
        return Decision(total(found.own) if sure else None, doubt=Doubt.TOO_MANY)
    if len(found.own) > 1 and not _may_add(evidence, found.own):
        shares = named_shares(evidence, [(claim,) for claim in found.own])
        if are_givers(shares, evidence):
            return Decision(total(found.own), figures=tuple(found.own), parts=shares)
        return Decision(total(found.own), doubt=Doubt.SUM)
    return Decision(total(found.own), figures=tuple(found.own))


def _are_all_of_them(main: Sequence[Claim]) -> bool:
    """Return whether it is "4/4 trường": all that there are."""
    if len(main) != 2 or main[0].role is not Role.BARE or main[1].joint != "/":
        return False
    return main[0].value == main[1].value and main[0].number.words == 0


def _bare(found: Sorted) -> Decision:
    """Return the figure of numbers without a noun: one is the row's, two are asked about."""
    first = found.bare[0]
    doubt, word = strange(found.aside)
    if doubt:  # "12 lớp, 284": the number may count anything
        return Decision(doubt=doubt, word=word)
    if len(found.bare) == 1:
        return Decision(first.value, doubt=Doubt.SPACED if first.number.pieces else None)
    second = found.bare[1]
    if second.joint == "+":
        return Decision(total(found.bare), doubt=Doubt.SUM)
    if second.joint == "/" and len(found.bare) == 2 and _may_be_day(first, second):
        return Decision(doubt=Doubt.DATE_OR_VALUE)
    offered = len(found.bare) == 2 and second.joint in OFFERED_JOINTS
    return Decision(first.value if offered else None, doubt=Doubt.TWO_NUMBERS)


def _may_be_day(first: Claim, second: Claim) -> bool:
    day, month = first.value, second.value
    return day is not None and month is not None and may_be_day_and_month(int(day), int(month))


def _product(evidence: Evidence, main: list[Claim]) -> Fraction | None:
    """Return the product of "2 đợt, mỗi đợt 200 quyển", "2 tin x 7 ngày"; but "200 quyển, mỗi
    trường 50 quyển" and "5 băng rôn, mỗi băng rôn 10m" are no products."""
    others = [claim for claim in evidence.claims if claim.role is Role.OTHER]
    numbers = sorted([*main, *others], key=lambda claim: claim.start)
    if len(numbers) != 2 or any(claim.number.scale > 1 for claim in numbers):
        return None
    first, second = numbers
    each = next(caution.word for caution in evidence.cautions if caution.doubt is Doubt.PER_UNIT)
    match first.role is Role.OWN, second.role is Role.OWN:
        case False, True:
            may_multiply = True
        case True, False:
            may_multiply = each.lower() in SIGNS
        case False, False:
            may_multiply = first.role is second.role is Role.BARE
        case _:
            may_multiply = False
    if not may_multiply or first.value is None or second.value is None:
        return None
    return first.value * second.value


def _may_add(evidence: Evidence, own: list[Claim]) -> bool:
    """Return whether parts are clearly different things: other nouns, or the same one described."""
    ends = [claim.start for claim in own[1:]] + [len(evidence.tokens)]
    said = {_described(evidence, claim, end) for claim, end in zip(own, ends, strict=True)}
    listed = all(claim.joint not in EQUATING for claim in own)
    return listed and len(said) == len(own)


def _described(evidence: Evidence, claim: Claim, limit: int) -> str:
    """Return the noun of a part with the words behind it, up to the next part."""
    behind = " ".join(token.text for token in evidence.words_behind(claim, limit))
    return f"{claim.word} {behind}".strip().lower()
