"""A row that asks a unit how many of those below it did something ("bao nhiêu xã đã tổ chức"): where these
tell it themselves, a total counts it once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.figures.rollup import Standing, UnitReport
from bot.model.form import Cell, Form, Indicator
from bot.model.unit_tree import UnitTree, unit_tree
from bot.row_types.base import Figures

Less = dict[str, dict[str, Figures]]  # unit and row to what is left out


def counted_below(form: Form, units: Sequence[UnitReport]) -> tuple[UnitReport, ...]:
    """Return units with what a total leaves out of those that answer for the units below them: as much as
    these tell themselves, so that the larger of both counts."""
    rows = [row for row in form.answerable if any(each.within for each in row.asked)]
    tree = unit_tree(units)
    if not rows or tree.is_flat:
        return tuple(units)
    known = {unit.unit_code: unit for unit in units}
    less: Less = {}
    for row in rows:
        for root in tree.roots:
            _comes_to(form, row, tree, known, root, less)
    return tuple(
        replace(unit, left_out={**unit.left_out, **less[unit.unit_code]})
        if unit.unit_code in less
        else unit
        for unit in units
    )


def _comes_to(
    form: Form,
    row: Indicator,
    tree: UnitTree,
    known: Mapping[str, UnitReport],
    code: str,
    less: Less,
) -> Figures:
    """Return what a unit and those below it tell of a row, and note what is told twice."""
    unit = known[code]
    own: Figures = {}
    if unit.is_counted:
        own = unit.as_added().figures_in(form).get(row.code, {})
    if unit.standing is Standing.TOTAL:
        return own
    below = _sum(_comes_to(form, row, tree, known, child, less) for child in tree.children(code))
    asked = unit.asked_form(form).by_code.get(row.code)
    if asked is None or not asked.within:
        return _sum((own, below))
    twice = {cell: min(number, below.get(cell, 0)) for cell, number in own.items()}
    if any(twice.values()):
        before = unit.left_out.get(row.code, {})
        less.setdefault(code, {})[row.code] = _sum((before, twice))
    return {cell: max(own.get(cell, 0), below.get(cell, 0)) for cell in {**own, **below}}


def _sum(several: Iterable[Figures]) -> Figures:
    total: dict[Cell, int] = {}
    for figures in several:
        for cell, number in figures.items():
            total[cell] = total.get(cell, 0) + number
    return total
