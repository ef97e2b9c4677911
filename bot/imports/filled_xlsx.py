"""A workbook as grids of plain values: what each cell shows, never what it would compute.

A formula counts by the result that the office's program kept beside it; without one it is odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._reader import WorkSheetParser

from bot.imports.cell_remarks import on_cells
from bot.imports.core_properties import PARTS, core_properties
from bot.imports.grid import (
    Grid,
    GridLine,
    Left,
    Odd,
    OpenedFile,
    Value,
    is_footnote_mark,
    seen_line,
    shown,
)
from bot.imports.number_format import seen_number
from bot.imports.safe_zip import packed_again, read_parts, refuse_macros
from bot.imports.sheet_view import SheetView, view_of

WANTED = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "docProps/custom.xml",
        *PARTS,
    }
)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
BESIDE = re.compile(r"xl/worksheets/_rels/[^/]+\.rels|xl/(?:comments/?)?comments?[0-9]*\.xml")
FORMULA = re.compile(rb"<(?:[a-z0-9]+:)?f[ >/]")
MOST_SHEETS = 30
MOST_LINES = 600
MOST_COLUMNS = 30
SHOWN = 40  # characters of an odd cell
LONGEST = 40_000  # characters of one cell, more than any program keeps


def open_workbook(path: Path) -> OpenedFile:
    """Return all visible sheets; raises FileRefused, or whatever the library makes of damaged parts."""
    parts = workbook_parts(path)
    book = openpyxl.load_workbook(
        packed_again(parts), read_only=True, data_only=True, keep_links=False, rich_text=True
    )
    computed = _formulas(parts)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    grids = tuple(_grid(sheet, parts, computed) for sheet in sheets[:MOST_SHEETS])
    return OpenedFile(grids, {**core_properties(parts), **_properties(book)})


def workbook_parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook that are read; raises FileRefused for what should not be opened."""
    parts = read_parts(path, _is_read)
    refuse_macros(parts)
    return parts


def _is_read(name: str) -> bool:
    return name in WANTED or bool(SHEET.fullmatch(name) or BESIDE.fullmatch(name))


def _grid(sheet: Any, parts: dict[str, bytes], computed: dict[str, Formulas]) -> Grid:
    place = sheet._worksheet_path.lstrip("/")
    view = view_of(parts.get(place, b""), MOST_LINES)
    beside = Beside(computed.get(sheet.title, {}), on_cells(parts, place))
    lines = tuple(_lines(sheet, view, beside))
    tall = tuple(span for span in view.spans if span.bottom > span.top)
    return Grid(sheet.title, lines, tall, view.columns)


def _properties(book: Workbook) -> dict[str, str]:
    return {
        prop.name: prop.value
        for prop in book.custom_doc_props.props
        if prop.name and isinstance(prop.value, str)
    }


Formulas = dict[tuple[int, int], str]  # line and column to what was typed


@dataclass(frozen=True)
class Beside:
    """What a sheet has beside its values, by line and column: what was typed, and remarks on cells."""

    formulas: Formulas
    remarks: dict[tuple[int, int], str]

    def formula(self, line: int, column: int) -> str:
        """Return the formula of a cell, "" for none."""
        return self.formulas.get((line, column), "")

    def with_remark(self, place: tuple[int, int], seen: tuple[Value, Left]) -> tuple[Value, Left]:
        """Return what is seen of a cell with the remark on it, which is not read."""
        value, left = seen
        return value, [*left, *(("remark", text) for text in [self.remarks.get(place)] if text)]


def _formulas(parts: dict[str, bytes]) -> dict[str, Formulas]:
    """Return all formulas by sheet; a second look that few files need."""
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
    """Return the lines of a sheet, the first 600 and 30 columns of each; what the file says about its size
    may be wrong, or a million rows. The library's own way leaves out how parts of a text look where
    the text stands in the sheet itself."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, data_only=book.data_only, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats, rich_text=True,
        )  # fmt: skip
        due = 1
        for place, cells in parser.parse():
            if place > MOST_LINES:
                return
            yield from repeat((), place - due)
            if place >= due:
                yield sheet._get_row(cells, 1, MOST_COLUMNS)
                due = place + 1


def _lines(sheet: Any, view: SheetView, beside: Beside) -> Iterator[GridLine]:
    for place, cells in enumerate(_rows(sheet), start=1):
        seen = [
            beside.with_remark(
                (place, column + 1),
                _seen(cell, (place, column) in view.covered, beside.formula(place, column + 1)),
            )
            for column, cell in enumerate(cells)
        ]
        if (line := seen_line(place, seen, place in view.lines)) is not None:
            yield line


def _seen(cell: Any, is_covered: bool, formula: str) -> tuple[Value, Left]:
    """Return what a person sees in a cell, and what stands there without being seen or without counting."""
    value = _value(cell, formula)
    if value is None:
        return None, []
    if is_covered:
        return None, [("unseen", shown(value))]
    font = getattr(cell, "font", None)
    if isinstance(cell.value, CellRichText):
        return _seen_runs(cell, font)
    reason = _why_unseen(font, cell)
    if reason:
        return None, [(reason, shown(value))]
    if isinstance(value, int | float):
        return seen_number(value, cell.number_format or "")
    return value, []


def _seen_runs(cell: Any, font: Any) -> tuple[Value, Left]:
    """Return a cell whose text has several looks."""
    kept: list[str] = []
    left: Left = []
    for run in cell.value:
        text = unescape(str(run))
        reason = _why_unseen(run.font if isinstance(run, TextBlock) else font, cell)
        if not reason and isinstance(run, TextBlock) and run.font.vertAlign == "superscript":
            reason = "raised" if is_footnote_mark(text, "".join(kept)) else ""
        if not reason:
            kept.append(text)
        elif text.strip():
            left.append((reason, text.strip()))
    return "".join(kept)[:LONGEST].strip() or None, left


def _why_unseen(font: Any, cell: Any) -> str:
    """Return `struck`, `unseen` for white on white, or "" for text like any other."""
    if font is None:
        return ""
    if font.strike:
        return "struck"
    return "unseen" if _is_white(font.color) and not _is_filled(cell) else ""


def _is_white(color: Any) -> bool:
    if color is None:
        return False
    if color.type == "theme":
        return color.theme == 0 and not color.tint
    if color.type == "indexed":
        return color.indexed in (1, 9)
    return str(color.rgb).upper()[-6:] == "FFFFFF"


def _is_filled(cell: Any) -> bool:
    """Tell whether a cell has a colour behind it on which white can be read."""
    fill = cell.fill
    if fill is None or fill.fill_type in (None, "none"):
        return False
    return not _is_white(fill.fgColor)


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
