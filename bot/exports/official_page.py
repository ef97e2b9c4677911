"""The official layout: six columns under a two-line head, on A4, as the paper has it.

One painter for a unit's form and for the total. Margins, page number and letter sizes are those of
an annex in Nghị định 30/2020/NĐ-CP, Phụ lục I: left 30 mm, right 15, top and bottom 20, Times New
Roman, the page's number in the middle of the top margin and not on the first page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import NUMBER, TEXT, CellStyle, CellWriter, Styles, Value
from bot.exports.text_metrics import column_points, height_of, pieces, wrapped
from bot.locale.say import say
from bot.model.form import Form, Indicator

WIDTHS = {"A": 6.0, "B": 34.0, "C": 11.5, "D": 13.0, "E": 8.5, "F": 16.0}
LAST = len(WIDTHS)
ALL = column_points(sum(WIDTHS.values()))
SIZE = 12
NOTE_SIZE = 11
NOTE_LINES = 20  # a longer note stands below the table, with its row's code
PIECE_LINES = 24
INCH = 25.4
HEAD = CellStyle(size=SIZE, bold=True, across="center", border=True)
NOTE = CellStyle(size=NOTE_SIZE, border=True)
BELOW = CellStyle(size=SIZE, middle=False)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """What one printed row carries besides its label."""

    row: Indicator
    count: int | str | None = None
    people: int | str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Everything one official sheet shows. `above` are the lines between title and table, `below`
    those under it; `left` and `right` sign; `foot` stands small at the bottom of each page."""

    form: Form
    title: tuple[str, ...]
    above: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    below: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    foot: str = ""


def paint(sheet: Worksheet, styles: Styles, page: PrintedPage) -> int:
    """Fill an empty sheet with the official layout; the number of its first printed row."""
    pen = CellWriter(sheet, styles)
    pen.widths(WIDTHS)
    row = _title(pen, page)
    head = row
    first = row = _head(pen, page.form, row)
    row, long_notes = _table(pen, page, row)
    row = _below(pen, (*page.below, *long_notes), row)
    row = _signatures(pen, page, row)
    _print_setup(sheet, page.foot, head, row)
    return first


def _title(pen: CellWriter, page: PrintedPage) -> int:
    """Write annex, title and the lines about the report; the next free row."""
    row = 1
    for text, size in ((page.form.annex, 14), *((line, 13) for line in page.title)):
        if text:
            _across(pen, row, text, CellStyle(size=size, bold=True, across="center"))
            row += 1
    for text in page.above:
        _across(pen, row, text, CellStyle(size=13, italic=True, across="center"))
        row += 1
    pen.height(row, 8)
    return row + 1


def _across(pen: CellWriter, row: int, text: str, look: CellStyle) -> None:
    """Write one text over the whole width, as high as it needs."""
    pen.merge(row, 1, LAST, text, look)
    lines = wrapped(text, ALL, look.size, bold=look.bold)
    pen.height(row, height_of(len(lines), look.size))


def _head(pen: CellWriter, form: Form, row: int) -> int:
    """Return the two header lines: four columns run over both, two stand under the quantity head."""
    names = form.columns or tuple(say(f"sheet.column.{number}") for number in range(1, LAST + 1))
    for column, name in enumerate(names, start=1):
        under = column in (4, 5)
        pen.write(row, column, None if under else name, HEAD)
        pen.write(row + 1, column, name if under else None, HEAD)
        if not under:
            pen.sheet.merge_cells(
                start_row=row, end_row=row + 1, start_column=column, end_column=column
            )
    pen.merge(row, 4, 5, form.quantity_head or say("sheet.quantity"), HEAD)
    pen.height(row, height_of(1, SIZE))
    pen.height(row + 1, height_of(2, SIZE))
    return row + 2


def _table(pen: CellWriter, page: PrintedPage, row: int) -> tuple[int, tuple[str, ...]]:
    """Return all printed rows; the next free row, and the notes that were too long for their cell."""
    too_long: list[str] = []
    for line in page.lines:
        note = written_note(line)
        if note != line.note:
            too_long.append(long_note(line))
        _row(pen, row, line, note)
        row += 1
    return row, tuple(too_long)


def written_note(line: PrintedLine) -> str:
    """Return what stands in a row's Ghi chú: its words, or where to find them if they are too long."""
    lines = wrapped(line.note, column_points(WIDTHS["F"]), NOTE_SIZE)
    return say("sheet.see_below") if len(lines) > NOTE_LINES else line.note


def long_note(line: PrintedLine) -> str:
    """Return a note as it stands below the table."""
    return say("sheet.long_note", code=line.row.code, note=line.note)


def written_cells(page: PrintedPage) -> list[tuple[str, str, str]]:
    """Return what stands in the last three cells of each printed row, as text."""
    return [
        (
            "" if line.count is None else str(line.count),
            "" if line.people is None else str(line.people),
            written_note(line),
        )
        for line in page.lines
    ]


def _row(pen: CellWriter, at: int, line: PrintedLine, note: str) -> None:
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
        (line.count, figure),
        (line.people, figure),
        (note, NOTE),
    ]
    for column, (value, look) in enumerate(values, start=1):
        pen.write(at, column, value, look)
    needed = (
        height_of(_lines(line.row.label, "B", SIZE, bold), SIZE),
        height_of(_lines(line.row.measure_label, "C", SIZE, bold), SIZE),
        height_of(_lines(note, "F", NOTE_SIZE, False), NOTE_SIZE),
    )
    pen.height(at, max(needed))


def _lines(text: str, column: str, size: float, bold: bool) -> int:
    return len(wrapped(text, column_points(WIDTHS[column]), size, bold=bold))


def _below(pen: CellWriter, texts: tuple[str, ...], row: int) -> int:
    """Return lines under the table, a row for each paragraph, long ones cut into parts that a sheet can
    show."""
    if texts:
        pen.height(row, 8)
        row += 1
    for paragraph in (each for text in texts for each in text.splitlines()):
        for part in pieces(paragraph, ALL, SIZE, PIECE_LINES):
            _across(pen, row, part, BELOW)
            row += 1
    return row


def _signatures(pen: CellWriter, page: PrintedPage, row: int) -> int:
    """Return place and date, then who signs, with room for hand and seal; the next free row."""
    date = CellStyle(size=13, italic=True, across="center", wrap=False)
    title = CellStyle(size=13, bold=True, across="center", wrap=False)
    hint = CellStyle(size=12, italic=True, across="center", wrap=False)
    pen.height(row, 10)
    pen.merge(row + 1, 3, LAST, say("sheet.place_and_date"), date)
    for offset, texts, look in (
        (2, (page.left, page.right), title),
        (3, (say("sheet.sign"), say("sheet.sign_and_seal")), hint),
    ):
        pen.merge(row + offset, 1, 2, texts[0], look)
        pen.merge(row + offset, 3, LAST, texts[1], look)
    for offset in range(1, 4):
        pen.height(row + offset, height_of(1, 13))
    pen.height(row + 4, 60)
    return row + 5


def _print_setup(sheet: Worksheet, foot: str, head: int, end: int) -> None:
    """Set A4 upright, one page wide, the head repeated, the number on top from page 2."""
    setup = sheet.page_setup
    setup.paperSize = sheet.PAPERSIZE_A4
    setup.orientation = sheet.ORIENTATION_PORTRAIT
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
    sheet.print_title_rows = f"{head}:{head + 1}"
    sheet.print_area = f"A1:F{end - 1}"
    number_pages(sheet, foot)


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
