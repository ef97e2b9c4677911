"""The sums of an issued total, kept so that what changes later shows cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.figures.rollup import derived_totals, figures_of
from bot.model.answer import Answer
from bot.model.form import Form
from bot.model.snapshot import NONE, CellSum, Sums

Reports = Iterable[tuple[Form, Mapping[str, Answer]]]  # each unit's form as asked, its answers


def add_up(form: Form, reports: Reports) -> dict[str, CellSum]:
    """Return the sums of every row that has a figure, over units; computed rows unit by unit."""
    found: dict[str, list[int]] = {row.code: [0, 0, 0, 0] for row in form.rows if row.cells}
    for own, answers in reports:
        derived = derived_totals(own, answers)
        for row in own.rows:
            sums = found.get(row.code)
            if sums is None:
                continue
            count, people = derived.get(row.code) or figures_of(row, answers.get(row.code))
            if count is not None:
                sums[0] += count
                sums[1] += 1
            if people is not None:
                sums[2] += people
                sums[3] += 1
    return {code: CellSum(*sums) for code, sums in found.items()}


def replaced(before: Sums, form: Form, gone: Reports, come: Reports) -> dict[str, CellSum]:
    """Return the sums after some units' reports were replaced by others."""
    taken, given = add_up(form, gone), add_up(form, come)
    return {
        code: before.get(code, NONE) + -taken.get(code, NONE) + given.get(code, NONE)
        for code in [*before, *(code for code in given if code not in before)]
    }
