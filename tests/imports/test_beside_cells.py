"""What stands beside the text of a cell is said to be unread: notes, comments, footnotes, equations."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from bot.imports.match_filled import open_file
from tests.imports.filled_files import (
    ALIKE,
    FORM,
    body,
    document,
    fill,
    fill_document,
    open_filled,
    sheet,
    sheet_of,
    workbook,
)
from tests.office import Installation, said

MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
EQUATION = f'<m:oMath xmlns:m="{MATHS}"><m:r><m:t>12</m:t></m:r><m:r><m:t>+3</m:t></m:r></m:oMath>'
FILLED = {"1.1": (3, 45), "2": (12,)}


def with_notes(made):  # type: ignore[no-untyped-def]
    for cells in made.active.iter_rows():
        if ALIKE.get(cells[1].value) == "1.1":
            cells[4].comment = Comment("thực ra là 54", "Lan")
        if ALIKE.get(cells[1].value) == "3":
            cells[3].comment = Comment("chờ số của trường", "Lan")
    return made


def row_of(written, code: str):  # type: ignore[no-untyped-def]
    return next(row for row in written.tables[0].rows if ALIKE.get(row.cells[1].text) == code)


def named(path: Path) -> list[tuple[str, str, str]]:
    found = open_filled(path, FORM)
    return [(each.reason, each.code, each.name) for each in found.problems]


def test_a_conversation_on_a_cell_is_told_by_its_words(tmp_path: Path) -> None:
    made = fill(workbook(sheet()), FILLED)
    explained = "[Threaded comment]\n\nYour version allows you to read this.\n\nComment:\n    thực ra là 54"
    cells = next(cells for cells in made.active.iter_rows() if ALIKE.get(cells[1].value) == "1.1")
    cells[4].comment = Comment(explained, "tc={0F1E2D3C}")
    path = tmp_path / "a.xlsx"
    path.write_bytes(body(made))
    assert named(path) == [("remark", "1.1", "Comment: thực ra là 54")]


def test_an_empty_form_with_a_hint_on_a_cell_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(body(with_notes(workbook(sheet()))))
    assert open_filled(path, FORM).refusal == "empty_form"


def test_notes_on_cells_of_a_sheet_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(body(with_notes(fill(workbook(sheet()), FILLED))))
    assert named(path) == [
        ("remark", "1.1", "thực ra là 54"), ("remark", "3", "chờ số của trường")
    ]  # fmt: skip


def test_equations_comments_and_footnotes_of_a_document_are_named(tmp_path: Path) -> None:
    written = fill_document(document(sheet()), FILLED)
    row_of(written, "3").cells[3].paragraphs[0]._p.append(parse_xml(EQUATION))
    run = row_of(written, "1.1").cells[4].paragraphs[0].runs[0]
    written.add_comment(run, text="thực ra là 54", author="Lan", initials="L")
    path = tmp_path / "a.docx"
    written.save(path)
    assert named(path) == [("remark", "1.1", "thực ra là 54"), ("equation", "3", "12+3")]


def test_the_chat_says_what_it_did_not_read(desk: Installation) -> None:
    person = desk.joined()
    file = body(with_notes(fill(workbook(sheet_of(desk)), FILLED)))
    told = said(person.sends_file(file, "bao-cao.xlsx")[0])
    assert "1.1: 3 lớp, 45 người" in told
    assert "Chưa đọc những gì kèm theo ô" in told and "ghi chú “thực ra là 54” gắn vào ô" in told


def test_files_without_anything_beside_their_cells_name_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    fill_document(document(sheet()), FILLED).save(path)
    assert named(path) == []
    assert docx.Document(path).tables and open_file(path).grids
