"""Sums written out: "45+50 người" are 95, "45 + 50 = 95 người" are 95 as well, never 50 or 190."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.row_types.evidence import Claim, Role

INSIDE_A_NUMBER = frozenset(["/", "+", "=", "-", "–", "−", "~", "—", "…", "đến", "tới"]) | {
    "",
    " ",
}
SMALLEST_FULL = 1000  # a larger number before "+ 3 triệu" is hardly meant in millions


def written_sums(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with bare numbers joined by "+" put into what follows them. The sum keeps
    the doubt "sum", so that it is offered and not taken at once."""
    merged: list[Claim] = []
    for claim in claims:
        value = _together(merged[-1], claim) if merged else None
        if value is None:
            merged.append(claim)
        else:
            merged.append(_merge(merged.pop(), claim, value))
    named = any(claim.noun for claim in merged)
    checked = any(claim.joint == "=" for claim in claims)
    return merged if named or checked or len(merged) > 1 else list(claims)


def _merge(first: Claim, second: Claim, value: Fraction) -> Claim:
    number = replace(second.number, value=value, doubt="sum", words=0)
    return replace(second, number=number, start=first.start, joint=first.joint, part=first.part)


def _together(first: Claim, second: Claim) -> Fraction | None:
    """Return the value of two figures joined by a sign; None where they stay two."""
    if not _may_join(first, second):
        return None
    left, right = first.number.value, second.number.value
    assert left is not None and right is not None
    if second.joint == "=" and first.number.doubt == "sum":
        return right if right in (left, left * second.number.scale) else None
    return _scaled(left, second) + right if second.joint == "+" else None


def _may_join(first: Claim, second: Claim) -> bool:
    whole = first.number.value is not None and second.number.value is not None
    plain = not (first.number.pieces or second.number.pieces or second.number.doubt)
    bare = first.role is Role.BARE and first.part == second.part
    return whole and plain and bare and first.number.doubt in ("", "sum")


def _scaled(value: Fraction, second: Claim) -> Fraction:
    """Apply the scale behind "5+3 triệu", which holds for both."""
    return value * second.number.scale if value < SMALLEST_FULL else value


def runs_into_another(claims: Sequence[Claim]) -> bool:
    """Return whether a bare number may be a part of the next figure or the other way round, as in
    "3 lớp 4 5 người", "1/2 lớp", "45 trên 50 người"."""
    return any(
        first.noun is None and second.noun is not None and second.joint in INSIDE_A_NUMBER
        for first, second in pairwise(claims)
    )
