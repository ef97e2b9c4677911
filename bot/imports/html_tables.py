"""The tables of a page of HTML, as mail programs write them into a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from bot.imports.grid import Grid, GridLine, OpenedFile, Span
from bot.imports.safe_zip import LARGEST, FileRefused
from bot.vietnamese.normalise import clean

LEAST_ROWS = 3  # lines that begin with a row's number: below that, a table is for looks
LEAST_COLUMNS = 3
MOST_LINES = 600
MOST_COLUMNS = 30
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?[.)]?")
_BREAKING = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = frozenset(("style", "script", "title"))


@dataclass
class _Cell:
    text: str
    columns: int
    lines: int


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    cell: _Cell | None = None


def open_html(path: Path) -> OpenedFile:
    """Return the tables of figures in a kept page, and its words outside of them; raises FileRefused."""
    if path.stat().st_size > LARGEST:
        raise FileRefused("too_large")
    read = _read(path.read_text("utf-8", "replace"))
    grids = [_grid(number, table) for number, table in enumerate(read.done, 1)]
    return OpenedFile(tuple(filter(_has_rows, grids)), {}, read.words)


def has_rows(page: str) -> bool:
    """Tell whether a table of figures stands in a page."""
    return "<table" in page.lower() and any(
        _has_rows(_grid(number, table)) for number, table in enumerate(_read(page).done, 1)
    )


def outside_tables(page: str) -> str:
    """Return the words of a page that stand in no table of figures."""
    return _read(page).words


class _Reader(HTMLParser):
    """Collects tables, innermost first, and what stands around them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[_Table] = []
        self.done: list[_Table] = []
        self.outside: list[str] = []
        self._unseen = 0

    @property
    def words(self) -> str:
        lines = (" ".join(clean(line).split()) for line in "".join(self.outside).splitlines())
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self.open.append(_Table())
        elif self.open and tag == "tr":
            self.open[-1].rows.append([])
            self.open[-1].cell = None
        elif self.open and tag in ("td", "th") and self.open[-1].rows:
            given = dict(attrs)
            cell = _Cell("", _span(given.get("colspan")), _span(given.get("rowspan")))
            self.open[-1].rows[-1].append(cell)
            self.open[-1].cell = cell
        elif tag in _BREAKING:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag == "table" and self.open:
            self.done.append(self.open.pop())
        elif tag in ("td", "th") and self.open:
            self.open[-1].cell = None
        elif tag in _BREAKING:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self.open and self.open[-1].cell is not None:
            self.open[-1].cell.text += data
        else:
            self.outside.append(data)


def _span(given: str | None) -> int:
    return min(int(given), MOST_COLUMNS) if given and given.isdigit() and given != "0" else 1


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.done += reversed(reader.open)  # a page that was cut off
    for table in reader.done:
        if not _has_rows(_grid(0, table)):  # a frame or a signature: its words are words
            reader.outside += [f"\n{cell.text}" for row in table.rows for cell in row]
    return reader


def _grid(number: int, table: _Table) -> Grid:
    """Return a table with each cell in its place; a cell over several lines stands in its first."""
    taken: dict[tuple[int, int], str | None] = {}
    spans: list[Span] = []
    for line, row in enumerate(table.rows[:MOST_LINES]):
        column = 0
        for cell in row[:MOST_COLUMNS]:
            while (line, column) in taken:
                column += 1
            spans += _lay(taken, cell, line, column)
    width = max((column for _, column in taken), default=-1) + 1
    lines = tuple(
        GridLine(line + 1, tuple(taken.get((line, column)) for column in range(width)))
        for line in range(len(table.rows[:MOST_LINES]))
    )
    return Grid(f"{number}", lines, tuple(spans))


def _lay(
    taken: dict[tuple[int, int], str | None], cell: _Cell, line: int, column: int
) -> Sequence[Span]:
    """Put a cell into its place; returns it as merged where it reaches over several lines."""
    last, right = line + cell.lines - 1, min(column + cell.columns, MOST_COLUMNS) - 1
    for below in range(line, last + 1):
        for beside in range(column, right + 1):
            taken[below, beside] = None
    taken[line, column] = " ".join(clean(cell.text).split()) or None
    return [Span(line + 1, last + 1, column, right)] if last > line else []


def _has_rows(grid: Grid) -> bool:
    numbers = [line.at(0) for line in grid.lines if len(line.values) >= LEAST_COLUMNS]
    return sum(bool(_NUMBER.fullmatch(str(number or ""))) for number in numbers) >= LEAST_ROWS
