"""Breakdowns: "60 người, trong đó 20 nữ", "60 người (40 hs, 20 gv)", "4 trường (2 TH, 1 THCS, 1 MN)".

A breakdown repeats figures that are already said. It is believed when it fits: no part is larger
than the whole, and parts that claim to be all add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.model.form import Cell
from bot.row_types.additions import written_sums
from bot.row_types.evidence import ASIDE, Breakdown, Claim, Evidence, Role

_NAMELESS = (Role.BARE, Role.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Figures:
    """`main` are the figures of an answer itself, `misfit` the words of a part that does not fit
    into them ("" if all do). `is_broken` says that a list of parts names only one of them with a
    figure, so that nothing can be offered."""

    main: list[Claim]
    misfit: str = ""
    is_broken: bool = False


def main_figures(evidence: Evidence, cells: Sequence[Cell], *, all_named: bool = False) -> Figures:
    """Return the claims that are figures of the row, without what stands aside.

    `all_named`: parts must add up to the whole (money), not only stay below it.
    """
    claims = [claim for claim in written_sums(evidence.claims) if claim.role not in ASIDE]
    main = [claim for claim in claims if not claim.part]
    inner = [claim for claim in claims if claim.part]
    if not inner or (len(cells) == 1 and _is_whole_of(main, inner)):
        return Figures(main)
    inner = _move_in(evidence, main, inner, cells)
    lone = len(inner) == 1 and inner[0].part is Breakdown.LISTED and inner[0].cell is not None
    return Figures(main, _misfit(main, inner, all_named), lone)


def _is_whole_of(main: Sequence[Claim], inner: Sequence[Claim]) -> bool:
    """Return whether a number without a noun is the sum of its parts in brackets: "6 (4 tin, 2 bài)"."""
    if len(main) != 1 or main[0].role is not Role.BARE or main[0].number.doubt or len(inner) < 2:
        return False
    sure = all(claim.role is Role.OWN and not claim.number.doubt for claim in inner)
    return sure and _added(inner) == main[0].number.value


def _move_in(
    evidence: Evidence, main: list[Claim], inner: list[Claim], cells: Sequence[Cell]
) -> list[Claim]:
    """Move what is no breakdown into `main`: "1 lớp (45 người)": the brackets hold the other cell."""
    said = {claim.cell for claim in main}
    for cell in cells:
        moved = [claim for claim in inner if claim.cell == cell]
        if cell in said or not moved or _speaks_of_a_share(main, inner, cell):
            continue
        main += moved
        inner = [claim for claim in inner if claim.cell != cell]
        for claim in moved:
            evidence.used.update(range(claim.start, claim.end))
    return inner


def _speaks_of_a_share(main: list[Claim], inner: list[Claim], cell: Cell) -> bool:
    """Return whether, as in "3 lớp, trong đó 1 lớp 45 người", the 45 belong to one class only."""
    shares = [claim for claim in inner if claim.cell not in (None, cell)]
    whole = [claim for claim in main if claim.cell not in (None, cell)]
    return bool(shares) and _added(shares) != _added(whole)


def _added(claims: Sequence[Claim]) -> Fraction:
    return sum((claim.number.value or Fraction(0) for claim in claims), Fraction(0))


def _misfit(main: list[Claim], inner: list[Claim], all_named: bool) -> str:
    """Return the words of the first part that does not fit, or ""."""
    nameless = [claim for claim in inner if claim.role in _NAMELESS]
    if nameless and (_make_up(nameless, main) or _is_some_of(nameless, main)):
        inner = [claim for claim in inner if claim.role not in _NAMELESS]
    for cell in (Cell.COUNT, Cell.PEOPLE):
        parts = [claim for claim in inner if _counts(claim, cell)]
        whole = [claim.number.value for claim in main if claim.cell == cell]
        inner = [claim for claim in inner if not _counts(claim, cell)]
        if parts and not _fits(parts, whole, all_named):
            return _name(parts[0])
    return _name(inner[0]) if inner else ""


def _make_up(parts: Sequence[Claim], main: Sequence[Claim]) -> bool:
    """Return whether parts without a noun of the row ("TH 25, THCS 21") add up to the figure that
    stands before them."""
    before = [claim for claim in main if claim.cell and claim.end <= parts[0].start]
    sure = not any(claim.number.doubt for claim in parts)
    return sure and len(parts) > 1 and bool(before) and _added(parts) == before[-1].number.value


def _is_some_of(parts: Sequence[Claim], main: Sequence[Claim]) -> bool:
    """Return whether "trong đó nữ 30" names some of the figure before it."""
    before = [claim for claim in main if claim.cell and claim.end <= parts[0].start]
    some = all(claim.part is Breakdown.WITHIN and not claim.number.doubt for claim in parts)
    return some and bool(before) and _added(parts) <= (before[-1].number.value or 0)


def _counts(claim: Claim, cell: Cell) -> bool:
    if claim.number.doubt or claim.noun is None:
        return False
    return claim.cell == cell or (claim.role is Role.SEX and claim.noun.cell == cell)


def _fits(parts: list[Claim], whole: list[Fraction | None], all_named: bool) -> bool:
    values = [claim.number.value for claim in parts if claim.number.value is not None]
    if len(whole) != 1 or whole[0] is None or len(values) != len(parts):
        return False
    if len(parts) == 1 and parts[0].part is Breakdown.BRACKET and parts[0].number.words:
        return False  # 3 lớp (hai lớp): the same figure in words, and another one
    if all_named or any(claim.part is Breakdown.LISTED for claim in parts):
        return sum(values) == whole[0]
    return sum(values) <= whole[0]


def _name(claim: Claim) -> str:
    return claim.word or f"{float(claim.number.value or 0):g}".replace(".", ",")
