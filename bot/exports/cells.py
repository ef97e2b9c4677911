"""Writing cells safely: text never becomes a formula, codes stay text, numbers stay numbers.

Styles are made once for a workbook and shared: one for every cell costs more than the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.compat import safe_string
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.sheet_rows import inline_text
from bot.locale.say import say

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
LETTERS = tuple(map(get_column_letter, range(1, 16_385)))  # of all columns that a sheet may have
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
    quoted: bool = False  # shown as typed, and kept as text when someone edits the cell


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
        self._book = book
        self._pattern = Cell(book.active, row=1, column=1)
        self.of = lru_cache(maxsize=None)(self._make)  # the style for a look, for `Cell._style`
        self._seen: dict[int, tuple[CellStyle, int]] = {}  # by identity: hashing a look costs as
        # much as writing a cell, and a list writes with the same few looks from end to end

    def number(self, look: CellStyle) -> int:
        """Return the number under which the workbook has the style for a look."""
        seen = self._seen.get(id(look))
        if seen is None:
            number = self._book._cell_styles.add(self.of(look))
            seen = self._seen[id(look)] = (look, number)
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
        cell.quotePrefix = look.quoted
        return copy(cell._style)


class CellWriter:
    """Writes into one sheet with the workbook's shared styles."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self._styles = styles

    def write(self, row: int, column: int, value: Value, look: CellStyle) -> None:
        """Write one cell, from row 1 and column 1. Text is stored as text whatever it starts with."""
        cell, (kept, look) = self.sheet.cell(row, column), _kept(value, look)
        cell._style = self._styles.of(look)
        if isinstance(kept, str):
            cell._value, cell.data_type = kept, "s"  # not by `value`: openpyxl may see a formula
        elif kept is not None:
            cell.value = kept

    def line(self, row: int, cells: Iterable[tuple[Value, CellStyle]], points: float) -> None:
        """Write a line of a list from its first column on, below all others, and its height."""
        written, number = [], self._styles.number
        for letter, (value, given) in zip(LETTERS, cells, strict=False):
            kept, look = _kept(value, given)
            inside = f't="n"><v>{kept}</v>' if type(kept) is int else _inside(kept)
            written.append(f'<c r="{letter}{row}" s="{number(look)}" {inside}</c>')
        self.sheet.add_line(row, points, "".join(written))

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


def _kept(value: Value, look: CellStyle) -> tuple[Value, CellStyle]:
    """Return a value as a cell has it, and its look: text that may be taken for a formula is quoted, no
    text is None, and moments have no zone, which no sheet knows."""
    if isinstance(value, str):
        text = cell_text(value)
        return text or None, _quoted(look) if text.startswith(FORMULA_STARTS) else look
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value, look


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it; what does not fit is not left out in silence."""
    shown = printable(text)
    if len(shown) <= CELL_LIMIT:
        return shown
    told = say("export.cell_full", count=len(shown))
    return shown[: CELL_LIMIT - len(told)] + told


_quoted = lru_cache(maxsize=64)(partial(replace, quoted=True))


@lru_cache(maxsize=4096)
def _inside(kept: Value) -> str:
    """Return what a cell without a number has inside, as XML after its type."""
    if isinstance(kept, str):
        return f't="inlineStr">{inline_text(kept)}'
    return f't="n"><v>{safe_string(to_excel(kept))}</v>' if kept else 't="n">'
