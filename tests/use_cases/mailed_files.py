"""Twenty files as units mail them, of mixed quality, and what each of them says for certain."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
from docx.document import Document

from tests.imports.filled_files import (
    FORM,
    Changes,
    body,
    document,
    fill,
    fill_document,
    sheet,
    workbook,
)

FIGURES: Changes = {"1.1": (3, 45, ""), "1.9": (2, 1250, ""), "10.1": (12_500_000,)}
CERTAIN: dict[str, tuple[int | None, int | None]] = {
    "1.1": (3, 45), "1.9": (2, 1250), "10.1": (12_500_000, None),
}  # fmt: skip


@dataclass(frozen=True)
class Mailed:
    """A file, its unit's code (None: the file does not say), and what may be stored of it."""

    name: str
    body: bytes
    unit: str | None
    certain: dict[str, tuple[int | None, int | None]]


def _blank(unit: str) -> Any:
    """A form that does not carry our marks, as a unit makes it by itself."""
    return replace(sheet(), unit_name=unit, unit_code="", campaign="")


def _book(unit: str, changes: Changes = FIGURES) -> bytes:
    return body(fill(workbook(_blank(unit)), changes))


def worded(unit: str, head: str = "", changes: Changes = FIGURES) -> bytes:
    made: Document = fill_document(document(_blank(unit)), changes)
    if head:
        made.paragraphs[0].insert_paragraph_before(head)
    return body(made)


def _table(unit: str, encoding: str, separator: str) -> bytes:
    lines = io.StringIO()
    rows = csv.writer(lines, delimiter=separator)
    rows.writerow([f"Đơn vị báo cáo: {unit}"])
    rows.writerow(list(FORM.columns))
    for row in FORM.rows:
        rows.writerow([row.printed, row.label, row.measure_label, *FIGURES.get(row.code, ())])
    return lines.getvalue().encode(encoding)


def _as(ending: str, made: bytes, folder: Path) -> bytes:
    """A workbook as LibreOffice saves it in another kind."""
    source = folder / "made.xlsx"
    source.write_bytes(made)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=300)
    return (folder / f"made.{ending}").read_bytes()


def message(
    sender: str = "", subject: str = "Báo cáo", words: str = "Kính gửi phòng.", **files: bytes
) -> bytes:
    """A message; each file's key is its name with "__" for the dot."""
    mail = EmailMessage(policy.default)
    mail["From"] = f"{sender} <gui@example.vn>" if sender else "gui@example.vn"
    mail["Subject"], mail["Date"] = subject, "Wed, 12 Oct 2022 08:15:00 +0700"
    mail.set_content(words)
    for name, content in files.items():
        mail.add_attachment(
            content,
            maintype="application",
            subtype="octet-stream",
            filename=name.replace("__", "."),
        )
    return mail.as_bytes()


def _handed_out(code: str, name: str, typed: str) -> bytes:
    """A copy that the program handed to one unit, with another unit's name typed over."""
    made = workbook(replace(sheet(), unit_name=name, unit_code=code))
    for cells in made.active.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and name in cell.value:
                cell.value = cell.value.replace(name, typed)
    return body(fill(made, FIGURES))


def _scan() -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(target, "PDF")
    return target.getvalue()


def twenty(folder: Path) -> list[Mailed]:
    """Return the files; two of them are of the same unit and differ in one row."""
    unclear: Changes = {"1.1": ("khoảng 3", 45, ""), "1.9": (2, 1250, ""), "4.1": ("#REF!",)}
    contrary: Changes = {**FIGURES, "1.1": (4, 45, "")}
    only_two = {"1.9": (2, 1250), "10.1": (12_500_000, None)}
    plain = docx.Document()
    plain.add_paragraph("UBND xã Vàng San kính báo cáo: Tuần lễ đã tổ chức tốt, 3 lớp 45 người.")
    nothing: dict[str, tuple[int | None, int | None]] = {}
    bare = _book("")
    made: list[tuple[str, bytes, str | None, Any]] = [
        ("01 bao cao.xlsx", _book("Xã Thu Lũm"), "03436", CERTAIN),
        ("02.docx", worded("Xã Ka Lăng"), "03439", CERTAIN),
        ("03 BC xa Ta Ba.xlsx", bare, "03440", CERTAIN),
        ("04.xls", _as("xls", _book("xã Pa Ủ"), folder), "03442", CERTAIN),
        ("05.pdf", _as("pdf", _book("Xã Mù Cả"), folder), "03451", CERTAIN),
        ("06.csv", _table("Xã Bum Tở", "utf-8-sig", ","), "03454", CERTAIN),
        ("07.csv", _table("Xã Nậm Khao", "utf-16", ";"), "03457", CERTAIN),
        ("08.eml", message("UBND xã Tà Tổng", so_lieu__xlsx=bare), "03463", CERTAIN),
        ("09.eml", message("", "Báo cáo của xã Can Hồ", pl2__docx=worded("")), "03469", CERTAIN),
        ("10 lần 1.xlsx", _book("Xã Bum Nưa"), "03466", only_two),
        ("11 lần 2.xlsx", _book("Xã Bum Nưa", contrary), "03466", only_two),
        ("12 Muong Te.xlsx", bare, None, nothing),
        ("13 xa Mu Ca.xlsx", _book("Xã Pa Ủ"), None, nothing),
        ("14.xlsx", _handed_out("03445", "Xã Mường Tè", "Xã Pa Vệ Sủ"), None, nothing),
        ("15 TT Muong Te.xlsx", _book("", unclear), "03433", {"1.9": (2, 1250)}),
        ("16 xa Vang San.docx", body(plain), "03467", nothing),
        ("17 xa Pa Ve Su.pdf", _scan(), "03448", nothing),
        ("18 xa Muong Te.xlsx", b"PK\x03\x04 cut off", "03445", nothing),
        ("19 truong TH Ka Lang.xlsx", bare, None, nothing),
        ("20.eml", message("UBND xã Mường Tè", words="1.1: 3 lớp 45 người\n3: khoảng 5 băng rôn"),
         "03445", {"1.1": (3, 45)}),
    ]  # fmt: skip
    return [Mailed(*each) for each in made]


def page_of(unit: str) -> str:
    """A form that was pasted into the words of a message, as mail programs write it."""
    lines = [f"<tr><td>{'</td><td>'.join(FORM.columns)}</td></tr>"]
    for row in FORM.rows:
        figures = [str(each) for each in FIGURES.get(row.code, ("",))]
        cells = [row.printed, row.label, row.measure_label, *figures]
        lines.append("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in cells) + "</tr>")
    return (
        f"<table><tr><td><p>{unit}</p><p>Kính gửi Phòng, xem bảng:</p></td></tr></table>"
        f"<table border=1>{''.join(lines)}</table><p>Trân trọng.</p>"
    )


def with_page(raw: bytes, page: str) -> bytes:
    """A message with its words a second time, as a page."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    mail.add_alternative(page, subtype="html")
    return mail.as_bytes()


def with_message(raw: bytes, inner: bytes) -> bytes:
    """A message to which another was attached."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    mail.add_attachment(message_from_bytes(inner, policy=policy.default))
    return mail.as_bytes()


def packed(**files: bytes) -> bytes:
    """A packed folder; each file's key is its name with "__" for the dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as folder:
        for name, content in files.items():
            folder.writestr(f"bao cao/{name.replace('__', '.')}", content)
    return target.getvalue()
