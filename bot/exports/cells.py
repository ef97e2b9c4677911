"""Writing cells safely: text never becomes a formula, codes stay text, numbers stay numbers.

Styles are made once for a workbook and shared: one for every cell costs more than the cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

FACE = "Times New Roman"
TEXT = "@"
# Dots between thousands whatever language the office's program speaks: LibreOffice follows the
# Vietnamese locale tag (measured with 7.4: 12.500.000 under an English set-up, where plain #,##0
# gives 12,500,000 and 1,250 would be read as a fraction here). Excel groups by the system's own
# setting and ignores the tag.
NUMBER = "[$-42A]#,##0"
MOMENT = "dd/mm/yyyy hh:mm"
CELL_LIMIT = 32_767  # characters that Excel keeps in one cell
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED_IN_SHEETS = re.compile(r"_(x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as "A"

Value = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks; equal looks share one style in the workbook."""

    size: float = 12
    bold: bool = False
    italic: bool = False
    across: str = "left"
    middle: bool = True
    wrap: bool = True
    border: bool = False
    shrink: bool = False
    fill: str = ""
    number: str = ""


def new_book() -> Workbook:
    """Return a workbook whose default face is the official one: column widths count that face's digits,
    and where the usual default is not installed LibreOffice makes every column a quarter wider."""
    book = Workbook()
    book.properties.creator = "baocao"
    plain = Font(name=FACE, size=11)
    book._fonts = IndexedList([plain])
    book._named_styles["Normal"].font = plain
    return book


def hide_properties(book: Workbook, properties: Mapping[str, str]) -> None:
    """Write custom document properties: offices do not see them, and programs keep them when saving."""
    known = set(book.custom_doc_props.names)  # a template may be a form that we handed out
    for name, value in properties.items():
        if name in known:
            del book.custom_doc_props[name]
        book.custom_doc_props.append(StringProperty(name=name, value=value))


class Styles:
    """The styles of one workbook, each made when it is first used."""

    def __init__(self, book: Workbook) -> None:
        self._pattern = Cell(book.active, row=1, column=1)
        self._made: dict[CellStyle, Any] = {}
        self._seen: dict[
            int, tuple[CellStyle, Any]
        ] = {}  # by identity: hashing a look costs as much
        # as writing a cell, and a list writes with the same few looks from end to end

    def of(self, look: CellStyle) -> Any:
        """Return the workbook's style for a look, for `Cell._style`."""
        seen = self._seen.get(id(look))
        if seen is None:
            if look not in self._made:
                self._made[look] = self._make(look)
            seen = self._seen[id(look)] = (look, self._made[look])
        return seen[1]

    def _make(self, look: CellStyle) -> Any:
        cell = self._pattern
        cell.font = Font(name=FACE, size=look.size, bold=look.bold, italic=look.italic)
        cell.alignment = Alignment(
            horizontal=look.across,
            vertical="center" if look.middle else "top",
            wrap_text=look.wrap and not look.shrink,
            shrink_to_fit=look.shrink,
        )
        side = Side(style="thin") if look.border else Side()
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        solid = PatternFill("solid", start_color=look.fill) if look.fill else PatternFill()
        cell.fill = solid
        cell.number_format = look.number or "General"
        return copy(cell._style)


class CellWriter:
    """Writes into one sheet with the workbook's shared styles."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self._styles = styles

    def write(self, row: int, column: int, value: Value, look: CellStyle) -> None:
        """Write one cell, from row 1 and column 1. Text is stored as text whatever it starts with."""
        cells, place = self.sheet._cells, (row, column)
        cell = cells.get(place)
        if cell is None:  # made directly: `sheet.cell` takes as long as all the rest
            cell = cells[place] = Cell(self.sheet, row, column)
        cell._style = self._styles.of(look)
        if type(value) is int:
            cell._value = value  # a number is what a new cell takes it for
        elif isinstance(value, str):
            self._text(cell, value)
        elif isinstance(value, datetime):
            cell.value = value.replace(tzinfo=None)  # a sheet knows no zones
        elif value is not None:
            cell.value = value

    def _text(self, cell: Cell, value: str) -> None:
        text = printable(value)
        if not text:
            return
        cell._value = text[:CELL_LIMIT]  # not by `value`: openpyxl may see a formula in it
        cell.data_type = "s"
        if text.startswith(FORMULA_STARTS):
            # Shown as typed, and kept as text when someone edits the cell.
            cell._style = copy(cell._style)
            cell.quotePrefix = True

    def merge(self, row: int, first: int, last: int, value: Value, look: CellStyle) -> None:
        """Write one value across columns of a row, with the look on all of them (borders need it)."""
        for column in range(first, last + 1):
            self.write(row, column, value if column == first else None, look)
        if last > first:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def height(self, row: int, points: float) -> None:
        """Set a row's height in points."""
        self.sheet.row_dimensions[row].height = points

    def widths(self, widths: dict[str, float]) -> None:
        """Set column letters to widths in Excel's units."""
        for letter, width in widths.items():
            self.sheet.column_dimensions[letter].width = width


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Return text as a sheet can hold it: no control characters, line breaks as "\\n"."""
    plain = NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return ESCAPED_IN_SHEETS.sub(r"_x005F_\1", plain)
