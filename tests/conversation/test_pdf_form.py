"""The official form sent back as a PDF with text is read like the Word file it was made from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conversation.test_importing import CHANGES, sheet_of
from tests.imports.filled_files import body, document, fill_document
from tests.office import Installation

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice makes the PDF")
def test_a_filled_pdf_says_what_the_word_file_says(desk: Installation, tmp_path: Path) -> None:
    person = desk.joined()
    word = body(fill_document(document(sheet_of(desk)), CHANGES))
    (tmp_path / "form.docx").write_bytes(word)
    command = [
        str(OFFICE),
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        "form.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    person.sends_file(word, "form.docx")
    of_word = person.last
    person.sends_file((tmp_path / "form.pdf").read_bytes(), "form.pdf")
    assert person.last.replace("form.pdf", "form.docx") == of_word
    person.says("đúng")
    assert desk.submission().answers["1.6"].people == 160
