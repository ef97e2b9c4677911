"""A document's kind is read from its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl

from bot.imports.document import ENDINGS, kind_of_document


def ending(path: Path) -> str | None:
    mime = kind_of_document(path)
    return ENDINGS[mime] if mime is not None else None


def test_pdf_word_and_excel_are_known_by_content(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a"))
    openpyxl.Workbook().save(tmp_path / "b")
    (tmp_path / "c").write_bytes(b"%PDF-1.7\n")
    assert [ending(tmp_path / name) for name in "abc"] == [".docx", ".xlsx", ".pdf"]


def test_other_files_are_not_taken_whatever_their_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"MZ\x90\x00")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 not a zip")
    with zipfile.ZipFile(tmp_path / "c.docx", "w") as packed:
        packed.writestr("run.exe", b"MZ")
    (tmp_path / "d.docx").write_bytes(b"")
    assert [ending(path) for path in sorted(tmp_path.iterdir())] == [None] * 4


def test_a_document_with_macros_is_not_taken(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as packed:
        packed.writestr("word/vbaProject.bin", b"")
    assert ending(tmp_path / "a.docx") is None
