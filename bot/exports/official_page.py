"""The official layout: the form's columns under their heads, on A4, as the paper has it.

One painter for a unit's form and for the total. Margins, page number and letter sizes are those of
an annex in Nghị định 30/2020/NĐ-CP, Phụ lục I: left 30 mm, right 15, top and bottom 20, Times New
Roman, the page's number in the middle of the top margin and not on the first page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO

from openpyxl.drawing.image import Image
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import NUMBER, TEXT, CellStyle, CellWriter, Styles, Value
from bot.exports.page_columns import USUAL, Head, PageColumns, page_columns
from bot.exports.qr_png import code_png
from bot.exports.text_metrics import column_points, height_of, pieces, wrapped
from bot.locale.say import say
from bot.model import filled_form
from bot.model.form import Form, Indicator
from bot.row_types.base import Printed

SIZE = 12
NOTE_SIZE = 11
NOTE_LINES = 20  # a longer note stands below the table, with its row's code
PIECE_LINES = 24
INCH = 25.4
CODE_PIXELS = 57  # 15 mm
POINTS_A_PIXEL = 0.75
HEAD = CellStyle(size=SIZE, bold=True, across="center", border=True)
NOTE = CellStyle(size=NOTE_SIZE, border=True)
BELOW = CellStyle(size=SIZE, middle=False)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """What one printed row carries besides its label."""

    row: Indicator
    figures: Printed = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class PrintedPage:
    """Everything one official sheet shows. `above` are the lines between title and table, `below`
    those under it; `left` and `right` sign; `foot` stands small at the bottom of each page, with `code`
    as a picture beside it."""

    form: Form
    title: tuple[str, ...]
    above: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    below: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    foot: str = ""
    code: str = ""

    @cached_property
    def columns(self) -> PageColumns:
        """The columns of its form."""
        return page_columns(self.form)


def paint(sheet: Worksheet, styles: Styles, page: PrintedPage) -> int:
    """Fill an empty sheet with the official layout; return the number of its first printed row."""
    pen = CellWriter(sheet, styles)
    pen.widths(
        {get_column_letter(at): width for at, width in enumerate(page.columns.widths, start=1)}
    )
    row = _title(pen, page)
    head = row
    first = row = _head(pen, page.columns, row)
    row, long_notes = _table(pen, page, row)
    row = _below(pen, page, (*page.below, *long_notes), row)
    row = _signatures(pen, page, row)
    row = _code(pen, page, row)
    _print_setup(sheet, page, head, row)
    return first


def _title(pen: CellWriter, page: PrintedPage) -> int:
    """Write annex, title and the lines about the report; return the next free row."""
    row = 1
    for text, size in ((page.form.annex, 14), *((line, 13) for line in page.title)):
        if text:
            _across(pen, page, row, text, CellStyle(size=size, bold=True, across="center"))
            row += 1
    for text in page.above:
        _across(pen, page, row, text, CellStyle(size=13, italic=True, across="center"))
        row += 1
    pen.height(row, 8)
    return row + 1


def _across(pen: CellWriter, page: PrintedPage, row: int, text: str, look: CellStyle) -> None:
    """One text over the whole width, as high as it needs."""
    pen.merge(row, 1, page.columns.last, text, look)
    lines = wrapped(text, _whole_width(page), look.size, bold=look.bold)
    pen.height(row, height_of(len(lines), look.size))


def _whole_width(page: PrintedPage) -> float:
    return column_points(sum(page.columns.widths))


def _head(pen: CellWriter, columns: PageColumns, row: int) -> int:
    """Write the lines of the head, each text over as many cells as it has on paper; return the next
    free row."""
    for line in range(columns.head_lines):
        for column in range(columns.last):
            pen.write(row + line, column + 1, None, HEAD)
    for head in columns.heads:
        pen.write(row + head.top, head.left + 1, head.text, HEAD)
        if (head.top, head.left) != (head.bottom, head.right):
            pen.sheet.merge_cells(
                start_row=row + head.top,
                end_row=row + head.bottom,
                start_column=head.left + 1,
                end_column=head.right + 1,
            )
    for line in range(columns.head_lines):
        pen.height(row + line, height_of(_head_height(columns, line), SIZE))
    return row + columns.head_lines


def _head_height(columns: PageColumns, line: int) -> int:
    """How many lines of letters a line of the head needs for what ends in it."""
    if columns.widths == USUAL:
        return line + 1
    needed = [
        len(wrapped(head.text, _width_of(columns, head), SIZE, bold=True)) - (line - head.top)
        for head in columns.heads
        if head.bottom == line
    ]
    return max((1, *needed))


def _width_of(columns: PageColumns, head: Head) -> float:
    return column_points(sum(columns.widths[head.left : head.right + 1]))


def _table(pen: CellWriter, page: PrintedPage, row: int) -> tuple[int, tuple[str, ...]]:
    """Write all printed rows; return the next free row, and the notes that were too long for their cell."""
    too_long: list[str] = []
    for line in page.lines:
        note = written_note(page, line)
        if note != line.note:
            too_long.append(long_note(line))
        _row(pen, row, page.columns, line, note)
        row += 1
    return row, tuple(too_long)


def written_note(page: PrintedPage, line: PrintedLine) -> str:
    """Return what stands in a row's Ghi chú: its words, or where to find them if they are too long."""
    lines = wrapped(line.note, column_points(page.columns.widths[-1]), NOTE_SIZE)
    return say("sheet.see_below") if len(lines) > NOTE_LINES else line.note


def long_note(line: PrintedLine) -> str:
    """Return a note as it stands below the table."""
    return say("sheet.long_note", code=line.row.code, note=line.note)


def written_cells(page: PrintedPage) -> list[filled_form.Cells]:
    """Return what stands in the quantity cells and in Ghi chú of each printed row, as text."""
    return [
        (
            *(str(line.figures.get(cell, "")) for cell in page.columns.cells),
            written_note(page, line),
        )
        for line in page.lines
    ]


def _row(pen: CellWriter, at: int, columns: PageColumns, line: PrintedLine, note: str) -> None:
    bold = line.row.bold
    label = CellStyle(size=SIZE, bold=bold, border=True)
    figure = CellStyle(
        size=SIZE, bold=bold, across="center", border=True, shrink=True, number=NUMBER
    )
    middle = CellStyle(size=SIZE, bold=bold, across="center", border=True)
    values: list[tuple[Value, CellStyle]] = [
        (line.row.printed, replace(middle, number=TEXT)),
        (line.row.label, label),
        (line.row.measure_label, middle),
        *((line.figures.get(cell), figure) for cell in columns.cells),
        (note, NOTE),
    ]
    for column, (value, look) in enumerate(values, start=1):
        pen.write(at, column, value, look)
    needed = (
        height_of(_lines(line.row.label, columns.widths[1], SIZE, bold), SIZE),
        height_of(_lines(line.row.measure_label, columns.widths[2], SIZE, bold), SIZE),
        height_of(_lines(note, columns.widths[-1], NOTE_SIZE, False), NOTE_SIZE),
    )
    pen.height(at, max(needed))


def _lines(text: str, width: float, size: float, bold: bool) -> int:
    return len(wrapped(text, column_points(width), size, bold=bold))


def _below(pen: CellWriter, page: PrintedPage, texts: tuple[str, ...], row: int) -> int:
    """Lines under the table, a row for each paragraph, long ones cut into parts that a sheet can
    show."""
    if texts:
        pen.height(row, 8)
        row += 1
    for paragraph in (each for text in texts for each in text.splitlines()):
        for part in pieces(paragraph, _whole_width(page), SIZE, PIECE_LINES):
            _across(pen, page, row, part, BELOW)
            row += 1
    return row


def _signatures(pen: CellWriter, page: PrintedPage, row: int) -> int:
    """Write place and date, then who signs, with room for hand and seal; return the next free row."""
    date = CellStyle(size=13, italic=True, across="center", wrap=False)
    title = CellStyle(size=13, bold=True, across="center", wrap=False)
    hint = CellStyle(size=12, italic=True, across="center", wrap=False)
    last = page.columns.last
    pen.height(row, 10)
    pen.merge(row + 1, 3, last, say("sheet.place_and_date"), date)
    for offset, texts, look in (
        (2, (page.left, page.right), title),
        (3, (say("sheet.sign"), say("sheet.sign_and_seal")), hint),
    ):
        pen.merge(row + offset, 1, 2, texts[0], look)
        pen.merge(row + offset, 3, last, texts[1], look)
    for offset in range(1, 4):
        pen.height(row + offset, height_of(1, 13))
    pen.height(row + 4, 60)
    return row + 5


def _code(pen: CellWriter, page: PrintedPage, row: int) -> int:
    """Draw the code below the signatures, for a sheet's foot holds no picture; return the next free row."""
    if not page.code:
        return row
    picture = Image(BytesIO(code_png(page.code)))
    picture.width = picture.height = CODE_PIXELS
    pen.sheet.add_image(picture, f"A{row}")
    pen.height(row, CODE_PIXELS * POINTS_A_PIXEL + 4)
    return row + 1


def _print_setup(sheet: Worksheet, page: PrintedPage, head: int, end: int) -> None:
    """A4, one page wide, the head repeated, the number on top from page 2."""
    setup = sheet.page_setup
    setup.paperSize = sheet.PAPERSIZE_A4
    lies = page.columns.lies
    setup.orientation = sheet.ORIENTATION_LANDSCAPE if lies else sheet.ORIENTATION_PORTRAIT
    setup.fitToWidth = 1
    setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(
        left=30 / INCH,
        right=15 / INCH,
        top=20 / INCH,
        bottom=20 / INCH,
        header=10 / INCH,
        footer=8 / INCH,
    )
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{head}:{head + page.columns.head_lines - 1}"
    sheet.print_area = f"A1:{get_column_letter(page.columns.last)}{end - 1}"
    number_pages(sheet, page.foot)


def number_pages(sheet: Worksheet, foot: str = "") -> None:
    """Print the page's number in the middle of the top margin, from page 2; `foot` on every page."""
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "&P"
    sheet.oddHeader.center.size = 13
    sheet.oddHeader.center.font = "Times New Roman,Regular"
    for footer in (sheet.oddFooter, sheet.firstFooter):
        if foot:
            footer.left.text = foot.replace("&", "&&")
            footer.left.size = 9
            footer.left.font = "Times New Roman,Italic"
