"""Text that begins like a formula, from every door into every file: it stays text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from bot.exports.invitation_sheet import invite_workbook
from bot.model.documents import Document, campaign_document, form_of
from bot.model.export_kinds import campaign_exports, unit_exports
from bot.model.person import Role
from bot.use_cases.campaigns import invites
from bot.use_cases.papers.export_documents import ExportJob, render_in_worker
from tests.office import Installation, Person, rename

SIGNS = ("=", "+", "-", "@")
EVIL = "EVIL(1)"


def attack(desk: Installation, sign: str) -> None:
    """Bring it in by a unit's list, a name, a remark, an answer in words, a source and a reason."""
    rename(desk.store, "03466", name=f"{sign}{EVIL} xã")
    rename(desk.store, "03433", name=f"{sign}{EVIL} thị trấn")
    official = desk.joined(name=f"{sign}{EVIL} Lò")
    official.says(f"tên tôi là {sign}{EVIL}")
    official.says("1.1: 3 lớp 45 người")
    official.says(f"ghi chú {sign}{EVIL}")
    official.says("mục 11")
    official.says(f"{sign}{EVIL} tặng sách")
    for word in ("đúng", "còn lại không", "đúng", "nộp", "nộp"):
        official.says(word)
    chief = _coordinator(desk, f"{sign}{EVIL} Hoa")
    for words in (
        f"nhập hộ 03433 theo {sign}{EVIL}: 1.1: 2 lớp 30 người",
        "đúng",
        f"trả lại 03466 {sign}{EVIL}",
        "đúng",
    ):
        chief.says(words)


def _coordinator(desk: Installation, name: str) -> Person:
    return desk.coordinator(name)


def documents(desk: Installation) -> Iterator[Document]:
    """Every kind of file of the campaign, and of the attacked unit."""
    for export in campaign_exports():
        yield campaign_document(desk.campaign, export, None)
    for export in unit_exports():
        yield form_of(desk.submission().id, desk.campaign, "03466", export.ending)


def made(desk: Installation, document: Document) -> bytes:
    assert document.request is not None
    job = ExportJob(desk.store.url, desk.office.for_another_process(), document.request)
    return render_in_worker(job).path.read_bytes()


def run_by_spreadsheets(name: str, body: bytes) -> Iterator[str]:
    """What of a file a spreadsheet would compute, or Word would run, with the text of the attack."""
    match Path(name).suffix:
        case ".xlsx":
            for sheet in openpyxl.load_workbook(io.BytesIO(body)):
                cells = (cell for row in sheet.iter_rows() for cell in row)
                yield from (
                    str(c.value) for c in cells if c.data_type == "f" and EVIL in str(c.value)
                )
        case ".csv":
            rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
            fields = (field for row in rows for field in row)
            yield from (field for field in fields if EVIL in field and field[0] in "=+-@\t\r")
        case ".docx":
            xml = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
            yield from (part for part in xml.split("<w:instrText")[1:] if EVIL in part[:200])
        case ".zip":
            packed = zipfile.ZipFile(io.BytesIO(body))
            for inner in packed.namelist():
                yield from run_by_spreadsheets(inner, packed.read(inner))


def tells(body: bytes) -> bool:
    """Whether a file, or one packed in it, holds the text of the attack."""
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return EVIL.encode() in body
    packed = zipfile.ZipFile(io.BytesIO(body))
    return any(tells(packed.read(inner)) for inner in packed.namelist())


@pytest.mark.parametrize("sign", SIGNS)
def test_text_from_any_door_is_run_by_no_file(tmp_path: Path, sign: str) -> None:
    desk = Installation(tmp_path)
    attack(desk, sign)
    shown = 0
    for document in documents(desk):
        body = made(desk, document)
        assert list(run_by_spreadsheets(document.name, body)) == [], document.name
        shown += tells(body)
    assert shown >= 5  # the attack did come through the doors
    desk.close()


@pytest.mark.parametrize("sign", SIGNS)
def test_a_hand_out_of_codes_runs_nothing(tmp_path: Path, sign: str) -> None:
    desk = Installation(tmp_path)
    attack(desk, sign)
    with desk.store.transaction() as tx:
        made = invites.hand_out(
            tx, desk.office, desk.campaign.slug, None, Role.REPORTER, {}, new=True
        )
    body = invite_workbook(f"{sign}{EVIL}", made)
    assert list(run_by_spreadsheets("codes.xlsx", body)) == []
    desk.close()
