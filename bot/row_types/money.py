"""Amounts in whole đồng, read back in words.

An amount without a scale that nobody would report (12 đồng, 12.500 đồng) is asked back with the
scale that was probably meant. A unit that is not đồng behind an amount is never money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.finding import Finding
from bot.model.form import Cell, Indicator
from bot.row_types import nouns
from bot.row_types.base import Figures, RowType, echo_state, stored_figures
from bot.row_types.breakdowns import Found, Rule, Rules, asks, decide_by
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    Claim,
    Claims,
    Decision,
    Evidence,
    Noun,
    Question,
    Role,
    once,
)
from bot.row_types.shares import GIVERS_OR_FOLK, are_givers, named_shares
from bot.row_types.totals import whole_or_parts
from bot.vietnamese.spell import grouped, money_in_words, shown
from bot.vietnamese.words import numbers, words

SMALLEST_SCALED = 1_000  # below it an amount cannot be meant
LARGEST_PLAUSIBLE = 10_000_000_000  # 10 tỷ đồng
SMALLEST_BARE = 100_000  # below it and without a scale word, "nghìn" was probably left out
MILLION, THOUSAND = 1_000_000, 1_000
RANGES = frozenset(("-", "–", "~", "đến", "tới", "lên", "hoặc", "hay"))
FRACTION = "phần"  # hai phần ba triệu


class MoneyType(RowType):
    """Rows in đồng."""

    name = "money"
    shapes = ((Cell.COUNT,),)
    none = "none_spent"
    example = "5 triệu"
    largest = 10**12
    counts_money = True
    pads = False
    column_width = 17.0
    takes_fractions = True

    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return the amount in đồng."""
        return stored_figures(row, answer)

    def check(self, row: Indicator, answer: Answer) -> Iterator[Finding]:
        """Return an amount that nobody would report: a few hundred đồng, or above 10 tỷ."""
        amount = answer.counted
        if 0 < amount < SMALLEST_SCALED or amount > LARGEST_PLAUSIBLE:
            yield Finding("money_out_of_range", row.code, (("amount", amount),))

    def nouns(self, row: Indicator) -> Iterator[nouns.NamedNoun]:
        """Return the words for đồng, then other currencies and slang, then what is doubtful."""
        yield from nouns.nouns_of_form(row)
        for phrase in words("currencies"):
            yield phrase, Noun(Role.CURRENCY, phrase.lstrip("="))
        for phrase, scale in numbers("slang").items():
            yield phrase, Noun(Role.SLANG, phrase.lstrip("="), Cell.COUNT, scale)
        yield from nouns.doubtful_nouns(row)
        yield from nouns.general_nouns(row)

    def own_words(self, row: Indicator) -> list[str]:
        """Return the phrases that name the row, and the words for money."""
        return [*super().own_words(row), *words("money_nouns")]

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return the amount: "12,5 triệu", "12.500.000 đồng", "12tr5"."""
        certain = evidence.certain(Cell.COUNT)
        if certain is not None:
            return _amount(certain[0])
        found = _Amounts.of(evidence, Cell.COUNT, all_named=True)
        decision = decide_by(RULES, found)
        return decision.asked(found.misfit).asked(Question(found.main.number_doubt))

    def echo(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the amount with its words: "12.500.000 đồng (mười hai triệu …)"."""
        state = echo_state(answer, self.none)
        if state or answer.count is None:
            return state
        amount = f"{grouped(answer.count)} đồng"
        return f"{amount} ({money_in_words(answer.count)})" if answer.count else amount


class _Amounts(Found):
    """The figures of an answer about money."""

    @once
    def main(self) -> Claims:
        return self.figures.without(Role.NEAR)

    @once
    def amounts(self) -> Claims:
        """Return those with a word for money."""
        return self.main.of(Role.OWN, Role.SLANG)

    @once
    def aside(self) -> Question:
        return Claims(self.evidence.claims).of(*ASIDE, Role.NEAR).strange

    @property
    def is_fraction(self) -> bool:
        """Return whether a number of parts runs into the amount, as in "hai phần ba triệu"."""
        return any(
            first.word == FRACTION and second.joint == ""
            for first, second in pairwise(self.evidence.claims)
        )

    @property
    def is_mixed(self) -> bool:
        """Return whether something else stands among the amounts."""
        return self.stranger.doubt is not None or bool(self.amounts and self.bares)


def _not_in_dong(found: _Amounts) -> Decision:
    return Decision().asked(found.stranger)


def _rate(found: _Amounts) -> Decision:
    """Offer the product of "07 suất, mỗi suất 2 triệu"; "10 triệu/lớp" alone is no amount."""
    others = Claims(found.evidence.claims).of(Role.OTHER, Role.NEAR)
    number = Claims((*found.main.without(Role.OWN, Role.SLANG), *others)).only
    amount = found.amounts.only
    if number is None or amount is None or None in (number.value, amount.value):
        return Decision(doubt=Doubt.RATE)
    return Decision(number.amount * (amount.value or 0), doubt=Doubt.PER_UNIT)


def _slang(found: _Amounts) -> Decision:
    halved = found.evidence.has(Doubt.HALF)  # 12 củ rưỡi
    return Decision(None if halved else found.main.total).asked(found.stranger)


def _mixed(found: _Amounts) -> Decision:
    amount = found.amounts.only if not found.bares and not found.is_fraction else None
    offered = Decision(amount.value if amount else None)
    return offered.asked(found.stranger).asked(Question(Doubt.TOO_MANY))


def _added(found: _Amounts) -> Decision:
    return Decision(found.main.total, doubt=Doubt.SUM)


def _several(found: _Amounts) -> Decision:
    """Return a total that its parts add up to; other amounts are only offered as a sum. What a giver
    gave is no total of the others' gifts, though it be as much: "huyện 5tr, xã 3tr, dân 2tr"."""
    verdict = whole_or_parts(None, found.evidence, found.main)
    shares = named_shares(found.evidence, [(claim,) for claim in found.main])
    if verdict is None and are_givers(shares, found.evidence):
        return Decision(found.main.total, figures=found.main, parts=shares)
    is_by_chance = verdict is not None and verdict.rule == "whole"
    if is_by_chance and are_givers(shares, found.evidence, GIVERS_OR_FOLK):
        return replace(_added(found), parts=shares)
    if verdict is None or any(figure.denominator != 1 for figure in verdict.figures):
        return _added(found)
    return verdict.decision(found.main)


def _single(found: _Amounts) -> Decision:
    return _amount(found.main[0])


def _amount(claim: Claim) -> Decision:
    """Return one amount; without a scale word it must be large enough to be meant in đồng."""
    amount = claim.value
    if amount is None or amount == 0:
        return Decision(amount, figures=(claim,))
    if claim.number.doubt:  # "nghìn hai" is no amount that anybody reports
        return Decision(amount if amount >= SMALLEST_BARE else None)
    if claim.number.scale > 1:
        doubt = Doubt.SMALL_MONEY if amount < SMALLEST_SCALED else None
        return Decision(amount, doubt=doubt, figures=(claim,))
    if amount >= SMALLEST_BARE:
        doubt = Doubt.SPACED if claim.number.pieces and claim.noun is None else None
        return Decision(amount, doubt=doubt, figures=(claim,))
    return _too_small(amount)


def _too_small(amount: Fraction) -> Decision:
    """Offer the scale that was probably left out, the likelier one first."""
    if amount >= SMALLEST_SCALED:
        scales = (THOUSAND, 1)
    else:
        scales = (MILLION, THOUSAND) if amount < 100 else (THOUSAND, MILLION)
    offers = [amount * scale for scale in scales if (amount * scale).denominator == 1]
    others = tuple((int(offer), None) for offer in offers[1:])
    first = offers[0] if offers else None
    return Decision(first, None, Doubt.SMALL_MONEY, shown(amount), (), others)


RULES: Rules[_Amounts] = (
    Rule("currency", lambda found: found.stranger.doubt is Doubt.CURRENCY, _not_in_dong),
    Rule("for_each", lambda found: found.evidence.has(Doubt.PER_UNIT), _rate),
    Rule("range", lambda found: not RANGES.isdisjoint(found.main.joints), asks(Doubt.RANGE)),
    Rule(
        "slang",
        lambda found: found.stranger.doubt is Doubt.SLANG and len(found.main) == 1,
        _slang,
    ),
    Rule("mixed", lambda found: found.is_mixed, _mixed),
    Rule("several", lambda found: found.amounts and len(found.main) > 1, _several),
    Rule("fraction", lambda found: found.amounts and found.is_fraction, asks(Doubt.TOO_MANY)),
    Rule("amount", lambda found: found.amounts, _single),
    Rule("aside", lambda found: found.aside.doubt, lambda found: Decision().asked(found.aside)),
    Rule("nothing", lambda found: not found.main, asks(Doubt.NO_NUMBER)),
    Rule("bare", lambda found: len(found.main) == 1, _single),
    Rule("plus", lambda found: {*found.main.joints} == {"+"}, _added),
    Rule("many", lambda _: True, asks(Doubt.TOO_MANY)),
)
"""What an answer comes to; the first that applies decides."""
