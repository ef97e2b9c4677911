"""Forms as files, filled in the way a clerk does it: the handed-out copy with some cells changed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document
from openpyxl.workbook.workbook import Workbook

from bot.exports.sheet_data import UnitSheet
from bot.exports.unit_docx import write_unit
from bot.forms.form_loader import load_builtin
from bot.imports.grid import Grid, GridLine, OpenedFile
from bot.imports.match_filled import open_file, read_filled
from bot.model.answer import Answer
from bot.model.filled_form import FilledForm, FilledRow
from bot.model.form import Form
from bot.model.person import Role, Seat
from bot.use_cases.papers import campaign_export
from tests.exports.samples import one_unit_workbook
from tests.office import Installation

FORM = load_builtin("phu-luc-ii-2022")
ALIKE = {row.label: row.code for row in FORM.rows}
Changes = Mapping[str, tuple[Any, ...]]  # code to (first column, people, Ghi chú), short or whole


def sheet(answers: Mapping[str, Answer] | None = None) -> UnitSheet:
    """One unit's form, blank unless answers are given."""
    return UnitSheet(
        FORM, "Xã Bum Nưa", answers or {}, 2022, unit_code="03466", campaign="muong-te-2022"
    )


def sheet_of(desk: Installation, unit: str = "03466") -> UnitSheet:
    """A unit's form with its draft as it stands, as the bot hands it out."""
    kept = desk.submission(unit)
    with desk.store.reading() as tx:
        seat = Seat(0, Role.REPORTER, kept.campaign_id, "", kept.unit_id)
        return campaign_export.unit_sheet(tx, desk.office, seat)


def workbook(made: UnitSheet) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(one_unit_workbook(made)))


def document(made: UnitSheet) -> Document:
    body = io.BytesIO()
    write_unit(made, body)
    body.seek(0)
    return docx.Document(body)


def fill(book: Workbook, changes: Changes) -> Workbook:
    """Type into the quantity cells and Ghi chú of some rows."""
    for cells in book.active.iter_rows():
        code = ALIKE.get(cells[1].value)
        for cell, value in zip(cells[3:], changes.get(code or "", ()), strict=False):
            cell.value = value
    return book


def fill_document(written: Document, changes: Changes) -> Document:
    for row in written.tables[0].rows:
        cells = row.cells
        code = ALIKE.get(cells[1].text)
        for cell, value in zip(cells[3:], changes.get(code or "", ()), strict=False):
            cell.text = "" if value is None else str(value)
    return written


def body(made: Workbook | Document) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def open_filled(path: Path, form: Form) -> FilledForm:
    """Open and read in one go."""
    return read_filled(open_file(path), form)


def read(made: Workbook | Document | bytes, folder: Path) -> FilledForm:
    """What the bot reads in it."""
    path = folder / "sent"
    path.write_bytes(made if isinstance(made, bytes) else body(made))
    return open_filled(path, FORM)


def read_typed(changes: Changes) -> FilledForm:
    """What is read in a table with these cells filled, without a file around it."""
    head = GridLine(1, tuple(FORM.columns))
    lines = [
        GridLine(place, (row.printed, row.label, row.measure_label, *changes.get(row.code, ())))
        for place, row in enumerate(FORM.rows, start=2)
    ]
    found = read_filled(OpenedFile((Grid("Phụ lục II", (head, *lines)),)), FORM)
    assert found.refusal == ""
    return found


def rows_of(found: FilledForm) -> dict[str, FilledRow]:
    return {row.code: row for row in found.rows}


def line_of(book: Workbook, code: str) -> int:
    """The sheet's line of a row."""
    return next(
        cells[1].row for cells in book.active.iter_rows() if ALIKE.get(cells[1].value) == code
    )


def facts(found: FilledForm) -> dict[str, tuple[Any, ...]]:
    """Code to what was read, without places."""
    return {row.code: (row.answer, row.doubt, row.check, row.untouched) for row in found.rows}
