"""A workbook of Excel 97 to 2003 as grids: what each cell shows, as `filled_xlsx` does for .xlsx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlrd
from xlrd.xldate import xldate_as_datetime

from bot.imports.filled_xlsx import LONGEST, MOST_COLUMNS, MOST_LINES, MOST_SHEETS
from bot.imports.grid import (
    Grid,
    GridLine,
    Left,
    Odd,
    OpenedFile,
    Span,
    Value,
    is_footnote_mark,
    seen_line,
    shown,
)
from bot.imports.number_format import seen_number
from bot.imports.safe_zip import FileRefused
from bot.imports.sheet_view import covered

RAISED = 1  # a font's escapement


def open_old_workbook(path: Path, most_lines: int = MOST_LINES) -> OpenedFile:
    """Return all visible sheets; raises FileRefused, or whatever the library makes of damaged parts."""
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True)
    except xlrd.XLRDError as error:
        raise FileRefused("locked" if "encrypt" in str(error).lower() else "broken") from None
    visible = [place for place, hidden in enumerate(book._sheet_visibility) if not hidden]
    sheets = map(book.sheet_by_index, visible[:MOST_SHEETS])
    return OpenedFile(tuple(_grid(book, sheet, most_lines) for sheet in sheets))


def _grid(book: Any, sheet: Any, most_lines: int) -> Grid:
    spans = tuple(
        Span(top + 1, bottom, left, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    below = covered(spans)
    lines = [
        line
        for place in range(1, min(sheet.nrows, most_lines) + 1)
        if (line := _line(book, sheet, place, below)) is not None
    ]
    columns = frozenset(
        column for column, drawn in sheet.colinfo_map.items() if drawn.hidden or not drawn.width
    )
    tall = tuple(span for span in spans if span.bottom > span.top)
    return Grid(sheet.name, tuple(lines), tall, columns)


def _line(book: Any, sheet: Any, place: int, below: set[tuple[int, int]]) -> GridLine | None:
    width = min(sheet.row_len(place - 1), MOST_COLUMNS)
    seen = [
        _with_remark(
            sheet, (place - 1, column),
            _seen(book, sheet, place - 1, column, (place, column) in below),
        )
        for column in range(width)
    ]  # fmt: skip
    drawn = sheet.rowinfo_map.get(place - 1)
    return seen_line(place, seen, bool(drawn and drawn.hidden))


def _with_remark(
    sheet: Any, place: tuple[int, int], seen: tuple[Value, Left]
) -> tuple[Value, Left]:
    note = sheet.cell_note_map.get(place)
    value, left = seen
    return value, [*left, ("remark", note.text.strip())] if note and note.text.strip() else left


def _seen(book: Any, sheet: Any, row: int, column: int, is_covered: bool) -> tuple[Value, Left]:
    """Return what a person sees in a cell, and what stands there without being seen or without counting."""
    cell = sheet.cell(row, column)
    value = _value(book, cell)
    if value is None:
        return None, []
    if is_covered:
        return None, [("unseen", shown(value))]
    look = book.xf_list[cell.xf_index]
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    if runs and isinstance(value, str):
        return _seen_runs(book, str(cell.value), look, runs)
    if reason := _why_unseen(book, look.font_index, look):
        return None, [(reason, shown(value))]
    if isinstance(value, int | float):
        return seen_number(value, book.format_map[look.format_key].format_str)
    return value, []


def _seen_runs(book: Any, text: str, look: Any, runs: Any) -> tuple[Value, Left]:
    """Return a text whose parts look differently; each run says where it begins and its font."""
    kept, left = "", []
    starts = [(0, look.font_index), *runs]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, font), end in zip(starts, ends, strict=True):
        piece = text[start:end]
        reason = _why_unseen(book, font, look)
        raised = book.font_list[font].escapement == RAISED
        if not reason and raised and is_footnote_mark(piece, kept):
            reason = "raised"
        if not reason:
            kept += piece
        elif piece.strip():
            left.append((reason, piece.strip()))
    return kept[:LONGEST].strip() or None, left


def _why_unseen(book: Any, font_index: int, look: Any) -> str:
    """Return `struck`, `unseen` for white on white, or ""."""
    font = book.font_list[font_index]
    if font.struck_out:
        return "struck"
    white = book.colour_map.get(font.colour_index) == (255, 255, 255)
    behind = look.background
    filled = behind.fill_pattern and book.colour_map.get(behind.pattern_colour_index) not in (
        None, (255, 255, 255),
    )  # fmt: skip
    return "unseen" if white and not filled else ""


def _value(book: Any, cell: Any) -> Value:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            return int(cell.value) if cell.value == int(cell.value) else float(cell.value)
        case xlrd.XL_CELL_DATE:
            return Odd("date", _date(book, cell.value))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return Odd("cell_error", str(xlrd.error_text_from_code.get(cell.value, cell.value)))
        case _:
            return str(cell.value)[:LONGEST].strip() or None


def _date(book: Any, number: float) -> str:
    try:
        moment = xldate_as_datetime(number, book.datemode)
    except (ValueError, OverflowError):
        return str(number)
    return f"{moment:%H:%M:%S}" if number < 1 else f"{moment:%d/%m/%Y}"
