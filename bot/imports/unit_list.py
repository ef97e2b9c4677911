"""Reads a list of units from .xlsx or .csv: code, name, kind, parent, aliases.

Bad rows are listed with their line and nothing is half-imported. Codes are text: a workbook that
lost leading zeros keeps what it shows.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bot.domain.unit import Unit

COLUMNS = ("code", "name", "kind", "parent", "aliases")
HEADINGS = {
    "code": "code", "mã": "code", "ma": "code", "mã đơn vị": "code",
    "name": "name", "tên": "name", "tên đơn vị": "name", "đơn vị": "name",
    "kind": "kind", "loại": "kind", "loại đơn vị": "kind",
    "parent": "parent", "cấp trên": "parent", "đơn vị cấp trên": "parent",
    "aliases": "aliases", "tên khác": "aliases", "tên gọi khác": "aliases",
}
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """`reason` is a stable code: no_code, no_name, twice, no_heading, unreadable, too_many."""

    line: int
    reason: str
    value: str = ""


def read_units(path: Path) -> tuple[list[Unit], list[BadRow]]:
    """All units of a file and everything wrong with it; raises OSError when it cannot be read."""
    try:
        lines = list(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    except (UnicodeDecodeError, csv.Error, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        return [], [BadRow(0, "unreadable")]
    if not lines:
        return [], [BadRow(1, "no_heading")]
    if len(lines) > MOST_ROWS:
        return [], [BadRow(MOST_ROWS, "too_many")]
    heading = [HEADINGS.get(cell.casefold()) for cell in lines[0][1]]
    if "code" not in heading or "name" not in heading:
        return [], [BadRow(lines[0][0], "no_heading")]
    return _units(heading, lines[1:])


def _units(
    heading: list[str | None], lines: list[tuple[int, list[str]]]
) -> tuple[list[Unit], list[BadRow]]:
    units: list[Unit] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        fields = {name: cell for name, cell in zip(heading, cells, strict=False) if name}
        if not any(fields.values()):
            continue
        code, name = fields.get("code", ""), fields.get("name", "")
        if not code:
            bad.append(BadRow(number, "no_code", name))
        elif not name:
            bad.append(BadRow(number, "no_name", code))
        elif code in seen:
            bad.append(BadRow(number, "twice", code))
        else:
            seen[code] = number
            others = fields.get("aliases", "").replace("|", ";").split(";")
            aliases = tuple(piece.strip() for piece in others if piece.strip())
            units.append(
                Unit(0, code, name, fields.get("kind", ""), fields.get("parent", ""), aliases)
            )
    return units, bad


def _clean(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = path.read_bytes().decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    for cells in reader:
        yield reader.line_num, [_clean(cell) for cell in cells]


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [_clean(cell) for cell in row]
    finally:
        book.close()
