"""What LibreOffice saves again reads as before: figures, words, and what was handed out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.exports.samples import unit_sheet
from tests.imports.filled_files import (
    FORM,
    body,
    document,
    facts,
    fill,
    fill_document,
    open_filled,
    read,
    workbook,
)

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
CHANGES = {"1.6": (4, 160), "1.7": ("2 lớp/60 người",), "10.2": ("12,5 triệu",), "2": ("=3+4",)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled forms, and what LibreOffice made of each in `saved`."""
    made = tmp_path_factory.mktemp("made")
    (made / "bieu.xlsx").write_bytes(body(fill(workbook(unit_sheet()), CHANGES)))
    plain = {code: cells for code, cells in CHANGES.items() if code != "2"}
    (made / "bieu.docx").write_bytes(body(fill_document(document(unit_sheet()), plain)))
    for ending in ("xlsx", "docx"):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(made / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                str(made / "saved"),
                str(made / f"bieu.{ending}"),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    return made


def test_a_workbook_saved_again_reads_the_same(folder: Path) -> None:
    before = facts(open_filled(folder / "bieu.xlsx", FORM))
    after = open_filled(folder / "saved" / "bieu.xlsx", FORM)
    assert (after.refusal, after.problems) == ("", ())
    found = facts(after)
    assert before.pop("2")[1] == "formula"  # nobody had computed it yet
    assert found.pop("2")[0].count == 7
    assert found == before


def test_a_document_saved_again_reads_the_same(folder: Path) -> None:
    before = open_filled(folder / "bieu.docx", FORM)
    after = open_filled(folder / "saved" / "bieu.docx", FORM)
    assert (after.refusal, after.problems) == ("", ())
    assert facts(after) == facts(before)


def test_untouched_rows_are_still_known_after_saving(folder: Path) -> None:
    for ending in ("xlsx", "docx"):
        rows = open_filled(folder / "saved" / f"bieu.{ending}", FORM).rows
        changed = {row.code for row in rows if not row.untouched}
        assert changed == {"1.6", "1.7", "10.2"} | ({"2"} if ending == "xlsx" else set())


def test_the_words_below_the_table_are_still_there(folder: Path, tmp_path: Path) -> None:
    long = "".join(unit_sheet().answers["11"].text.split())
    for ending in ("xlsx", "docx"):
        found = open_filled(folder / "saved" / f"bieu.{ending}", FORM)
        assert long in "".join(found.below.split())
        assert read((folder / f"bieu.{ending}").read_bytes(), tmp_path).rows[-1].note_below
