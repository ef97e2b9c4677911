"""The form's table in a Word document: the same columns as on the official sheet."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from bot.exports.decree_layout import CENTRE, LEFT, flag, keep_last_lines, write
from bot.exports.official_page import PrintedLine, PrintedPage, long_note, written_note
from bot.exports.page_columns import PageColumns
from bot.vietnamese.spell import grouped

SIZE = 12
NOTE_SIZE = 11


def draw_table(document: Any, page: PrintedPage) -> None:
    """Draw the head, repeated on every page, all rows, and under them what was too long for a cell."""
    table = _head(document, page)
    for line in page.lines:
        _row(table, page, line)
    keep_last_lines(table)
    _below(document, page)


def _below(document: Any, page: PrintedPage) -> None:
    """Words that are too long for their cell, with the row's code."""
    long = [long_note(line) for line in page.lines if written_note(page, line) != line.note]
    if page.below or long:
        document.add_paragraph()
    for text in (*page.below, *long):
        for paragraph in text.splitlines():
            write(document.add_paragraph(), paragraph, size=SIZE)


def _head(document: Any, page: PrintedPage) -> Any:
    """Return the table with its head lines, which are repeated on every page."""
    columns = page.columns
    table = document.add_table(rows=columns.head_lines, cols=columns.last)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, columns.millimetres, strict=True):
        column.width = Mm(width)  # the grid, by which LibreOffice draws
    merged = [
        (head, table.cell(head.top, head.left).merge(table.cell(head.bottom, head.right)))
        for head in columns.heads
    ]
    for row in table.rows:
        _set_widths(row.cells, columns)
        flag(row, "w:tblHeader")
        flag(row, "w:cantSplit")
    for head, cell in merged:
        write(cell.paragraphs[0], head.text, size=SIZE, bold=True, across=CENTRE)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.width = Mm(sum(columns.millimetres[head.left : head.right + 1]))
    return table


def _row(table: Any, page: PrintedPage, line: PrintedLine) -> None:
    row = table.add_row()
    cells = row.cells
    texts = (
        line.row.printed,
        line.row.label,
        line.row.measure_label,
        *(_cell(line.figures.get(cell)) for cell in page.columns.cells),
        written_note(page, line),
    )
    for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        is_note = at == len(texts) - 1
        across = LEFT if at == 1 or is_note else CENTRE
        bold = line.row.bold and not is_note
        size = NOTE_SIZE if is_note else SIZE
        write(cell.paragraphs[0], text, size=size, bold=bold, across=across)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _set_widths(cells, page.columns)
    flag(row, "w:cantSplit")


def _set_widths(cells: tuple[_Cell, ...], columns: PageColumns) -> None:
    for cell, width in zip(cells, columns.millimetres, strict=True):
        cell.width = Mm(width)


def _cell(value: int | str | None) -> str:
    """Return a figure with dots between thousands; words as they are."""
    return grouped(value) if isinstance(value, int) else value or ""
