"""The sums of an issued total, kept so that what changes later shows cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.figures.rollup import derived_totals, figures_of
from bot.model.answer import Answer
from bot.model.form import Form
from bot.model.snapshot import NONE, CellSum, ColumnSum, Sums

Reports = Iterable[tuple[Form, Mapping[str, Answer]]]  # each unit's form as asked, its answers


def add_up(form: Form, reports: Reports) -> dict[str, CellSum]:
    """Return the sums of every row that has a figure, over units; computed rows unit by unit."""
    found = {row.code: CellSum() for row in form.rows if row.cells}
    for own, answers in reports:
        derived = derived_totals(own, answers)
        for row in own.rows:
            if row.code in found:
                figures = derived.get(row.code) or figures_of(row, answers.get(row.code))
                found[row.code] += CellSum(
                    {cell: ColumnSum(number, 1) for cell, number in figures.items()}
                )
    return found


def replaced(before: Sums, form: Form, gone: Reports, come: Reports) -> dict[str, CellSum]:
    """Return the sums after some units' reports were replaced by others."""
    taken, given = add_up(form, gone), add_up(form, come)
    return {
        code: before.get(code, NONE) + -taken.get(code, NONE) + given.get(code, NONE)
        for code in [*before, *(code for code in given if code not in before)]
    }
