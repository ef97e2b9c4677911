"""Lines written as text are the very rows that openpyxl writes."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook

from bot.exports.cells import MOMENT, CellStyle, CellWriter, Styles, new_book
from bot.exports.sheet_rows import ListSheet
from bot.exports.total_formulas import save_with_formulas

VALUES = [
    "Xã Bum Nưa", "", " trước", "a < b & c > \"d\"", "dòng\nhai", "=1+1", "_x0041_", 0, -5, 12_500_000,
    None, datetime(2022, 10, 14, 16, 59),  # noqa: DTZ001
    "đ\u0301", "\U0001f600",
]  # fmt: skip


LOOKS = [CellStyle(number=MOMENT), CellStyle(bold=True, border=True, number=MOMENT)]


def book(*, as_lines: bool) -> Workbook:
    made = new_book()
    styles = Styles(made)
    sheet = ListSheet(made, "dòng") if as_lines else made.create_sheet("dòng")
    pen = CellWriter(sheet, styles)
    for place, look in enumerate(LOOKS, start=1):
        pen.write(1, place, f"Cột {place}", look)
    pen.height(1, 42.5)
    pen.widths({"A": 20.0})
    sheet.freeze_panes = "A2"
    for row, value in enumerate(VALUES, start=2):
        if as_lines:
            pen.line(row, [(value, look) for look in LOOKS], 16.8 + row)
            continue
        for place, look in enumerate(LOOKS, start=1):
            pen.write(row, place, value, look)
        pen.height(row, 16.8 + row)
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
    book(as_lines=False).save(theirs)
    save_with_formulas(book(as_lines=True), {}, ours)
    assert parts(ours.getvalue()) == parts(theirs.getvalue())
