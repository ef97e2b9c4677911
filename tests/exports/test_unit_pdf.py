"""One unit's form as PDF: the paper's words and figures, its head on each page, letters with all marks."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bot.exports import font, unit_pdf
from bot.exports.font import LETTERS, NAMES, SERIFS, font_bytes, serif_faces
from bot.exports.official_form import unit_page
from bot.exports.official_page import written_cells
from bot.exports.unit_pdf import write_unit
from tests.exports.samples import FORM, unit_sheet

MILLIMETRE = 72 / 25.4  # points
SHEET = replace(unit_sheet(), unit_code="03436", campaign="muong-te-2026")


def written() -> bytes:
    target = io.BytesIO()
    write_unit(SHEET, target)
    return target.getvalue()


PAGES = [page.extract_text() for page in PdfReader(io.BytesIO(written())).pages]
WORDS = " ".join(" ".join(PAGES).split())


def test_every_label_and_figure_is_on_paper() -> None:
    for row in FORM.rows:
        assert row.label.split()[0] in WORDS
    figures = [cell for cells in written_cells(unit_page(SHEET)) for cell in cells[:-1] if cell]
    assert all(f"{int(cell):,}".replace(",", ".") in WORDS for cell in figures if cell.isdigit())


def test_the_version_is_on_each_page_and_the_head_on_each_with_a_table() -> None:
    assert len(PAGES) > 1
    with pdfplumber.open(io.BytesIO(written())) as paper:
        tables = [bool(page.find_tables()) for page in paper.pages]
    assert sum(tables) > 1
    for page, has_table in zip(PAGES, tables, strict=True):
        assert "Mã biên nhận" in page
        assert not has_table or "Ghi chú" in page


def faces() -> set[str]:
    """The faces that the paper is printed in."""
    found = set()
    for page in PdfReader(io.BytesIO(written())).pages:
        for face in page["/Resources"]["/Font"].values():
            found.add(str(face.get_object()["/BaseFont"]).rpartition("+")[2])
    return found


def test_no_letter_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        written()
    assert "missing the following glyphs" not in caplog.text


def test_a_face_without_all_vietnamese_letters_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, lacking = tmp_path / "whole", tmp_path / "lacking"
    for folder, signs in ((lacking, set(map(ord, LETTERS)) - {ord("ạ")}), (whole, None)):
        folder.mkdir()
        for name in SERIFS[0]:
            save_face(folder / name, signs)
    monkeypatch.setattr(font, "PLACES", (str(lacking),))
    assert serif_faces.__wrapped__() == ()
    monkeypatch.setattr(font, "PLACES", (str(lacking), str(whole)))
    assert serif_faces.__wrapped__() == tuple(whole / name for name in SERIFS[0])


def save_face(file: Path, signs: set[int] | None) -> None:
    """Keep a face that has some letters, or all that Noto Sans has."""
    file.write_bytes(font_bytes(NAMES[False]))
    if signs is not None:
        face = TTFont(file)
        cutter = Subsetter()
        cutter.populate(unicodes=signs)
        cutter.subset(face)
        face.save(file)


def test_the_face_is_the_decrees_where_the_machine_has_one_of_its_measures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = serif_faces()
    assert len(known) in (0, 3)
    assert any("NotoSans" in face for face in faces()) is not bool(known)
    monkeypatch.setattr(unit_pdf, "serif_faces", lambda: ())
    assert faces() == {"NotoSans", "NotoSansBold", "NotoSansItalic"}


def test_pages_are_numbered_from_the_second_on() -> None:
    assert not PAGES[0].lstrip().startswith("1\n")
    assert PAGES[1].lstrip().startswith("2")


def test_nobody_signs_on_a_page_of_its_own_halves() -> None:
    (signed,) = [page for page in PAGES if "Thủ trưởng đơn vị" in page]
    assert "Người lập biểu" in signed and "Ký, đóng dấu" in signed


def test_the_table_stands_between_the_margins_of_an_official_paper() -> None:
    with pdfplumber.open(io.BytesIO(written())) as paper:
        edges = [
            (table.bbox[0], table.bbox[2]) for page in paper.pages for table in page.find_tables()
        ]
        width = paper.pages[0].width
    assert edges
    for left, right in edges:
        assert abs(left / MILLIMETRE - 30) < 0.5
        assert (width - right) / MILLIMETRE > 14.5
