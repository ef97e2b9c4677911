"""Reads a list of units from .xlsx or .csv: code, name, kind, parent, aliases, valid_from,
predecessors, commune_code.

Bad rows are listed with their line and nothing is half-imported. Codes are text: a workbook that
lost leading zeros keeps what it shows.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bot.model.unit import Unit

HEADINGS = {
    "code": "code",
    "mã": "code",
    "ma": "code",
    "mã đơn vị": "code",
    "name": "name",
    "tên": "name",
    "tên đơn vị": "name",
    "đơn vị": "name",
    "kind": "kind",
    "loại": "kind",
    "loại đơn vị": "kind",
    "parent": "parent",
    "cấp trên": "parent",
    "đơn vị cấp trên": "parent",
    "aliases": "aliases",
    "tên khác": "aliases",
    "tên gọi khác": "aliases",
    "valid_from": "valid_from",
    "từ ngày": "valid_from",
    "có hiệu lực từ": "valid_from",
    "predecessors": "predecessors",
    "mã đơn vị cũ": "predecessors",
    "đơn vị cũ": "predecessors",
    "commune_code": "commune_code",
    "mã xã": "commune_code",
    "mã đvhc": "commune_code",
}
MOST_ROWS = 50_000
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class BadRow:
    """`reason` is a stable code: no_code, no_name, twice, bad_date, no_heading, unreadable,
    too_many."""

    line: int
    reason: str
    value: str = ""


def read_units(path: Path) -> tuple[list[Unit], list[BadRow]]:
    """All units of a file and everything wrong with it; raises OSError when it cannot be read."""
    try:
        lines = list(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    except (
        UnicodeDecodeError,
        csv.Error,
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
    ):
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
            dated = fields.get("valid_from", "")
            since = _day(dated)
            if dated and since is None:
                bad.append(BadRow(number, "bad_date", dated))
            units.append(_unit(fields, since))
    return units, bad


def _unit(fields: dict[str, str], since: date | None) -> Unit:
    return Unit(
        0,
        fields["code"],
        fields["name"],
        fields.get("kind", ""),
        fields.get("parent", ""),
        _several(fields.get("aliases", "")),
        valid_from=since,
        predecessors=_several(fields.get("predecessors", "")),
        commune_code=fields.get("commune_code", ""),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in cell.replace("|", ";").split(";") if piece.strip())


def _day(cell: str) -> date | None:
    """As in 2025-07-01 or 01/07/2025 (a workbook's own date comes with a time)."""
    if found := DAY_FIRST.fullmatch(cell):
        cell = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(cell.partition(" ")[0])
    except ValueError:
        return None


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
