"""A line pasted from the official table in Word or Excel: cells between tabs."""

from __future__ import annotations

from bot.domain.form import Cell, Form, Indicator, Kind
from bot.vietnamese.normalise import unaccented

SHORTEST_LABEL = 6


def read_table_line(form: Form, line: str) -> tuple[Indicator | None, str]:
    """(row, what its quantity cells say): the row by its TT code, else by its label.

    Cells that repeat the label or the unit column are passed over; a number in the second quantity
    column is people. An empty rest means the line holds no figure.
    """
    cells = [cell.strip() for cell in line.split("\t")]
    row = _row(form, cells)
    if row is None:
        return None, ""
    return row, _figures(row, _rest(row, cells))


def _key(text: str) -> str:
    return "".join(char for char in unaccented(text) if char.isalnum())


def _row(form: Form, cells: list[str]) -> Indicator | None:
    labels = {_key(row.label): row for row in form.rows}
    named = [
        labels[_key(cell)]
        for cell in cells
        if len(_key(cell)) >= SHORTEST_LABEL and _key(cell) in labels
    ]
    coded = form.find(cells[0].rstrip(".")) if cells[0] else None
    if named and coded is not None and named[0] is not coded:
        return None  # the code and the label disagree: a shifted line is nobody's
    return named[0] if named else coded


def _rest(row: Indicator, cells: list[str]) -> list[str]:
    """The cells behind TT, label and unit."""
    skip = {_key(row.label), _key(row.measure_label)}
    left = cells[1:] if cells[0].rstrip(".") in (row.code, row.printed) else cells
    while left and left[0] and _key(left[0]) in skip:
        left = left[1:]
    return left


def _figures(row: Indicator, cells: list[str]) -> str:
    """Two quantity cells as one answer in the row's own units; a cell of words as it stands."""
    cells = [*cells, "", ""]
    first, second, note = cells[0], cells[1], " ".join(cells[2:]).strip()
    if row.kind is Kind.TEXT:
        return " ".join(cell for cell in cells if cell)
    parts = []
    for cell, said in ((Cell.COUNT, first), (Cell.PEOPLE, second)):
        measure = row.measure(cell)
        if not said:
            continue
        is_number = all(char.isdigit() or char in ". " for char in said)
        both = len(row.cells) == 2
        parts.append(f"{said} {measure.word}" if both and is_number and measure else said)
    said = " ".join(parts)
    return f"{said} ({note})" if said and note else said
