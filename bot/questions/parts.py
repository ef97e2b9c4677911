"""Breakdowns: "60 người, trong đó 20 nữ", "60 người (40 hs, 20 gv)", "5 trường gồm 2 tiểu học …".

A breakdown repeats figures that are already said. It is believed when it fits: no part is larger
than the whole, and parts that claim to be all add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.model.form import Cell
from bot.questions.found import Quantity, Scan
from bot.questions.lexicon import Role
from bot.questions.sums import written_sums


def main_parts(
    scan: Scan, cells: Sequence[Cell], *, all_named: bool = False
) -> tuple[list[Quantity], str, str]:
    """The quantities that are figures of the row, and why the rest does not fit ("" if it does).

    `all_named`: parts must add up to the whole (money), not only stay below it.
    """
    said_once = written_sums(scan.quantities)
    main = [one for one in said_once if not one.part]
    inner = [one for one in said_once if one.part]
    if not inner:
        return main, "", ""
    said = {one.cell for one in main}
    for cell in cells:  # "1 lớp (45 người)": the brackets hold the other figure
        moved = [one for one in inner if one.cell is cell]
        if moved and cell not in said and not _speaks_of_a_share(main, inner, cell):
            main += moved
            inner = [one for one in inner if one.cell is not cell]
            for one in moved:
                scan.used.update(range(one.start, one.end))
    misfit = _misfit(main, inner, all_named)
    return main, "breakdown" if misfit else "", misfit


def _speaks_of_a_share(main: list[Quantity], inner: list[Quantity], cell: Cell) -> bool:
    """As in "3 lớp, trong đó 1 lớp 45 người": the 45 belong to one class, not to all three."""
    shares = [one for one in inner if one.cell not in (None, cell)]
    whole = [one.number.value for one in main if one.cell not in (None, cell)]
    return bool(shares) and sum(one.number.value or 0 for one in shares) != sum(
        value or 0 for value in whole
    )


def _misfit(main: list[Quantity], inner: list[Quantity], all_named: bool) -> str:
    """The words of the first part that does not fit, or ""."""
    for cell in (Cell.COUNT, Cell.PEOPLE):
        parts = [one for one in inner if _counts(one, cell)]
        whole = [one.number.value for one in main if one.cell is cell]
        inner = [one for one in inner if not _counts(one, cell)]
        if parts and not _fits(parts, whole, all_named):
            return _name(parts[0])
    return _name(inner[0]) if inner else ""


def _counts(one: Quantity, cell: Cell) -> bool:
    if one.number.doubt or one.term is None:
        return False
    return one.cell is cell or (one.term.role is Role.SEX and one.term.cell is cell)


def _fits(parts: list[Quantity], whole: list[Fraction | None], all_named: bool) -> bool:
    values = [one.number.value for one in parts if one.number.value is not None]
    if len(whole) != 1 or whole[0] is None or len(values) != len(parts):
        return False
    if len(parts) == 1 and parts[0].part == "bracket" and parts[0].number.words:
        return False  # 3 lớp (hai lớp): the same figure in words, and another one
    if all_named or any(one.part == "parts" for one in parts):
        return sum(values) == whole[0]
    return sum(values) <= whole[0]


def _name(one: Quantity) -> str:
    return (one.term.word if one.term else "") or str(one.number.value or "…")
