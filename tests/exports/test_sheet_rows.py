"""Rows written as text are the very rows that openpyxl writes."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Font

from bot.exports.cells import CellStyle, CellWriter, Styles, new_book
from bot.exports.sheet_rows import BookWriter

VALUES = [
    "Xã Bum Nưa", "", " trước", "a < b & c > \"d\"", "dòng\nhai", "=1+1", "_x0041_", 0, -5, 12_500_000,
    2.5, 1e-7, None, datetime(2022, 10, 14, 16, 59),  # noqa: DTZ001
    "đ\u0301", "\U0001f600",
]  # fmt: skip


def book() -> Workbook:
    made = new_book()
    sheet = made.active
    pen = CellWriter(sheet, Styles(made))
    looks = [CellStyle(), CellStyle(bold=True, border=True), CellStyle(number="#,##0")]
    for row, value in enumerate(VALUES, start=2):
        for column, look in enumerate(looks, start=1):
            pen.write(row, column, value, look)
    pen.merge(30, 1, 4, "gộp", looks[1])
    pen.height(30, 42.5)
    pen.widths({"A": 20.0})
    sheet["F3"] = 7  # without a style
    sheet["F4"] = "=SUM(A1:A3)"
    sheet["F5"].hyperlink = "https://example.vn/?a=1&b=2"
    sheet["F6"] = True
    sheet["F7"].font = Font(italic=True)
    sheet.row_dimensions[40].hidden = True
    sheet.freeze_panes = "A2"
    made.create_sheet("trống")
    return made


def parts(body: bytes) -> dict[str, bytes]:
    """Every part of the file in canonical XML, what tells the time aside."""
    with ZipFile(io.BytesIO(body)) as archive:
        return {
            name: etree.tostring(etree.fromstring(archive.read(name)), method="c14n")
            for name in archive.namelist()
            if name != "docProps/core.xml"
        }


def test_every_part_of_the_file_is_the_same() -> None:
    theirs, ours = io.BytesIO(), io.BytesIO()
    book().save(theirs)
    BookWriter(book(), ZipFile(ours, "w", ZIP_DEFLATED)).save()
    assert parts(ours.getvalue()) == parts(theirs.getvalue())
