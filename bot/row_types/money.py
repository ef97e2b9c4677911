"""Amounts in whole đồng, read back in words.

An amount without a scale that nobody would report (12 đồng, 12.500 đồng) is asked back with the
scale that was probably meant. A unit that is not đồng behind an amount is never money.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.finding import Finding
from bot.model.form import Cell, Indicator
from bot.row_types import nouns
from bot.row_types.base import Figures, RowType, echo_state, stored_figures
from bot.row_types.breakdowns import main_figures
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    Claim,
    Decision,
    Evidence,
    Noun,
    Role,
    number_doubt,
    strange,
    total,
)
from bot.row_types.shares import are_givers, named_shares
from bot.row_types.totals import whole_or_parts
from bot.vietnamese.spell import grouped, money_in_words
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
        amount = answer.count or 0
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
        figures = main_figures(evidence, (Cell.COUNT,), all_named=True)
        main = [claim for claim in figures.main if claim.role is not Role.NEAR]
        decision = _amount(evidence, main)
        misfit = (Doubt.BREAKDOWN if figures.misfit else None, figures.misfit)
        for doubt, word in (misfit, (number_doubt(main), "")):
            if doubt and (decision.doubt is None or doubt.refuses):
                decision = replace(decision, doubt=doubt, word=word)
        return decision

    def echo(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the amount with its words: "12.500.000 đồng (mười hai triệu …)"."""
        if echo_state(answer) or answer.count is None:
            return echo_state(answer)
        amount = f"{grouped(answer.count)} đồng"
        return f"{amount} ({money_in_words(answer.count)})" if answer.count else amount


def _amount(evidence: Evidence, main: list[Claim]) -> Decision:
    """Return the amount by the first rule that fits what was said."""
    doubt, word = strange(main)
    amounts = [claim for claim in main if claim.role in (Role.OWN, Role.SLANG)]
    bares = [claim for claim in main if claim.role is Role.BARE]
    if doubt is Doubt.CURRENCY:
        return Decision(doubt=doubt, word=word)
    if evidence.has(Doubt.PER_UNIT):
        return _rate(evidence, main, amounts)
    if any(second.joint in RANGES for _, second in pairwise(main)):
        return Decision(doubt=Doubt.RANGE)
    if doubt is Doubt.SLANG and len(main) == 1:
        return _slang(evidence, main[0])
    if doubt or (amounts and bares):
        sure = len(amounts) == 1 and not bares and not _is_fraction(evidence)
        return Decision(amounts[0].value if sure else None, None, doubt or Doubt.TOO_MANY, word)
    if not amounts:
        return _without_amount(evidence, main)
    return _single(evidence, main[0]) if len(main) == 1 else _several(evidence, main)


def _without_amount(evidence: Evidence, main: list[Claim]) -> Decision:
    """Return what is left where no number has a word of money behind it."""
    doubt, word = strange(claim for claim in evidence.claims if claim.role in (*ASIDE, Role.NEAR))
    if doubt:
        return Decision(doubt=doubt, word=word)
    if len(main) == 1:
        return _plausible(main[0])
    if main and all(claim.joint == "+" for claim in main[1:]):
        return Decision(total(main), doubt=Doubt.SUM)
    return Decision(doubt=Doubt.TOO_MANY if main else Doubt.NO_NUMBER)


def _single(evidence: Evidence, claim: Claim) -> Decision:
    if _is_fraction(evidence):
        return Decision(doubt=Doubt.TOO_MANY)
    return _plausible(claim)


def _several(evidence: Evidence, main: list[Claim]) -> Decision:
    """Return a total that its parts add up to; other amounts are only offered as a sum."""
    verdict = whole_or_parts(None, evidence, main)
    shares = named_shares(evidence, [(claim,) for claim in main])
    if verdict is None and are_givers(shares, evidence):
        return Decision(total(main), figures=tuple(main), parts=shares)
    if verdict is None or any(figure.denominator != 1 for figure in verdict.figures):
        return Decision(total(main), doubt=Doubt.SUM)
    figures = () if verdict.doubt else tuple(main)
    others = tuple((int(figure), None) for figure in verdict.figures[1:])
    return Decision(verdict.figures[0], None, verdict.doubt, "", figures, others)


def _slang(evidence: Evidence, claim: Claim) -> Decision:
    halved = evidence.has(Doubt.HALF)  # 12 củ rưỡi
    return Decision(None if halved else claim.value, doubt=Doubt.SLANG, word=claim.word)


def _is_fraction(evidence: Evidence) -> bool:
    """Return whether a number of parts runs into the amount, as in "hai phần ba triệu"."""
    return any(
        first.word == FRACTION and second.joint == ""
        for first, second in pairwise(evidence.claims)
    )


def _rate(evidence: Evidence, main: list[Claim], amounts: Sequence[Claim]) -> Decision:
    """Offer the product of "07 suất, mỗi suất 2 triệu"; "10 triệu/lớp" alone is no amount."""
    others = [claim for claim in evidence.claims if claim.role in (Role.OTHER, Role.NEAR)]
    numbers_said = [claim for claim in main if claim not in amounts] + others
    if len(numbers_said) == 1 and len(amounts) == 1:
        number, amount = numbers_said[0].value, amounts[0].value
        if number is not None and amount is not None:
            return Decision(number * amount, doubt=Doubt.PER_UNIT)
    return Decision(doubt=Doubt.RATE)


def _plausible(claim: Claim) -> Decision:
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
    return Decision(first, None, Doubt.SMALL_MONEY, _shown(amount), (), others)


def _shown(amount: Fraction) -> str:
    if amount.denominator == 1:
        return grouped(int(amount))
    return str(float(amount)).replace(".", ",")
