"""Figures that stand far from those of a unit's peers, or far from its own of last year: questions, never
refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from bot.figures.rollup import Standing, UnitReport, figures_of, units_by_kind
from bot.model.answer import Answer, note_of
from bot.model.form import Cell, Form, Indicator
from bot.model.unusual import Unusual

Compared = Literal["peers", "last_year"]
PEERS: Compared = "peers"
LAST_YEAR: Compared = "last_year"


@dataclass(frozen=True, slots=True)
class Outlier:
    """One figure of a unit that is at least `times` as far from `usual`: the median of its peers, or its own
    of last year (`compared`).
    `reason` is the remark that the unit wrote beside it, "" while nobody has said why."""

    unit_code: str
    row: str
    cell: Cell
    number: int
    usual: int
    compared: Compared
    times: int
    reason: str = ""


Usual = Mapping[tuple[str, Cell], float]
"""The median of a kind of units by row and column."""


def medians(form: Form, reports: Sequence[Mapping[str, Answer]], least: int) -> Usual:
    """Return what is usual in the reports of a kind of units, of each figure that at least so many gave."""
    return {
        (row.code, cell): median(given)
        for row in form.questions
        for cell in row.cells
        if len(given := _numbers(row, cell, reports)) >= least
    }


def _numbers(row: Indicator, cell: Cell, reports: Sequence[Mapping[str, Answer]]) -> list[int]:
    """Return what was given of a figure; 0 is nothing to compare with."""
    given = (figures_of(row, answers.get(row.code)).get(cell) for answers in reports)
    return list(filter(None, given))


def _single(units: Sequence[UnitReport]) -> tuple[UnitReport, ...]:
    """Return the units whose own figures count, not those with a total of several."""
    return tuple(
        unit.as_added()
        for unit in units
        if unit.is_counted and unit.standing is not Standing.TOTAL
    )


def _given(row: Indicator, cell: Cell, peers: Sequence[UnitReport]) -> dict[str, int]:
    """Return what each unit gave of a figure; 0 is nothing to compare with."""
    return {
        unit.unit_code: number
        for unit in peers
        if (number := figures_of(row, unit.answers.get(row.code)).get(cell))
    }


def far_from_peers(form: Form, units: Sequence[UnitReport], unusual: Unusual) -> list[Outlier]:
    """Return the figures of single units far above the median of those of their kind."""
    found: list[Outlier] = []
    for peers in units_by_kind(_single(units)).values():
        for row in form.questions:
            for cell in row.cells:
                found += _far(row, cell, peers, unusual)
    return found


def _far(
    row: Indicator, cell: Cell, peers: Sequence[UnitReport], unusual: Unusual
) -> list[Outlier]:
    given = _given(row, cell, peers)
    if len(given) < unusual.least_peers:
        return []
    usual = median(given.values())
    reasons = {unit.unit_code: _reason(row, unit) for unit in peers}
    return [
        Outlier(code, row.code, cell, number, round(usual), PEERS, unusual.peers, reasons[code])
        for code, number in given.items()
        if unusual.is_far_from_peers(number, usual)
    ]


def _reason(row: Indicator, unit: UnitReport) -> str:
    return note_of(unit.answers.get(row.code))


def far_from_last_year(
    form: Form,
    units: Sequence[UnitReport],
    before: Mapping[str, UnitReport],
    unusual: Unusual,
) -> list[Outlier]:
    """Return the figures that are far above or below those of the same unit a year before."""
    found = []
    for unit in (each.as_added() for each in units if each.is_counted):
        last = before.get(unit.unit_code)
        if last is None or unit.standing is Standing.TOTAL:
            continue
        for row in form.questions:
            now = figures_of(row, unit.answers.get(row.code))
            was = figures_of(row, last.answers.get(row.code))
            found += [
                Outlier(
                    unit.unit_code,
                    row.code,
                    cell,
                    number,
                    was[cell],
                    LAST_YEAR,
                    unusual.last_year,
                    _reason(row, unit),
                )
                for cell, number in now.items()
                if unusual.is_far_from_last_year(number, was.get(cell, 0))
            ]
    return found
