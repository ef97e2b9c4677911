"""Sums written out: "45+50 người" are 95, "45 + 50 = 95 người" are 95 as well, never 50 or 190."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.questions.found import Quantity

INSIDE_A_NUMBER = ("", " ", "…", "đến", "tới", "/", "+", "=", "-", "–", "−", "~", "—")
SMALLEST_FULL = 1000  # a larger number before "+ 3 triệu" is hardly meant in millions


def written_sums(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with bare numbers joined by "+" put into what follows them. The sum keeps the
    doubt "sum", so that it is offered and not taken at once."""
    merged: list[Quantity] = []
    for one in quantities:
        value = _together(merged[-1], one) if merged else None
        if value is None:
            merged.append(one)
            continue
        first = merged.pop()
        number = replace(one.number, value=value, doubt="sum", words=0)
        merged.append(
            replace(one, number=number, start=first.start, joint=first.joint, part=first.part)
        )
    named = any(one.term is not None for one in merged)
    return merged if named or len(merged) > 1 or _is_checked(quantities) else list(quantities)


def _together(first: Quantity, second: Quantity) -> Fraction | None:
    """The value of two figures joined by a sign; None where they stay two."""
    one, two = first.number.value, second.number.value
    if first.term is not None or first.part != second.part or one is None or two is None:
        return None
    if first.number.pieces or second.number.pieces or second.number.doubt:
        return None
    if first.number.doubt not in ("", "sum"):
        return None
    if second.joint == "=" and first.number.doubt == "sum":
        return two if two in (one, one * second.number.scale) else None
    return _scaled(one, second) + two if second.joint == "+" else None


def _scaled(value: Fraction, second: Quantity) -> Fraction:
    """As in "5+3 triệu": the scale behind holds for both."""
    return value * second.number.scale if value < SMALLEST_FULL else value


def _is_checked(quantities: Sequence[Quantity]) -> bool:
    """Whether the sum itself is said: "45 + 50 = 95"."""
    return any(one.joint == "=" for one in quantities)


def runs_into_another(quantities: Sequence[Quantity]) -> bool:
    """As in "3 lớp 4 5 người", "1/2 lớp", "45 trên 50 người": a bare number that may be a part of the
    next figure or the other way round."""
    return any(
        first.term is None and second.term is not None and second.joint in INSIDE_A_NUMBER
        for first, second in pairwise(quantities)
    )
