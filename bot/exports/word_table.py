"""The form's table in a Word document: the same six columns as on the official sheet."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from bot.exports.decree_layout import CENTRE, LEFT, flag, write
from bot.exports.official_page import PrintedLine, PrintedPage, long_note, written_note
from bot.locale.say import say
from bot.vietnamese.spell import grouped

SIZE = 12
NOTE_SIZE = 11
WIDTHS_MM = (12, 62, 22, 29, 17, 23)  # together the 165 mm between the margins


def draw_table(document: Any, page: PrintedPage) -> None:
    """Draw the head, repeated on every page, all rows, and under them what was too long for a cell."""
    table = _head(document, page)
    for line in page.lines:
        _row(table, line)
    _below(document, page)


def _below(document: Any, page: PrintedPage) -> None:
    """Write words that are too long for their cell, with the row's code."""
    long = [long_note(line) for line in page.lines if written_note(line) != line.note]
    if page.below or long:
        document.add_paragraph()
    for text in (*page.below, *long):
        for paragraph in text.splitlines():
            write(document.add_paragraph(), paragraph, size=SIZE)


def _head(document: Any, page: PrintedPage) -> Any:
    """Return the table with its two head lines, which are repeated on every page."""
    table = document.add_table(rows=2, cols=len(WIDTHS_MM))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)  # the grid, by which LibreOffice draws
    form = page.form
    names = form.columns or tuple(say(f"sheet.column.{at}") for at in range(1, 7))
    upper, lower = table.rows[0].cells, table.rows[1].cells
    for at, name in enumerate(names):
        is_under = at in (3, 4)
        cell = lower[at] if is_under else upper[at].merge(lower[at])
        write(cell.paragraphs[0], name, size=SIZE, bold=True, across=CENTRE)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    over = upper[3].merge(upper[4])
    quantity = form.quantity_head or say("sheet.quantity")
    write(over.paragraphs[0], quantity, size=SIZE, bold=True, across=CENTRE)
    for row in table.rows:
        _set_widths(row.cells)
        flag(row, "w:tblHeader")
        flag(row, "w:cantSplit")
    over.width = Mm(WIDTHS_MM[3] + WIDTHS_MM[4])
    return table


def _row(table: Any, line: PrintedLine) -> None:
    row = table.add_row()
    cells = row.cells
    texts = (
        line.row.printed,
        line.row.label,
        line.row.measure_label,
        _cell(line.count),
        _cell(line.people),
        written_note(line),
    )
    for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        is_note = at == len(texts) - 1
        across = LEFT if at == 1 or is_note else CENTRE
        bold = line.row.bold and not is_note
        size = NOTE_SIZE if is_note else SIZE
        write(cell.paragraphs[0], text, size=size, bold=bold, across=across)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _set_widths(cells)
    flag(row, "w:cantSplit")


def _set_widths(cells: tuple[_Cell, ...]) -> None:
    for cell, width in zip(cells, WIDTHS_MM, strict=True):
        cell.width = Mm(width)


def _cell(value: int | str | None) -> str:
    """Return a figure with dots between thousands; words as they are."""
    return grouped(value) if isinstance(value, int) else value or ""
