"""Photos by unit and row and the units' own reports, with an index that says what each file is and
contact sheets to look through."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import CellStyle, CellWriter, Styles, Value, new_book
from bot.exports.contact_sheet import contact_sheets
from bot.exports.export_progress import followed, stage
from bot.exports.sheet_data import CampaignSheet, ReportFile, SourceFile, UnitPhoto
from bot.exports.sheet_layout import (
    CODE,
    DATE,
    FIGURE,
    WORDS,
    freeze_and_filter,
    height_for,
    list_head,
    print_lying,
)
from bot.locale.say import say
from bot.model.file_fault import Fault

INDEX = "danh-sach-anh.xlsx"
CONTACTS = "to-anh{part}.docx"
REPORTS = "bao-cao"
SOURCES = "nhap-ho"  # what is behind figures that were entered for the unit
REPORT_ENDINGS = (".docx", ".pdf", ".xlsx", ".jpg", ".jpeg", ".png", ".webp")
NAME_LIMIT = 40  # letters of a name's part: old Windows allows 260 for a whole path
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".bmp", ".tif", ".tiff")
COLUMNS: tuple[tuple[str, float], ...] = (
    ("number", 6),
    ("code", 9),
    ("unit", 24),
    ("row", 8),
    ("row_name", 30),
    ("caption", 36),
    ("received_at", 17),
    ("file", 44),
)


REPORT_COLUMNS = ("number", "code", "unit", "report_name", "received_at", "file")
SOURCE_COLUMNS = ("number", "code", "unit", "row", "source", "received_at", "file")
DOCUMENT_WIDTH = 36.0


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A unit's own report, or the file behind a figure; `name` is its place in the archive, empty
    if the file is gone or not as it was kept: `fault` says which."""

    kept: ReportFile | SourceFile
    source: Path
    name: str
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """One picture: where it comes from, where it stands in the archive (empty where it has a fault)."""

    kept: UnitPhoto
    source: Path
    name: str
    fault: Fault | None = None


def faulty_files(sheet: CampaignSheet) -> list[str]:
    """Return in words the kept files that the archive cannot hold: lost, or not as they came."""
    names = [(kept.unit_name, kept.photo.name, kept.photo.path) for kept in sheet.photos]
    documents: list[ReportFile | SourceFile] = [*sheet.reports, *sheet.sources]
    names += [(each.unit_name, each.name, each.path) for each in documents]
    return [
        say(f"zip.{fault.value}", unit=unit, file=name or Path(path).name)
        for unit, name, path in names
        if (fault := _fault(sheet, path)) is not None
    ]


def _fault(sheet: CampaignSheet, path: str) -> Fault | None:
    """Return what is wrong with a kept file; one without a known hash must at least hold something."""
    file = sheet.folder / path
    if not file.is_file():
        return Fault.LOST
    known = sheet.file_hashes.get(path, "")
    if not known:
        return Fault.DAMAGED if not file.stat().st_size else None
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return Fault.DAMAGED if found != known else None


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Write the archive; pictures are streamed from disk, never held together in memory; they are
    packed already."""
    folders = _folders(sheet)
    entries = tuple(_entries(sheet, folders))
    reports = tuple(_packed(sheet, sheet.reports, folders, REPORTS))
    sources = tuple(_packed(sheet, sheet.sources, folders, SOURCES))
    with ZipFile(target, "w", ZIP_STORED) as archive:
        with stage(0.5):
            _pack(archive, (*entries, *reports, *sources))
        archive.writestr(INDEX, _index(sheet, entries, reports, sources))
        shown = [entry.kept for entry in entries if entry.name]
        for place, body in enumerate(contact_sheets(sheet, shown), start=1):
            part = f"-{place:02d}" if place > 1 else ""
            archive.writestr(CONTACTS.format(part=part), body)


def _pack(archive: ZipFile, files: Sequence[PhotoEntry | ZipEntry]) -> None:
    for packed in followed(files):
        if packed.name:
            archive.write(packed.source, packed.name)


def _folders(sheet: CampaignSheet) -> dict[str, str]:
    """Return a folder for each unit that sent something."""
    folders: dict[str, str] = {}
    sent: list[UnitPhoto | ReportFile | SourceFile] = [
        *sheet.photos,
        *sheet.reports,
        *sheet.sources,
    ]
    for kept in sent:
        folders.setdefault(kept.unit_code, _folder(len(folders) + 1, kept))
    return folders


def _packed(
    sheet: CampaignSheet,
    files: Sequence[ReportFile | SourceFile],
    folders: dict[str, str],
    under: str,
) -> Iterator[ZipEntry]:
    """Return documents under the names that their senders gave them, as far as any system takes them."""
    for number, kept in enumerate(files, start=1):
        source = sheet.folder / kept.path
        ending = source.suffix.lower()
        stem = safe_name(Path(kept.name).stem)
        name = "-".join(filter(None, (f"{number:04d}", stem)))
        if ending not in REPORT_ENDINGS:
            ending = ".bin"
        place = f"{folders[kept.unit_code]}/{under}/{name}{ending}"
        fault = _fault(sheet, kept.path)
        yield ZipEntry(kept, source, "" if fault else place, fault)


def _entries(sheet: CampaignSheet, folders: dict[str, str]) -> Iterator[PhotoEntry]:
    for number, kept in enumerate(sheet.photos, start=1):
        folder = folders[kept.unit_code]
        source = sheet.folder / kept.photo.path
        ending = source.suffix.lower() if source.suffix.lower() in ENDINGS else ".jpg"
        under = safe_name(kept.photo.row) or "chung"
        name = f"{folder}/{under}/{number:04d}{ending}"
        fault = _fault(sheet, kept.photo.path)
        yield PhotoEntry(kept, source, "" if fault else name, fault)


def _folder(place: int, kept: UnitPhoto | ReportFile | SourceFile) -> str:
    """Return `003-00112-Xa-Bum-Nua`; the number keeps two units apart whose names fold to one."""
    parts = (f"{place:03d}", safe_name(kept.unit_code), safe_name(kept.unit_name))
    return "-".join(filter(None, parts))


def safe_name(text: str) -> str:
    """Plain letters, digits, dots and hyphens: every system can unpack it, nothing can climb out
    of its folder."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = re.sub(r"[^A-Za-z0-9.]+", "-", plain.encode("ascii", "ignore").decode())
    return re.sub(r"\.{2,}", ".", kept).strip("-.")[:NAME_LIMIT].strip("-.")


def _index(
    sheet: CampaignSheet,
    entries: tuple[PhotoEntry, ...],
    reports: tuple[ZipEntry, ...],
    sources: tuple[ZipEntry, ...],
) -> bytes:
    book = new_book()
    styles = Styles(book)
    _photo_list(book.active, styles, sheet, entries)
    if reports:
        _document_list(
            book.create_sheet(say("sheet.name.reports")), styles, sheet, reports, REPORT_COLUMNS
        )
    if sources:
        _document_list(
            book.create_sheet(say("sheet.name.sources")), styles, sheet, sources, SOURCE_COLUMNS
        )
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _document_list(
    page: Worksheet,
    styles: Styles,
    sheet: CampaignSheet,
    documents: tuple[ZipEntry, ...],
    columns: tuple[str, ...],
) -> None:
    pen = CellWriter(page, styles)
    widths = {**dict(COLUMNS), "report_name": DOCUMENT_WIDTH, "source": DOCUMENT_WIDTH}
    list_head(pen, 1, [(key, widths[key]) for key in columns])
    for number, packed in enumerate(documents, start=1):
        values = {"number": (number, FIGURE), **_of_document(packed.kept, sheet)}
        for column, key in enumerate(columns[:-1], start=1):
            pen.write(number + 1, column, *values[key])
        _file(pen, number + 1, len(columns), packed)
    freeze_and_filter(page, 1, len(documents) + 1, len(columns), fixed=3)
    print_lying(page, one_page_wide=True)


def _of_document(
    kept: ReportFile | SourceFile, sheet: CampaignSheet
) -> dict[str, tuple[Value, CellStyle]]:
    """Return a document's cells by column."""
    cells: dict[str, tuple[Value, CellStyle]] = {
        "code": (kept.unit_code, CODE),
        "unit": (kept.unit_name, WORDS),
        "report_name": (kept.name, WORDS),
        "received_at": (kept.at.astimezone(sheet.tz) if kept.at else None, DATE),
    }
    if isinstance(kept, SourceFile):
        cells |= {"row": (kept.row, CODE), "source": (kept.words, WORDS)}
    return cells


def _photo_list(
    page: Worksheet, styles: Styles, sheet: CampaignSheet, entries: tuple[PhotoEntry, ...]
) -> None:
    page.title = say("sheet.name.photos")
    pen = CellWriter(page, styles)
    list_head(pen, 1, COLUMNS)
    for number, entry in enumerate(entries, start=1):
        _line(pen, number, entry, sheet)
    freeze_and_filter(page, 1, len(entries) + 1, len(COLUMNS), fixed=3)
    print_lying(page, one_page_wide=True)


def _line(pen: CellWriter, number: int, entry: PhotoEntry, sheet: CampaignSheet) -> None:
    photo = entry.kept.photo
    row = sheet.row_of(entry.kept)
    row_name = row.name if row else say("sheet.whole_report")
    received = photo.at.astimezone(sheet.tz) if photo.at else None
    at = number + 1
    values: tuple[tuple[Value, CellStyle], ...] = (
        (number, FIGURE),
        (entry.kept.unit_code, CODE),
        (entry.kept.unit_name, WORDS),
        (photo.row, CODE),
        (row_name, WORDS),
        (photo.caption, WORDS),
        (received, DATE),
    )
    for column, (value, look) in enumerate(values, start=1):
        pen.write(at, column, value, look)
    _file(pen, at, len(COLUMNS), entry)
    widths = dict(COLUMNS)
    height = height_for(
        (row_name, widths["row_name"]),
        (photo.caption, widths["caption"]),
        (entry.name, widths["file"]),
    )
    pen.height(at, height)


def _file(pen: CellWriter, at: int, column: int, entry: PhotoEntry | ZipEntry) -> None:
    """Write the file's place in the archive as a link that works once it is unpacked, or its fault."""
    if entry.fault is not None:
        words = say("sheet.photo_gone" if entry.fault is Fault.LOST else "sheet.photo_damaged")
        pen.write(at, column, words, CellStyle(size=11, border=True, italic=True))
        return
    pen.write(at, column, entry.name, WORDS)
    pen.sheet.cell(at, column).hyperlink = entry.name
