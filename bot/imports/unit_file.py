"""The lines of a unit list as texts, whatever program wrote it.

.xlsx with what its cells show; .csv in UTF-8, UTF-16 or a Windows code page, cut at commas,
semicolons or tabs. Text for fonts of before Unicode is converted, and that is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from bot.imports.filled_xlsx import workbook_parts
from bot.imports.grid import Span, shown
from bot.imports.number_format import shown_number
from bot.imports.safe_zip import OLE, packed_again, refuse_large
from bot.imports.sheet_view import view_of
from bot.vietnamese.old_fonts import OldFont, from_old_font
from bot.vietnamese.sheet_cells import cut_into_cells

MOST_ROWS = 50_000
SEPARATORS = ",;\t|"
NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n?")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class UnitLines:
    """`lines` are (number, cells); `spans` the merged cells; `hidden` the numbers of lines with
    text that nobody sees; `old_font` the font that the text was converted from."""

    lines: list[tuple[int, list[str]]]
    spans: tuple[Span, ...] = ()
    hidden: tuple[int, ...] = ()
    old_font: OldFont | None = None


def read_lines(path: Path) -> UnitLines:
    """Read all lines of a list; raises FileRefused for what should not be opened, and what the
    libraries raise for a file that is none."""
    found = _read(path)
    text = "\n".join("\t".join(cells) for _, cells in found.lines)
    converted, font = from_old_font(text)
    if font is None:
        return found
    numbers = (number for number, _ in found.lines)
    lines = [
        (number, list(map(_clean, line.split("\t"))))
        for number, line in zip(numbers, converted.split("\n"), strict=True)
    ]
    return UnitLines(lines, found.spans, found.hidden, font)


def _read(path: Path) -> UnitLines:
    refuse_large(path)
    with path.open("rb") as file:
        head = file.read(len(OLE))
    if head == OLE:
        return _xls(path)
    return _xlsx(path) if head.startswith(b"PK") else _csv(path)


def _clean(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


# -- .csv -----------------------------------------------------------------------------------------


def _csv(path: Path) -> UnitLines:
    text = _decoded(path.read_bytes())
    named = NAMED_SEPARATOR.match(text)
    skipped = 0
    if named is not None:
        text, skipped = text[named.end() :], 1
    separator = named[1] if named is not None else _separator(text)
    lines = cut_into_cells(text, separator)[: MOST_ROWS + 1]
    return UnitLines([(number + skipped, list(map(_clean, cells))) for number, cells in lines])


def _decoded(body: bytes) -> str:
    """Return the text of a file. A code page that is not named is western Europe's, in which texts for
    old fonts lie as they are."""
    if body.startswith(UTF_16):
        return body.decode("utf-16")
    if body[1:2] == b"\0":
        return body.decode("utf-16-le")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    vietnamese = unicodedata.normalize("NFC", body.decode("cp1258", "replace"))
    western = body.decode("latin-1")
    if from_old_font(western)[1] is not None:
        return western
    if "\ufffd" in vietnamese:
        raise UnicodeDecodeError("cp1258", body, 0, 1, "no Vietnamese code page")
    return vietnamese


def _separator(text: str) -> str:
    """Return the sign that cuts most of the first lines into the same number of cells."""
    first = [line for line in text.split("\n")[:20] if line.strip()]
    return max(
        SEPARATORS, key=lambda sign: (sum(sign in line for line in first), text.count(sign))
    )


# -- .xlsx ----------------------------------------------------------------------------------------


def _xlsx(path: Path) -> UnitLines:
    parts = workbook_parts(path)
    book = openpyxl.load_workbook(
        packed_again(parts), read_only=True, data_only=True, keep_links=False
    )
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    sheet: Any = (seen or book.worksheets)[0]
    view = view_of(parts[sheet._worksheet_path.lstrip("/")], MOST_ROWS)
    lines = list(_sheet_lines(sheet))
    filled = [(number, cells) for number, cells in lines if any(cells)]
    return _seen_lines(filled, view.lines, view.spans)


def _xls(path: Path) -> UnitLines:
    from bot.imports.old_workbook import open_old_workbook

    try:
        grid = open_old_workbook(path, MOST_ROWS + 1).grids[0]
    except Exception as error:  # damaged parts make the library stumble in every way there is
        raise ValueError("no workbook") from error
    lines = [(line.place, [_clean(shown(value)) for value in line.values]) for line in grid.lines]
    hidden = {line.place for line in grid.lines if line.is_hidden}
    return _seen_lines(lines, hidden, grid.spans)


def _seen_lines(
    filled: list[tuple[int, list[str]]], hidden: Collection[int], spans: tuple[Span, ...]
) -> UnitLines:
    return UnitLines(
        [(number, cells) for number, cells in filled if number not in hidden],
        tuple(span for span in spans if span.bottom > span.top),
        tuple(number for number, _ in filled if number in hidden),
    )


def _sheet_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1), start=1):
        yield number, list(map(_shown, cells))


def _shown(cell: Any) -> str:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = shown(shown_number(value, cell.number_format or ""))
    return _clean(value)
