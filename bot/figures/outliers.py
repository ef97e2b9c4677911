"""Figures that stand far from those of a unit's peers, or far from its own of last year: questions, never
refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bot.figures.rollup import Standing, UnitReport, figures_of, units_by_kind
from bot.model.form import Cell, Form, Indicator

TIMES_PEERS = 5  # a figure above so many times the median of its peers is asked about
FEWEST_PEERS = 5  # units of the kind that gave one
TIMES_LAST_YEAR = 10  # either way


@dataclass(frozen=True, slots=True)
class Outlier:
    """One figure of a unit that is far from `usual`: the median of its peers, or its own of last year."""

    unit_code: str
    row: str
    cell: Cell
    number: int
    usual: int
    is_last_year: bool


def far_from_peers(form: Form, units: Sequence[UnitReport]) -> list[Outlier]:
    """Return the figures of single units above five times the median of at least five units of the kind."""
    own = tuple(
        unit.as_added()
        for unit in units
        if unit.is_counted and unit.standing is not Standing.TOTAL
    )
    found: list[Outlier] = []
    for peers in units_by_kind(own).values():
        for row in form.questions:
            for cell in row.cells:
                found += _far(row, cell, peers)
    return found


def _far(row: Indicator, cell: Cell, peers: Sequence[UnitReport]) -> list[Outlier]:
    given = {
        unit.unit_code: number
        for unit in peers
        if (number := figures_of(row, unit.answers.get(row.code)).get(cell))
    }
    if len(given) < FEWEST_PEERS:
        return []
    usual = median(given.values())
    return [
        Outlier(code, row.code, cell, number, round(usual), is_last_year=False)
        for code, number in given.items()
        if number > TIMES_PEERS * usual
    ]


def far_from_last_year(
    form: Form, units: Sequence[UnitReport], before: Mapping[str, UnitReport]
) -> list[Outlier]:
    """Return the figures that are ten times those of the same unit a year before, or a tenth of them."""
    found = []
    for unit in (each.as_added() for each in units if each.is_counted):
        last = before.get(unit.unit_code)
        if last is None or unit.standing is Standing.TOTAL:
            continue
        for row in form.questions:
            now = figures_of(row, unit.answers.get(row.code))
            was = figures_of(row, last.answers.get(row.code))
            found += [
                Outlier(unit.unit_code, row.code, cell, number, was[cell], is_last_year=True)
                for cell, number in now.items()
                if was.get(cell) and _is_tenfold(number, was[cell])
            ]
    return found


def _is_tenfold(number: int, was: int) -> bool:
    return number >= TIMES_LAST_YEAR * was or 0 < number * TIMES_LAST_YEAR <= was
