"""Workbooks saved with the rows of each sheet written as text.

openpyxl writes every cell as an XML element of its own; for a province that is most of the time a
workbook takes. Here the rows are put together as text and laid into the sheet that openpyxl writes
around them. A cell of another kind than text or number is written by openpyxl itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell._writer import write_cell
from openpyxl.cell.cell import Cell
from openpyxl.compat import safe_string
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import xmlfile

PLAIN = (str, int, float, type(None))  # what a cell holds that is no date and no formula
ESCAPED = {"\r": "&#13;"}
EMPTY = (b"<sheetData></sheetData>", b"<sheetData/>")
letter_of = lru_cache(maxsize=512)(get_column_letter)


class BookWriter(ExcelWriter):  # type: ignore[misc]
    """Saves a workbook into an archive, as `openpyxl` does."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet into the archive."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = _SheetWriter(ws)
        writer.write()
        ws._rels = writer._rels
        _lay_in(Path(writer.out), writer.text.encode())
        self._archive.write(writer.out, ws.path[1:])
        self.manifest.append(ws)
        writer.cleanup()


class _SheetWriter(WorksheetWriter):  # type: ignore[misc]
    """Leaves the place of the rows empty, and keeps their text."""

    text = ""

    def write_rows(self) -> None:
        """Put the rows together."""
        pen = _RowPen(self.ws)
        self.text = "".join([pen.row(number, cells) for number, cells in self.rows()])
        inside = self.xf.send(True)
        with inside.element("sheetData"):
            pass
        self.xf.send(None)


class _RowPen:
    """Writes the rows of one sheet as text."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._looks: dict[bytes, int] = {}  # style -> its number in the workbook

    def row(self, number: int, cells: Iterable[Cell]) -> str:
        """Return a row with its cells."""
        sizes = dict(self._sheet.row_dimensions.get(number, {}))
        attributes = {"r": str(number), **sizes}
        opened = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
        return f"<row {opened}>{''.join(map(self._cell, cells))}</row>"

    def _cell(self, cell: Any) -> str:
        if not _is_plain(cell):
            return self._by_openpyxl(cell)
        value, look = cell._value, self._look(cell)
        if value is None and not look:
            return ""
        opened = f'<c r="{letter_of(cell.column)}{cell.row}"{look}'
        if cell.data_type == "s":
            return f'{opened} t="inlineStr">{_text(value)}</c>'
        number = "" if value is None else f"<v>{safe_string(value)}</v>"
        return f'{opened} t="n">{number}</c>'

    def _look(self, cell: Any) -> str:
        if not cell.has_style:
            return ""
        style = cell._style.tobytes()
        if style not in self._looks:
            self._looks[style] = cell.style_id
        return f' s="{self._looks[style]}"'

    def _by_openpyxl(self, cell: Any) -> str:
        """Return a date, a formula, or a cell with a link or a comment."""
        if cell._comment is not None:
            raise ValueError("no sheet of ours has comments")
        target = io.BytesIO()
        with xmlfile(target, encoding="utf-8") as inside:
            write_cell(inside, self._sheet, cell, cell.has_style)
        return target.getvalue().decode()


def _is_plain(cell: Any) -> bool:
    """Tell whether a cell holds a text or a number and nothing besides."""
    is_simple = type(cell._value) in PLAIN and cell.data_type in ("s", "n")
    return is_simple and cell._comment is None and cell.hyperlink is None


def _text(value: str | None) -> str:
    if not value:
        return ""
    kept = ' xml:space="preserve"' if value != value.strip() else ""
    return f"<is><t{kept}>{escape(value, ESCAPED)}</t></is>"


def _lay_in(file: Path, rows: bytes) -> None:
    """Put the rows into a sheet's file."""
    around = file.read_bytes()
    place = next(mark for mark in EMPTY if mark in around)
    before, _, after = around.partition(place)
    file.write_bytes(b"".join((before, b"<sheetData>", rows, b"</sheetData>", after)))
