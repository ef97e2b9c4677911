"""The sheets of a workbook as annexes: texts as shown, merged cells, weight and borders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape

from bot.imports.annex import MOST_COLUMNS, MOST_LINES, Annex, AnnexCell, AnnexLine
from bot.imports.filled_xlsx import LONGEST, MOST_SHEETS, SHEET, WANTED
from bot.imports.safe_zip import packed_again, read_parts, refuse_macros
from bot.imports.sheet_view import MERGED, MOST_MERGED

DECIMALS = re.compile(r"0\.(0+)(?:_\)|;.*)?")
Place = tuple[int, int]  # line and column, from 1


def open_workbook(path: Path) -> list[Annex]:
    """Return all visible sheets; raises FileRefused, or whatever the library makes of damaged parts."""
    parts = read_parts(path, lambda name: name in WANTED or bool(SHEET.fullmatch(name)))
    refuse_macros(parts)
    book = openpyxl.load_workbook(
        packed_again(parts), read_only=True, data_only=True, keep_links=False
    )
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [_annex(sheet, parts) for sheet in sheets[:MOST_SHEETS]]


def _annex(sheet: Any, parts: Mapping[str, bytes]) -> Annex:
    wide, above = _merged(parts.get(sheet._worksheet_path.lstrip("/"), b""))
    lines: list[AnnexLine] = []
    shown: dict[Place, AnnexCell] = {}
    for place, cells in enumerate(_rows(sheet), start=1):
        line = AnnexLine(place, tuple(_cells(place, cells, wide, above, shown)))
        if any(cell.text for cell in line.cells):
            lines.append(line)
    return Annex(sheet.title, tuple(lines))


def _merged(body: bytes) -> tuple[dict[Place, int], dict[Place, Place]]:
    """Return how many columns a cell covers, and for cells below a merged one its first cell."""
    wide: dict[Place, int] = {}
    above: dict[Place, Place] = {}
    for found in islice(MERGED.finditer(body), MOST_MERGED):
        left, top, right, bottom = range_boundaries(found[1].decode())
        width = min(right - left + 1, MOST_COLUMNS)
        for line in range(top, min(bottom, MOST_LINES) + 1):
            wide[(line, left)] = width
            if line > top:
                above[(line, left)] = (top, left)
    return wide, above


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says about its size may be wrong, or a million rows
    return islice(sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS), MOST_LINES)


def _cells(
    place: int,
    cells: tuple[Any, ...],
    wide: Mapping[Place, int],
    above: Mapping[Place, Place],
    shown: dict[Place, AnnexCell],
) -> Iterator[AnnexCell]:
    """Return the cells of a line without those that a wide one hides."""
    hidden = 0
    for column in range(1, MOST_COLUMNS + 1):
        width = wide.get((place, column), 1)
        if column <= hidden:
            continue
        hidden = column + width - 1
        first = shown.get(above.get((place, column), (0, 0)))
        if (place, column) in above:
            text = first.text if first is not None else ""
            yield AnnexCell(column - 1, text, bool(first and first.bold), width, goes_on=True)
        elif column <= len(cells) and cells[column - 1].value is not None:
            shown[(place, column)] = _cell(cells[column - 1], column, width)
            yield shown[(place, column)]


def _cell(cell: Any, column: int, width: int) -> AnnexCell:
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    text = _number(cell) if is_number else unescape(str(cell.value)[:LONGEST])
    border = cell.border
    lined = any(side is not None and side.style for side in (border.top, border.bottom))
    return AnnexCell(
        column - 1,
        " ".join(text.split()),
        bool(cell.font and cell.font.b),
        width,
        is_number=is_number,
        lined=lined,
    )


def _number(cell: Any) -> str:
    """Return a number as its format shows it: 1.1 under "0.00" is 1.10."""
    value = cell.value
    decimals = DECIMALS.fullmatch(cell.number_format or "")
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    return str(int(value)) if float(value).is_integer() else repr(value)
