"""Files of Word and Excel 97 say the same as those of today: every case is saved as the old kind."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.imports import old_office
from bot.imports.document import ENDINGS, kind_of_document
from bot.imports.match_filled import open_file
from bot.imports.safe_zip import OLE
from bot.imports.unit_list import read_units
from bot.model.filled_form import FilledForm
from tests.imports.filled_files import FORM, fill, open_filled, workbook
from tests.imports.test_seen_variants import SHEETS, sheet
from tests.office import Installation, said

CASES = Path(__file__).parent / "cases"
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every case and every variant, saved as .doc or .xls beside its source."""
    folder = tmp_path_factory.mktemp("old")
    for path in CASES.glob("*.*x"):
        shutil.copyfile(path, folder / path.name)
    for number, (_, filled, acts, _) in enumerate(SHEETS):
        book = fill(workbook(sheet()), filled)
        for act in acts:
            act(book)
        book.save(folder / f"variant-{number}.xlsx")
    for ending, old_ending in (("docx", "doc"), ("xlsx", "xls")):
        files = sorted(folder.glob(f"*.{ending}"))
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", old_ending, "--outdir", str(folder), *map(str, files)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return folder


def outcome(found: FilledForm) -> dict[str, object]:
    return {
        row.code: row.doubt or (row.answer.count, row.answer.people)
        for row in found.rows
        if row.doubt or row.answer is not None
    }


def left_out(found: FilledForm) -> set[tuple[str, str, str]]:
    return {(each.reason, each.code, each.name) for each in found.problems}


def test_the_old_kinds_are_known_by_their_content(old: Path) -> None:
    kinds = {ENDINGS[kind_of_document(path) or ""] for path in old.glob("P-*.doc")}
    assert kinds == {".doc"}
    assert {ENDINGS[kind_of_document(path) or ""] for path in old.glob("P-*.xls")} == {".xls"}


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("P-x*.xlsx")))
def test_an_old_workbook_says_what_the_new_one_says(old: Path, name: str) -> None:
    if "uncached" in name:
        pytest.skip("saving it computed the formulas")
    new, saved = (open_filled(old / f"{name}.{ending}", FORM) for ending in ("xlsx", "xls"))
    assert (outcome(saved), left_out(saved)) == (outcome(new), left_out(new))


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("P-w*.docx")))
def test_an_old_document_says_what_the_new_one_says(old: Path, name: str) -> None:
    new, saved = (open_filled(old / f"{name}.{ending}", FORM) for ending in ("docx", "doc"))
    assert (outcome(saved), left_out(saved)) == (outcome(new), left_out(new))


@pytest.mark.parametrize("number", range(len(SHEETS)), ids=[each[0] for each in SHEETS])
def test_an_old_workbook_is_read_as_it_looks(old: Path, number: int) -> None:
    assert outcome(open_filled(old / f"variant-{number}.xls", FORM)) == SHEETS[number][3]


@pytest.mark.parametrize("name", ["P-u20-merged-parent", "P-u22-code-number-format"])
def test_an_old_list_of_units_is_the_same(old: Path, name: str) -> None:
    assert read_units(old / f"{name}.xls") == read_units(old / f"{name}.xlsx")


def test_an_old_form_sent_in_chat_is_compared(
    desk: Installation, old: Path, tmp_path: Path
) -> None:
    path = next(old.glob("P-x18*.xls"))
    reply = said(desk.joined("03440").sends_file(path.read_bytes(), "bieu.xls")[-1])
    assert "1.1: 2 lớp, 45 người" in reply


def test_without_libreoffice_the_person_is_told_what_to_save_it_as(
    desk: Installation, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_office.shutil, "which", lambda _: None)
    path = next(old.glob("P-w01*.doc"))
    reply = said(desk.joined("03440").sends_file(path.read_bytes(), "bieu.doc")[-1])
    assert "lưu lại dạng .xlsx hoặc .docx" in reply


@pytest.mark.parametrize("name", ["Workbook", "WordDocument"])
def test_a_damaged_old_file_is_broken(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLE + b"\0" * 600 + f"{name}\0".encode("utf-16-le"))
    assert open_file(path).refusal == "broken"


def test_an_old_file_with_macros_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(OLE + "Workbook\0_VBA_PROJECT_CUR\0".encode("utf-16-le"))
    assert kind_of_document(path) is None
