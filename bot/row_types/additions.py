"""Sums written out: "45+50 người" are 95, "45 + 50 = 95 người" are 95 as well, never 50 or 190."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.row_types.evidence import Claim, Claims, Role

INSIDE_A_NUMBER = frozenset(["/", "+", "=", "-", "–", "−", "~", "—", "…", "đến", "tới"]) | {
    "",
    " ",
}
SMALLEST_FULL = 1000  # a larger number before "+ 3 triệu" is hardly meant in millions


def written_sums(claims: Iterable[Claim]) -> Claims:
    """Return the claims with bare numbers joined by "+" put into what follows them, unless that begins anew
    ("1 lớp 40 + 1 lớp 35"). The sum keeps the doubt "sum", so that it is offered and not taken at once."""
    said, merged = Claims(claims), list[Claim]()
    if "+" not in [claim.joint for claim in said[1:]]:
        return said
    for claim in said:
        begins_anew = len(merged) > 1 and claim.cell and merged[-2].cell == claim.cell
        value = _together(merged[-1], claim) if merged and not begins_anew else None
        merged.append(claim if value is None else _merge(merged.pop(), claim, value))
    nameless = [claim.noun for claim in merged] == [None]
    return said if nameless and "=" not in [claim.joint for claim in said] else Claims(merged)


def _merge(first: Claim, second: Claim, value: Fraction) -> Claim:
    number = replace(second.number, value=value, doubt="sum", words=0)
    return replace(second, number=number, start=first.start, joint=first.joint, part=first.part)


def _together(first: Claim, second: Claim) -> Fraction | None:
    """Return the value of two figures joined by a sign; None where they stay two. The scale behind
    "5+3 triệu" holds for both."""
    left, right, scale = first.number.value, second.number.value, second.number.scale
    if left is None or right is None or not _may_join(first, second):
        return None
    match second.joint, first.number.doubt:
        case "=", "sum":
            return right if right in (left, left * scale) else None
        case "+", _:
            return (left * scale if left < SMALLEST_FULL else left) + right
    return None


def _may_join(first: Claim, second: Claim) -> bool:
    plain = not (first.number.pieces or second.number.pieces or second.number.doubt)
    bare = first.role is Role.BARE and first.part == second.part
    return plain and bare and first.number.doubt in ("", "sum")


def runs_into_another(claims: Claims) -> bool:
    """Return whether a bare number may be a part of the next figure or the other way round, as in
    "3 lớp 4 5 người", "1/2 lớp", "45 trên 50 người"."""
    return any(
        first.noun is None and second.noun is not None and second.joint in INSIDE_A_NUMBER
        for first, second in pairwise(claims)
    )
