"""One unit's form as a Word document: the same table as on the official sheet, on A4.

Margins, page number and letter sizes are those of an annex in Nghị định 30/2020/NĐ-CP, Phụ lục I.
Offices that have no spreadsheet program fill it in by hand and send it back.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from docx.shared import Mm

from bot.exports.custom_properties import saved_with
from bot.exports.decree_layout import CENTRE, flag, new_document, write
from bot.exports.file_metadata import unit_properties
from bot.exports.official_form import unit_page
from bot.exports.official_page import PrintedPage, written_cells
from bot.exports.paper_stamp import stamp_form
from bot.exports.sheet_data import UnitSheet
from bot.exports.word_table import SIZE, draw_table
from bot.locale.say import say

SIGNATURES_MM = (70, 95)


def write_unit(sheet: UnitSheet, target: BinaryIO) -> None:
    """Write one unit's form."""
    page = unit_page(sheet)
    document = new_document(SIZE, page.foot)
    _title(document, page)
    draw_table(document, page)
    _signatures(document, page)
    if page.code:
        stamp_form(document, page.code)
    target.write(saved_with(document, unit_properties(sheet, written_cells(page))))


def _title(document: Any, page: PrintedPage) -> None:
    for text, size in ((page.form.annex, 14), *((line, 13) for line in page.title)):
        if text:
            write(document.add_paragraph(), text, size=size, bold=True, across=CENTRE)
    for text in page.above:
        write(document.add_paragraph(), text, size=13, italic=True, across=CENTRE)
    document.add_paragraph()


def _signatures(document: Any, page: PrintedPage) -> None:
    document.add_paragraph().paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, SIGNATURES_MM, strict=True):
        column.width = Mm(width)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "", size=SIZE, across=CENTRE)
    write(right.paragraphs[0], say("sheet.place_and_date"), size=13, italic=True, across=CENTRE)
    for cell, width, title, hint in (
        (left, SIGNATURES_MM[0], page.left, say("sheet.sign")),
        (right, SIGNATURES_MM[1], page.right, say("sheet.sign_and_seal")),
    ):
        cell.width = Mm(width)
        write(cell.add_paragraph(), title, size=13, bold=True, across=CENTRE)
        write(cell.add_paragraph(), hint, size=SIZE, italic=True, across=CENTRE)
    flag(table.rows[0], "w:cantSplit")
