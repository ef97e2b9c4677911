"""Photos by unit and row, with an index sheet that says what each picture shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from openpyxl.utils import get_column_letter

from bot.exports.cells import Look, Pen, Styles, Value, new_book
from bot.exports.fitting import column_points, height_of, wrapped
from bot.exports.listing import CODE, DATE, FIGURE, HEAD, WORDS, freeze_and_filter, print_lying
from bot.exports.model import CampaignSheet, UnitPhoto
from bot.wording.say import say

INDEX = "danh-sach-anh.xlsx"
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture: where it comes from, where it stands in the archive (empty if it is gone)."""

    kept: UnitPhoto
    source: Path
    name: str


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Pictures are streamed from disk, never held together in memory; they are packed already."""
    entries = tuple(_entries(sheet))
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for entry in entries:
            if entry.name:
                archive.write(entry.source, entry.name)
        archive.writestr(INDEX, _index(sheet, entries))


def _entries(sheet: CampaignSheet) -> Iterator[Entry]:
    folders: dict[str, str] = {}
    for number, kept in enumerate(sheet.photos, start=1):
        place = len(folders) + 1
        folder = folders.setdefault(kept.unit_code, _folder(place, kept))
        source = sheet.folder / kept.photo.path
        ending = source.suffix.lower() if source.suffix.lower() in ENDINGS else ".jpg"
        under = safe_name(kept.photo.row) or "chung"
        name = f"{folder}/{under}/{number:04d}{ending}"
        yield Entry(kept, source, name if source.is_file() else "")


def _folder(place: int, kept: UnitPhoto) -> str:
    """`003-00112-Xa-Bum-Nua`; the number keeps two units apart whose names fold to one."""
    parts = (f"{place:03d}", safe_name(kept.unit_code), safe_name(kept.unit_name))
    return "-".join(part for part in parts if part)


def safe_name(text: str) -> str:
    """Plain letters, digits, dots and hyphens: every system can unpack it, nothing can climb out
    of its folder."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = re.sub(r"[^A-Za-z0-9.]+", "-", plain.encode("ascii", "ignore").decode())
    return re.sub(r"\.{2,}", ".", kept).strip("-.")[:NAME_LIMIT].strip("-.")


def _index(sheet: CampaignSheet, entries: tuple[Entry, ...]) -> bytes:
    book = new_book()
    page = book.active
    page.title = say("sheet.name.photos")
    pen = Pen(page, Styles(book))
    for at, (key, width) in enumerate(COLUMNS, start=1):
        pen.write(1, at, say(f"sheet.list.{key}"), HEAD)
        page.column_dimensions[get_column_letter(at)].width = width
    for number, entry in enumerate(entries, start=1):
        _line(pen, number, entry, sheet)
    freeze_and_filter(page, 1, len(entries) + 1, len(COLUMNS), fixed=3)
    print_lying(page, one_page_wide=True)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _line(pen: Pen, number: int, entry: Entry, sheet: CampaignSheet) -> None:
    photo = entry.kept.photo
    row = sheet.form.find(photo.row)
    row_name = row.name if row else say("sheet.whole_report")
    received = photo.at.astimezone(sheet.tz) if photo.at else None
    at = number + 1
    values: tuple[tuple[Value, Look], ...] = (
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
    _file(pen, at, entry)
    lines = max(
        len(wrapped(text, column_points(dict(COLUMNS)[key]), WORDS.size))
        for key, text in (("row_name", row_name), ("caption", photo.caption), ("file", entry.name))
    )
    pen.height(at, height_of(lines, WORDS.size))


def _file(pen: Pen, at: int, entry: Entry) -> None:
    """The picture's place in the archive as a link that works once it is unpacked."""
    column = len(COLUMNS)
    if not entry.name:
        pen.write(at, column, say("sheet.photo_gone"), Look(size=11, border=True, italic=True))
        return
    pen.write(at, column, entry.name, WORDS)
    pen.sheet.cell(at, column).hyperlink = entry.name
