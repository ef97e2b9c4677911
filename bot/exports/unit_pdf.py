"""One unit's form as a PDF: the same page as on the official sheet, for reading and printing.

Margins, page number and letter sizes are those of an annex in Nghị định 30/2020/NĐ-CP, Phụ lục I; the
letters are Times New Roman or a face of its measures, and Noto Sans where the server has neither.
"""

from __future__ import annotations

import logging
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from fpdf import FPDF
from fpdf.enums import TableSpan, VAlign
from fpdf.fonts import FontFace
from fpdf.table import Row, Table

from bot.exports.font import font_bytes, serif_faces
from bot.exports.official_form import unit_page
from bot.exports.official_page import PrintedLine, PrintedPage, long_note, written_note
from bot.exports.page_columns import PageColumns
from bot.exports.qr_png import code_png
from bot.exports.sheet_data import UnitSheet
from bot.locale.say import say
from bot.vietnamese.spell import grouped

FACE = "form"
STYLES = {"": "notos", "B": "notosbo", "I": "notosit"}
SIZE = 10
TITLE_SIZE, ABOVE_SIZE, FOOT_SIZE = 12, 11, 8
LINE_MM = 5
QR_MM = 15  # in the bottom margin
MARGINS_MM = {"left": 30, "top": 20, "right": 15}
SIGNING_MM = 45  # place and date, titles, room for hand and seal
PAPER = (255, 255, 255)
logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells each table that it leaves out


class _Paper(FPDF):
    """Pages with their number on top from the second on, and the version at the bottom."""

    def __init__(self, foot: str, code: str, *, lies: bool) -> None:
        super().__init__(orientation="landscape" if lies else "portrait", format="A4")
        self.foot = foot
        self.picture = code_png(code) if code else b""
        with TemporaryDirectory() as folder:  # faces are read from files, and at once
            for (style, name), serif in zip_longest(STYLES.items(), serif_faces()):
                file = Path(folder) / f"{name}.ttf"
                file.write_bytes(serif.read_bytes() if serif else font_bytes(name))
                self.add_font(FACE, style, file)
        self.set_margins(**MARGINS_MM)
        self.set_auto_page_break(auto=True, margin=20)
        self.add_page()

    def header(self) -> None:
        """Print the page's number, and not on the first page."""
        if self.page_no() > 1:
            self.set_y(10)
            self.set_font(FACE, "", SIZE)
            self.cell(w=0, text=str(self.page_no()), align="C")
            self.set_y(MARGINS_MM["top"])

    def footer(self) -> None:
        """Print which version this is, with its code as a picture."""
        if self.picture:
            self.image(
                self.picture, x=self.w - self.r_margin - QR_MM, y=self.h - QR_MM - 3, h=QR_MM
            )
        self.set_y(-12)
        self.set_font(FACE, "I", FOOT_SIZE)
        self.cell(w=0, text=self.foot)

    def line_of(self, text: str, style: str, size: int, align: str = "C") -> None:
        """Print a paragraph over the whole width."""
        self.set_font(FACE, style, size)
        self.multi_cell(w=0, h=LINE_MM + 1, text=text, align=align, new_x="LMARGIN", new_y="NEXT")


def write_unit(sheet: UnitSheet, target: BinaryIO) -> None:
    """Write one unit's form."""
    page = unit_page(sheet)
    paper = _Paper(page.foot, page.code, lies=page.columns.lies)
    for text in (page.form.annex, *page.title):
        if text:
            paper.line_of(text, "B", TITLE_SIZE)
    for text in page.above:
        paper.line_of(text, "I", ABOVE_SIZE)
    paper.ln(3)
    _table(paper, page)
    _below(paper, page)
    _signatures(paper, page)
    paper.set_title(" – ".join(page.title))
    paper.set_lang("vi")
    target.write(bytes(paper.output()))


def _table(paper: _Paper, page: PrintedPage) -> None:
    columns = page.columns
    paper.set_font(FACE, "", SIZE)
    with paper.table(
        col_widths=columns.millimetres,
        num_heading_rows=columns.head_lines,
        headings_style=FontFace(emphasis="BOLD", fill_color=PAPER),
        line_height=LINE_MM,
        text_align="CENTER",
        v_align=VAlign.M,
        width=sum(columns.millimetres),
        align="LEFT",  # its default is the middle of the sheet, whatever the margins are
    ) as table:
        _head(table, columns)
        for line in page.lines:
            _row(table.row(), page, line)


def _head(table: Table, columns: PageColumns) -> None:
    """Write the lines of the head, each text over as many cells as it has on paper."""
    cells: list[list[Any]] = [[""] * columns.last for _ in range(columns.head_lines)]
    for head in columns.heads:
        for line in range(head.top, head.bottom + 1):
            for at in range(head.left, head.right + 1):
                cells[line][at] = TableSpan.COL if at > head.left else TableSpan.ROW
        cells[head.top][head.left] = head.text
    for line_of_cells in cells:
        row = table.row()
        for text in line_of_cells:
            row.cell(text)


def _row(row: Row, page: PrintedPage, line: PrintedLine) -> None:
    style = FontFace(emphasis="BOLD") if line.row.bold else None
    row.cell(line.row.printed, style=style)
    row.cell(line.row.label, align="LEFT", style=style)
    row.cell(line.row.measure_label, style=style)
    for cell in page.columns.cells:
        figure = line.figures.get(cell)
        row.cell(grouped(figure) if isinstance(figure, int) else figure or "", style=style)
    row.cell(written_note(page, line), align="LEFT")


def _below(paper: _Paper, page: PrintedPage) -> None:
    """Print what stands under the table, and notes that were too long for their cell."""
    long = [long_note(line) for line in page.lines if written_note(page, line) != line.note]
    paper.ln(2)
    for text in (*page.below, *long):
        paper.line_of(text, "", SIZE, align="L")


def _signatures(paper: _Paper, page: PrintedPage) -> None:
    """Print place and date, then who signs, together on one page."""
    if paper.will_page_break(SIGNING_MM):
        paper.add_page()
    half = paper.epw / 2
    lines = (
        ("I", ("", say("sheet.place_and_date"))),
        ("B", (page.left, page.right)),
        ("I", (say("sheet.sign"), say("sheet.sign_and_seal"))),
    )
    for style, texts in lines:
        paper.set_font(FACE, style, ABOVE_SIZE)
        for text in texts:
            paper.cell(w=half, h=LINE_MM + 1, text=text, align="C")
        paper.ln()
