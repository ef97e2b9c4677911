"""One quantity: things, events, units or persons.

Parts in different nouns of the row are added ("4 tin 2 bài" are six), because its printed unit
lists alternatives; equal nouns are added only when each is described ("01 trường mầm non, 01
trường tiểu học"). A total among its parts, and a thing beside what holds it, are never added.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from bot.model.answer import Answer
from bot.model.form import Cell, Indicator
from bot.row_types.additions import runs_into_another
from bot.row_types.base import Figures, RowType, stored_figures
from bot.row_types.breakdowns import Found, Rule, Rules, asks, decide_by
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    OFFERED,
    Breakdown,
    Claim,
    Claims,
    Decision,
    Evidence,
    Question,
    Role,
    once,
)
from bot.row_types.shares import are_givers, named_shares
from bot.row_types.totals import called_total, whole_or_parts
from bot.vietnamese.date_words import may_be_day_and_month
from bot.vietnamese.words import words

RANGE_WORDS = frozenset(("đến", "tới", "lên", "hoặc", "hay"))
DASHES = frozenset("-–−~—") | RANGE_WORDS
OFFERED_JOINTS = frozenset(("/", "", " ", ","))  # of two bare numbers the first may be the figure
EQUATING = frozenset("/=-–:")  # between two parts that are not simply listed
ADDED_PARTS = (Breakdown.WITHIN, Breakdown.LISTED)
EVENTS = frozenset(words("classes", "sessions", "events", "gatherings"))
LENGTHS = frozenset(words("lengths"))
FACTORS = ({Role.OTHER, Role.OWN}, {Role.OTHER, Role.BARE}, {Role.BARE})
SIGNS = frozenset(("x", "×", "*", "nhân"))  # they multiply whatever stands on either side


class _Counted(Found):
    """The figures of an answer by what explains them. Beside a noun of the row a near one only says
    what else there was; a compound of that noun ("điểm trường" beside "trường") stays doubtful."""

    @once
    def own(self) -> Claims:
        return self.figures.of(Role.OWN)

    @once
    def main(self) -> Claims:
        near = self.figures.of(Role.NEAR) if self.own else ()
        said = {word for claim in self.own for word in claim.word.split(" ")}
        gone = [claim for claim in near if said.isdisjoint(claim.word.split(" "))]
        return self.figures.where(lambda claim: claim not in gone) if gone else self.figures

    @once
    def near(self) -> Claims:
        return self.main.of(*OFFERED)

    @once
    def countable(self) -> Claims:
        """Return those that the row may count, and the bare ones among them."""
        return self.main.of(Role.BARE, *((Role.OWN,) if self.own else OFFERED))

    @property
    def parts(self) -> Claims:
        """Return those of a breakdown that count what a cell of the row counts; parts in brackets are
        never added to the whole."""
        claims = Claims(self.evidence.claims)
        return claims.where(lambda claim: claim.part in ADDED_PARTS and claim.cell)

    @property
    def is_range(self) -> bool:
        return any(
            second.joint in RANGE_WORDS or (second.joint in DASHES and first.noun is None)
            for first, second in pairwise(self.main)
        )

    @property
    def is_loose(self) -> bool:
        """Return whether a mark joins a bare number to the next figure."""
        return any(
            first.noun is None and second.joint in DASHES | {"/"}
            for first, second in pairwise(self.main)
        )


class CountType(RowType):
    """Rows with one figure; it stands in the first column or, for persons, in the second."""

    name = "count"
    shapes = ((Cell.COUNT,), (Cell.PEOPLE,))
    may_be_bounded = True
    may_be_year = True
    has_shares = True
    adds_kinds = True

    def none_of(self, row: Indicator) -> str:
        """Return that there was none of what is no event: news and books are not held."""
        counted = row.word_for(row.cells[0])
        return self.none if counted in EVENTS else "nothing"

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
        certain = evidence.certain(cell)
        if certain is not None:
            decision = Decision(certain[0].value, figures=certain)
            return decision if cell is Cell.COUNT else _in_second_column(decision)
        found = _Counted.of(evidence, cell)
        decision = _total(row, found) or decide_by(RULES, found)
        decision = decision.asked(found.misfit).asked(Question(found.main.number_doubt))
        if found.is_broken and decision.doubt is Doubt.BREAKDOWN:
            decision = Decision(doubt=decision.doubt, word=decision.word)
        return decision if cell == Cell.COUNT else _in_second_column(decision)


def _in_second_column(decision: Decision) -> Decision:
    others = tuple((None, count) for count, _ in decision.others)
    return replace(decision, count=None, people=decision.count, others=others)


def _total(row: Indicator, found: _Counted) -> Decision | None:
    """Return the figure where the row's own figures hold a total or each other; None where they do
    not. Strangers among them keep their own question, but no doubled sum is offered there either."""
    if found.countable == found.bares or found.evidence.has(Doubt.PER_UNIT) or found.is_loose:
        return None
    claims = found.countable + found.parts if found.misfit.doubt else found.countable
    verdict = whole_or_parts(row, found.evidence, claims)
    if verdict is None or (found.bares and verdict.doubt):
        return None  # a bare number beside nouns has its own question
    return verdict.decision(found.main, found.stranger)


def _product(found: _Counted) -> Decision:
    """Offer the product of "2 đợt, mỗi đợt 200 quyển", "2 tin x 7 ngày"; but "200 quyển, mỗi
    trường 50 quyển" and "5 băng rôn, mỗi băng rôn 10m" are no products."""
    if found.evidence.forbids_sum:
        return Decision(doubt=Doubt.PER_UNIT)  # "3 thùng, mỗi thùng chừng 40 cuốn"
    others = Claims(found.evidence.claims).of(Role.OTHER)
    numbers = sorted((*found.main, *others), key=lambda claim: claim.start)
    may_multiply = len(numbers) == 2 and all(map(_may_be_factor, numbers))
    product = None
    if may_multiply and _multiply(found.evidence, *numbers):
        product = numbers[0].amount * numbers[1].amount
    return Decision(product or None, doubt=Doubt.PER_UNIT)


def _may_be_factor(claim: Claim) -> bool:
    """Return whether a number can be multiplied: no amount of money, no length ("5m x 3 cái")."""
    return claim.number.scale == 1 and claim.word not in LENGTHS


def _multiply(evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether one of two numbers, not both the row's, tells what each of the other has: "mỗi ngày
    1 tin trong 7 ngày", "7 ngày x 2 tin", "4 trường, bình quân 50 quyển"."""
    if {first.role, second.role} not in FACTORS:
        return False
    each = [said for said in evidence.cautions if said.doubt is Doubt.PER_UNIT]
    by_sign = any(said.word.lower() in SIGNS or said.end == second.start for said in each)
    return by_sign or evidence.says_each(first) or evidence.says_each(second)


def _among_strangers(found: _Counted) -> Decision:
    """Return the question about a noun that the row does not know. What is offered is the row's
    own figure, or else the only figure of all, where its noun comes near; two of those are never added."""
    is_alone = len(found.near) == 1 and not Claims(found.evidence.claims).of(Role.OTHER)
    are_one_kind = is_alone or found.near == found.near.of(Role.SEX)
    own = found.own or (found.near if are_one_kind else Claims())
    if found.stranger.doubt is Doubt.SLIP:
        own = found.main.of(Role.OWN, Role.SLIP)  # "3 trường 1 tt" are four
    is_open = found.main.of(Role.BARE, Role.KIN) or _is_beside_unknown(found)
    return Decision(None if is_open else own.total).asked(found.stranger)


def _is_beside_unknown(found: _Counted) -> bool:
    """Return whether a figure stands beside one of a noun that nothing knows: what they come to is open
    ("200 sgk và 84 truyện")."""
    return {Role.OWN, Role.UNKNOWN} <= set(map(attrgetter("role"), found.main))


def _partly_named(found: _Counted) -> Decision:
    """Return the figure beside a bare number: "28/30 học sinh" leaves open which; "4/4 trường" are
    all that there are; a total is called so ("tổng 315: truyện 200, tham khảo 115")."""
    if _are_all_of_them(found.main):
        return Decision(found.own[0].value, figures=found.own)
    totals = called_total(found.evidence).of(Role.BARE)
    added = Claims(found.evidence.claims).added
    totals = totals.where(lambda claim: 2 * claim.amount == added)
    own = None if runs_into_another(found.main) else (totals or found.own).only
    return Decision(own.value if own else None, doubt=Doubt.TOO_MANY)


def _are_all_of_them(main: Claims) -> bool:
    if len(main) != 2 or main[0].role is not Role.BARE or main[1].joint != "/":
        return False
    return main[0].value == main[1].value and main[0].number.words == 0


def _named(found: _Counted) -> Decision:
    """Return the figure of claims that have the row's own nouns."""
    decision = Decision(found.own.total, figures=found.own)
    if len(found.own) == 1 or _may_add(found.evidence, found.own):
        return decision
    shares = named_shares(found.evidence, [(claim,) for claim in found.own])
    if are_givers(shares, found.evidence):
        return replace(decision, parts=shares)
    is_of_another = "/" in found.own.joints  # "8 lớp/10 lớp"
    return Decision(None if is_of_another else decision.count, doubt=Doubt.SUM)


def _bare(found: _Counted) -> Decision:
    """Return the figure of numbers without a noun: one is the row's, several are asked about."""
    first = found.bares.only
    if first is not None:
        return Decision(first.value, doubt=Doubt.SPACED if first.number.pieces else None)
    first, second, *more = found.bares
    if second.joint == "+":
        return Decision(found.bares.total, doubt=Doubt.SUM)
    if second.joint == "/" and not more and _may_be_day(first, second):
        return Decision(doubt=Doubt.DATE_OR_VALUE)
    offered = second.joint in OFFERED_JOINTS and not more
    return Decision(first.value if offered else None, doubt=Doubt.TWO_NUMBERS)


RULES: Rules[_Counted] = (
    Rule("for_each", lambda found: found.evidence.has(Doubt.PER_UNIT), _product),
    Rule("range", lambda found: found.is_range and (found.bares or found.own), asks(Doubt.RANGE)),
    Rule("range_of_others", lambda found: found.is_range, asks(Doubt.TOO_MANY)),
    Rule("strangers", lambda found: found.stranger.doubt, _among_strangers),
    Rule("partly_named", lambda found: found.own and found.bares, _partly_named),
    Rule("named", lambda found: found.own, _named),
    Rule("aside", lambda found: found.aside.doubt, lambda found: Decision().asked(found.aside)),
    Rule("bare", lambda found: found.bares, _bare),
    Rule("nothing", lambda _: True, asks(Doubt.NO_NUMBER)),
)
"""What an answer comes to; the first that applies decides."""


def _may_be_day(first: Claim, second: Claim) -> bool:
    day, month = first.value, second.value
    return day is not None and month is not None and may_be_day_and_month(int(day), int(month))


def _may_add(evidence: Evidence, own: Claims) -> bool:
    """Return whether parts are clearly different things: other nouns, or the same one described."""
    ends = [*own.starts[1:], len(evidence.tokens)]
    said = {_described(evidence, claim, end) for claim, end in zip(own, ends, strict=True)}
    heads = Counter([each.split(" ")[0] for each in said])
    again = heads - Counter(heads.keys())  # "6 bài, 2 bài chép lại"
    are_told_apart = len(said) == len(own) and said.isdisjoint(again)
    return are_told_apart and EQUATING.isdisjoint(map(attrgetter("joint"), own))


def _described(evidence: Evidence, claim: Claim, limit: int) -> str:
    """Return the noun of a part with the words behind it, up to the next part."""
    end = claim.end + len(evidence.words_behind(claim, limit))
    return evidence.words_between(claim.number.end, end).lower() or claim.word
