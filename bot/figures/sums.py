"""The sums of an issued total, kept so that what changes later shows cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.model.form import Cell, Form
from bot.model.snapshot import NONE, CellSum, ColumnSum, Sums
from bot.row_types.base import Figures

Reports = Iterable[Mapping[str, Figures]]  # what each row comes to in each unit's report


def add_up(form: Form, reports: Reports) -> dict[str, CellSum]:
    """Return the sums of every row that has a figure, over units; computed rows unit by unit."""
    numbers: dict[str, dict[Cell, list[int]]] = {row.code: {} for row in form.rows if row.cells}
    for given in reports:
        for code in numbers.keys() & given.keys():
            for cell, number in given[code].items():
                numbers[code].setdefault(cell, []).append(number)
    return {
        code: CellSum({cell: ColumnSum(sum(each), len(each)) for cell, each in own.items()})
        for code, own in numbers.items()
    }


def replaced(before: Sums, form: Form, gone: Reports, come: Reports) -> dict[str, CellSum]:
    """Return the sums after some units' reports were replaced by others."""
    taken, given = add_up(form, gone), add_up(form, come)
    return {
        code: before.get(code, NONE) + -taken.get(code, NONE) + given.get(code, NONE)
        for code in [*before, *(code for code in given if code not in before)]
    }
