"""Duties and lists (donations, guests, counts) as a workbook, a sheet each: amounts are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from openpyxl.utils import get_column_letter

from bot.exports.cells import NUMBER, CellStyle, CellWriter, Styles, new_book
from bot.exports.duty_tables import DutySheet, DutyTable, Value, as_texts
from bot.exports.sheet_layout import HEAD, print_lying, sheet_title
from bot.exports.text_metrics import column_points, height_of, wrapped
from bot.locale.dates import moment
from bot.locale.say import say

TITLE = CellStyle(size=13, bold=True, wrap=False)
PLAIN = CellStyle(wrap=False, italic=True)
WORDS = CellStyle(border=True)
FIGURE = CellStyle(border=True, across="right", number=NUMBER)
TOTAL_WORDS = CellStyle(border=True, bold=True)
TOTAL = CellStyle(border=True, bold=True, across="right", number=NUMBER)
HEAD_ROW = 4
MM_A_UNIT = 1.3  # of the paper's columns; a sheet is printed lying
SIZE = WORDS.size


def write_duties(sheet: DutySheet, target: BinaryIO) -> None:
    """Write a sheet for each table: its head, its lines, its total."""
    book = new_book()
    styles = Styles(book)
    for number, table in enumerate(sheet.tables, start=1):
        page = book.active if number == 1 else book.create_sheet()
        page.title = sheet_title(f"{number}. {table.heading}")
        pen = CellWriter(page, styles)
        pen.write(1, 1, sheet.title, TITLE)
        pen.write(2, 1, table.heading, TITLE)
        pen.write(3, 1, say("duties.foot", at=moment(sheet.at)), PLAIN)
        _table(pen, table)
        for place, width in enumerate(table.widths, start=1):
            page.column_dimensions[get_column_letter(place)].width = width / MM_A_UNIT
        print_lying(page, one_page_wide=True)
    book.save(target)


def _table(pen: CellWriter, table: DutyTable) -> None:
    for place, name in enumerate(table.columns, start=1):
        pen.write(HEAD_ROW, place, name, HEAD)
    for row, cells in enumerate(table.rows, start=HEAD_ROW + 1):
        _line(pen, row, cells, (WORDS, FIGURE))
        pen.height(row, height_of(_lines(table, cells), SIZE))
    end = HEAD_ROW + len(table.rows) + 1
    _line(pen, end, table.total, (TOTAL_WORDS, TOTAL))
    for row, sentence in enumerate(table.below, start=end + 1):
        pen.write(row, 1, sentence, PLAIN)


def _line(
    pen: CellWriter, row: int, cells: Sequence[Value], looks: tuple[CellStyle, CellStyle]
) -> None:
    for place, cell in enumerate(cells, start=1):
        pen.write(row, place, cell, looks[isinstance(cell, int)])


def _lines(table: DutyTable, cells: Sequence[Value]) -> int:
    """Return how many lines the longest cell of a row breaks into."""
    points = (column_points(width / MM_A_UNIT) for width in table.widths)
    texts = zip(as_texts(cells), points, strict=True)
    return max(len(wrapped(text, width, SIZE)) for text, width in texts)
