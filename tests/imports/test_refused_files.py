"""Files that are not read: one stable reason each, whatever the name says, and nothing is run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.imports import safe_zip
from bot.imports.document import kind_of_document, why_not
from tests.exports.samples import campaign_sheet, campaign_workbook
from tests.imports.filled_files import body, document, fill, read, sheet, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def filled() -> bytes:
    return body(fill(workbook(sheet()), {"1.1": (3, 45)}))


def repacked(
    source: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> bytes:
    """The same package with changed parts and further ones."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return target.getvalue()


def same(_: str, part: bytes) -> bytes:
    return part


def with_entity(name: str, part: bytes) -> bytes:
    """An external entity in a sheet, as an attacker plants it."""
    if not name.startswith("xl/worksheets/"):
        return part
    head = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return part.replace(b"<worksheet", head + b"<worksheet", 1)


def macro_type(name: str, part: bytes) -> bytes:
    if name != "[Content_Types].xml":
        return part
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return part.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")


def without_head() -> bytes:
    book = fill(workbook(sheet()), {"1.1": (3, 45)})
    book.active["D7"] = "Số lượng"
    return body(book)


def of_another_form(name: str, part: bytes) -> bytes:
    return part.replace(b"phu-luc-ii-2022", b"mau-khac") if name == "docProps/custom.xml" else part


def another_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ tên", "Điểm"])
    return body(book)


def narrative() -> bytes:
    written = docx.Document()
    written.add_paragraph("Báo cáo kết quả Tuần lễ")
    return body(written)


def two_filled_tables() -> bytes:
    book = fill(workbook(sheet()), {"1.1": (3, 45)})
    other = book.copy_worksheet(book.active)
    other["D9"] = 7
    return body(book)


def packed(parts: dict[str, bytes]) -> bytes:
    return repacked(body(openpyxl.Workbook()), same, parts)


def with_flag(source: bytes) -> bytes:
    """Every entry says that it has a password."""
    marked = bytearray(source)
    at = marked.find(b"PK\x01\x02")
    while at >= 0:
        marked[at + 8] |= 1
        at = marked.find(b"PK\x01\x02", at + 4)
    return bytes(marked)


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing", lambda: b"", "broken"),
    ("text", lambda: b"1.1;3;45\n", "broken"),
    ("half a file", lambda: filled()[:4000], "broken"),
    ("no package", lambda: b"PK\x03\x04 hello", "broken"),
    ("external entity", lambda: repacked(filled(), with_entity), "broken"),
    ("old workbook", lambda: OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"), "broken"),
    ("password", lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked"),
    ("zip with password", lambda: with_flag(filled()), "locked"),
    ("OpenDocument", lambda: packed({"mimetype": b"application/vnd.oasis"}), "old_format"),
    ("macro", lambda: packed({"xl/vbaProject.bin": b"x"}), "macro"),
    ("macro by type", lambda: repacked(filled(), macro_type), "macro"),
    ("bomb", lambda: packed({"xl/media/a.png": b"\0" * 60_000_000}), "bomb"),
    ("many entries", lambda: packed({f"xl/media/{n}": b"" for n in range(2_001)}), "bomb"),
    ("another workbook", another_workbook, "not_our_form"),
    ("a report in words", narrative, "not_our_form"),
    ("a package of something", lambda: repacked(b"PK\x05\x06" + b"\0" * 18, same, {"a": b"b"}), "not_our_form"),
    ("no column heads", without_head, "columns"),
    ("another form", lambda: repacked(filled(), of_another_form), "other_form"),
    ("two tables", two_filled_tables, "several"),
    ("nothing filled", lambda: body(workbook(sheet())), "empty_form"),
    ("nothing filled in Word", lambda: body(document(sheet())), "empty_form"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "reason"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_a_file_that_cannot_be_read_has_one_reason(
    tmp_path: Path, make: Callable[[], bytes], reason: str
) -> None:
    found = read(make(), tmp_path)
    assert (found.refusal, found.rows) == (reason, ())


def test_a_campaigns_total_is_no_units_form_and_keeps_its_rows_for_a_branch(
    tmp_path: Path,
) -> None:
    found = read(campaign_workbook(campaign_sheet()), tmp_path)
    assert found.refusal == "whole_campaign" and found.rows


def test_a_file_that_is_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_zip, "LARGEST", 5_000)
    assert read(filled(), tmp_path).refusal == "too_large"


def test_parts_that_unpack_to_more_than_is_read_are_a_bomb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_zip, "MOST_READ", 20_000)
    assert read(filled(), tmp_path).refusal == "bomb"


def test_a_sheet_with_a_million_empty_lines_is_read_quickly_to_its_end(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45)})
    book.active["A1048576"] = "x"
    (row,) = [row for row in read(book, tmp_path).rows if row.answer]
    assert row.code == "1.1"


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    source = repacked(filled(), same, {"xl/externalLinks/externalLink1.xml": link})
    assert read(source, tmp_path).refusal == ""


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (OLE + b"\0" * 600, "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (packed({"xl/vbaProject.bin": b"x"}), "macro"),
        (packed({"xl/media/a.png": b"\0" * 60_000_000}), "bomb"),
        (b"MZ", "unsupported"),
        (b"", "broken"),
    ],
    ids=["old", "locked", "macro", "bomb", "program", "empty"],
)
def test_a_file_is_refused_with_its_reason_before_it_is_kept(
    tmp_path: Path, source: bytes, reason: str
) -> None:
    path = tmp_path / "sent.xlsx"
    path.write_bytes(source)
    assert (kind_of_document(path), why_not(path)) == (None, reason)
