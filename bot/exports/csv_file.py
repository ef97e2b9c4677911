"""All reports as one flat table: a line for each unit and row, ready for a pivot table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from bot.exports.cells import FORMULA_STARTS, printable
from bot.exports.export_progress import followed
from bot.exports.rows import instant, reported_rows
from bot.exports.sheet_data import CampaignSheet
from bot.figures.rollup import UnitReport
from bot.model.answer import Answer, state_of
from bot.model.form import FIRST_CELLS, Cell, Indicator

COLUMNS = (
    "unit_code",
    "unit_name",
    "state",
    "version",
    "submitted_at",
    "late_days",
    "code",
    "label",
    "row_state",
    "count",
    "people",
    "text",
    "note",
    "source",
)


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Write UTF-8 with a byte-order mark, so that Excel reads the accents; commas between fields."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    lines = csv.writer(text)
    more = dict.fromkeys(
        cell for part in sheet.parts for cell in part.form.cells if cell not in FIRST_CELLS
    )
    lines.writerow((*COLUMNS, *more))
    everyone = [(part, unit) for part in sheet.parts for unit in part.units]
    for part, unit in followed(everyone):
        lines.writerows(_lines(part, unit, tuple(more)))
    text.flush()
    text.detach()  # the caller closes its own file


def _lines(
    sheet: CampaignSheet, unit: UnitReport, more: tuple[Cell, ...]
) -> Iterator[list[object]]:
    """Return a unit's lines; the figures of further columns stand behind all else."""
    own = (
        _inert(unit.unit_code),
        _inert(unit.unit_name),
        unit.state.value,
        unit.version,
        instant(unit.submitted_at, sheet.tz),
        unit.late_days,
    )
    for row, answer in reported_rows(sheet.form, unit):
        yield [
            *own,
            *_cells(row, answer),
            *(answer.figure(cell) if answer else None for cell in more),
        ]


def _cells(row: Indicator, answer: Answer | None) -> list[object]:
    label = _inert(row.label)
    if answer is None:
        return [row.code, label, state_of(None), None, None, "", "", ""]
    return [
        row.code,
        label,
        state_of(answer),
        answer.count,
        answer.people,
        _inert(answer.text),
        _inert(answer.note),
        answer.source,
    ]


def _inert(text: str) -> str:
    """Return a text, with an apostrophe before what a spreadsheet would run as a formula: this format has
    no other way to say that it is text."""
    plain = printable(text)
    return f"'{plain}" if plain.startswith(FORMULA_STARTS) and plain != "-" else plain
