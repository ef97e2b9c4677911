"""Amounts in whole đồng, read back in words.

An amount without a scale that nobody would report (12 đồng, 12.500 đồng) is asked back with the
scale that was probably meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.model.answer import Answer
from bot.model.form import Cell, Indicator
from bot.questions.base import Reading
from bot.questions.echo import echo_state
from bot.questions.found import Quantity, Scan
from bot.questions.front import open_answer
from bot.questions.guess import REFUSED, Guess, conclude, number_reason, term_reason
from bot.questions.lexicon import Role
from bot.questions.parts import main_parts
from bot.questions.wholes import whole_or_parts
from bot.vietnamese.spell import grouped, money_in_words

SMALLEST_SCALED = 1_000  # below it an amount cannot be meant
SMALLEST_BARE = 100_000  # below it and without a scale word, "nghìn" was probably left out
MILLION, THOUSAND = 1_000_000, 1_000


@dataclass(frozen=True, slots=True)
class MoneyType:
    """Rows in đồng."""

    def read(self, row: Indicator, text: str) -> Reading:
        """Read "12,5 triệu", "12.500.000 đồng", "12tr5"."""
        scan = open_answer(row, text)
        if not isinstance(scan, Scan):
            return scan
        return conclude(row, scan, settle(scan))

    def echo(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002  the shape of all types
        """As in "12.500.000 đồng (mười hai triệu năm trăm nghìn đồng)"."""
        if answer.count is None:
            return echo_state(answer)
        amount = f"{grouped(answer.count)} đồng"
        words = f"{amount} ({money_in_words(answer.count)})" if answer.count else amount
        return echo_state(answer) or words


def settle(scan: Scan) -> Guess:
    """The amount from everything that was found."""
    main, reason, word = main_parts(scan, (Cell.COUNT,), all_named=True)
    guess = _amount(scan, main)
    for doubt, said in ((reason, word), number_reason(main)):
        if doubt and (not guess.reason or doubt in REFUSED):
            guess = replace(guess, reason=doubt, word=said)
    return guess


def _amount(scan: Scan, main: list[Quantity]) -> Guess:
    reason, word = term_reason(main)
    amounts = [one for one in main if _is_amount(one)]
    if any(caution.reason == "per_unit" for caution in scan.warnings):
        return _rate(main, amounts)
    if any(one.term and one.term.role is Role.CURRENCY for one in main):
        return Guess(reason="currency", word=word)
    bares = [one for one in main if one.term is None]
    if any(two.joint in ("-", "–", "đến", "tới", "lên", "hoặc", "hay", "~") for two in main[1:]):
        return Guess(reason="range")
    if reason == "slang" and len(main) == 1:
        half = any(caution.reason == "half" for caution in scan.warnings)  # 12 củ rưỡi
        return Guess(None if half else _value(main[0]), reason=reason, word=word)
    if reason or (amounts and bares):
        sure = len(amounts) == 1 and not bares and not _is_a_fraction(main)
        return Guess(_value(amounts[0]) if sure else None, None, reason or "too_many", word)
    if len(main) == 1:
        return _plausible(main[0])
    verdict = whole_or_parts(None, scan, main) if amounts else None
    if verdict and all(figure.denominator == 1 for figure in verdict.figures):
        others = tuple((int(figure), None) for figure in verdict.figures[1:])
        added = () if verdict.reason else tuple(main)  # the parts stay readable in the remark
        return Guess(verdict.figures[0], None, verdict.reason, "", added, others)
    if amounts or all(two.joint == "+" for two in bares[1:]):
        return Guess(_sum(main), reason="sum")
    return Guess(reason="too_many")


def _is_a_fraction(main: list[Quantity]) -> bool:
    """As in "hai phần ba triệu"."""
    return any(one.term is not None and one.term.word == "phần" for one in main[:-1]) and any(
        two.joint == "" for two in main[1:]
    )


def _is_amount(one: Quantity) -> bool:
    return one.term is not None and one.term.role in (Role.UNIT, Role.SLANG)


def _value(one: Quantity) -> Fraction | None:
    scale = one.term.scale if one.term else 1
    return None if one.number.value is None else one.number.value * scale


def _sum(parts: Sequence[Quantity]) -> Fraction | None:
    values = [value for value in map(_value, parts) if value is not None]
    return sum(values, Fraction(0)) if len(values) == len(parts) else None


def _rate(main: list[Quantity], amounts: list[Quantity]) -> Guess:
    """As in "07 suất, mỗi suất 2 triệu" offers the product; "10 triệu/lớp" alone is no amount."""
    numbers = [one for one in main if not _is_amount(one)]
    if len(numbers) == 1 and len(amounts) == 1:
        number, amount = numbers[0].number.value, _value(amounts[0])
        if number is not None and amount is not None:
            return Guess(number * amount, reason="per_unit")
    return Guess(reason="rate")


def _plausible(one: Quantity) -> Guess:
    """One amount; without a scale word it must be large enough to be meant in đồng."""
    amount = one.number.value
    if amount is None or amount == 0:
        return Guess(amount)
    if one.number.doubt:  # "nghìn hai" is no amount that anybody reports
        return Guess(amount if amount >= SMALLEST_BARE else None)
    if one.number.scale > 1:
        return Guess(amount, reason="small_money" if amount < SMALLEST_SCALED else "")
    if amount >= SMALLEST_BARE:
        return Guess(amount, reason="spaced" if one.number.pieces and one.term is None else "")
    scales = (MILLION, THOUSAND) if amount < 100 else (THOUSAND, MILLION)
    if amount >= SMALLEST_SCALED:
        scales = (THOUSAND, 1)
    offers = [amount * scale for scale in scales if (amount * scale).denominator == 1]
    if not offers:
        return Guess(reason="small_money")
    others = tuple((int(offer), None) for offer in offers[1:])
    return Guess(offers[0], reason="small_money", word=_said(amount), others=others)


def _said(amount: Fraction) -> str:
    return (
        grouped(int(amount)) if amount.denominator == 1 else str(float(amount)).replace(".", ",")
    )
