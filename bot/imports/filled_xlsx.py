"""A workbook as grids of plain values: what each cell shows, never what it would compute.

A formula counts by the result that the office's program kept beside it; without one it is odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.workbook.workbook import Workbook

from bot.imports.grid import Grid, GridLine, Odd, OpenedFile, Value
from bot.imports.safe_zip import FileRefused, packed_again, read_parts

WANTED = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "docProps/custom.xml",
    }
)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
FORMULA = re.compile(rb"<(?:[a-z0-9]+:)?f[ >/]")
MOST_SHEETS = 30
MOST_LINES = 600
MOST_COLUMNS = 30
SHOWN = 40  # characters of an odd cell
LONGEST = 40_000  # characters of one cell, more than any program keeps


def open_workbook(path: Path) -> OpenedFile:
    """All visible sheets; raises FileRefused, or whatever the library makes of damaged parts."""
    parts = read_parts(path, lambda name: name in WANTED or bool(SHEET.fullmatch(name)))
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise FileRefused("macro")
    book = openpyxl.load_workbook(
        packed_again(parts), read_only=True, data_only=True, keep_links=False
    )
    computed = _formulas(parts)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    grids = tuple(
        Grid(sheet.title, tuple(_lines(sheet, computed.get(sheet.title, {}))))
        for sheet in sheets[:MOST_SHEETS]
    )
    return OpenedFile(grids, _properties(book))


def _properties(book: Workbook) -> dict[str, str]:
    return {
        prop.name: prop.value
        for prop in book.custom_doc_props.props
        if prop.name and isinstance(prop.value, str)
    }


Formulas = dict[tuple[int, int], str]  # line and column to what was typed


def _formulas(parts: dict[str, bytes]) -> dict[str, Formulas]:
    """All formulas by sheet; a second look that few files need."""
    if not any(FORMULA.search(body) for name, body in parts.items() if SHEET.fullmatch(name)):
        return {}
    book = openpyxl.load_workbook(packed_again(parts), read_only=True, keep_links=False)
    return {
        sheet.title: {
            (cell.row, cell.column): str(cell.value)[:SHOWN]
            for cells in _rows(sheet)
            for cell in cells
            if getattr(cell, "data_type", "") == "f"
        }
        for sheet in book.worksheets[:MOST_SHEETS]
    }


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says about its size may be wrong, or a million rows
    return islice(sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS), MOST_LINES)


def _lines(sheet: Any, formulas: Formulas) -> Iterator[GridLine]:
    for place, cells in enumerate(_rows(sheet), start=1):
        values = tuple(
            _value(cell, formulas.get((place, column), ""))
            for column, cell in enumerate(cells, start=1)
        )
        if any(value is not None for value in values):
            yield GridLine(place, values)


def _value(cell: Any, formula: str) -> Value:
    value = cell.value
    if value is None:
        return Odd("formula", formula) if formula else None
    if getattr(cell, "data_type", "") == "e":
        return Odd("cell_error", str(value)[:SHOWN])
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):  # a moment is a date, too
        return Odd("date", value.strftime("%d/%m/%Y"))
    if isinstance(value, time | timedelta):
        return Odd("date", str(value))
    text = unescape(str(value)[:LONGEST]).strip()
    return text or None


def _number(value: int | float) -> Value:
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return Odd("cell_error", str(value))
    return value
