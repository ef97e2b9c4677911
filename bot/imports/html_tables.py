"""The tables of a page of HTML, as mail programs write them into a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from bot.imports.grid import Grid, GridLine, OpenedFile, Span
from bot.imports.safe_zip import refuse_large
from bot.vietnamese.normalise import clean

LEAST_ROWS = 3  # lines that begin with a row's number: below that, a table is for looks
LEAST_COLUMNS = 3
MOST_LINES = 600
MOST_COLUMNS = 30
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?[.)]?")
_BREAKING = ("p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_ROWS = "./tr|./thead/tr|./tbody/tr|./tfoot/tr"


def open_html(path: Path) -> OpenedFile:
    """Return the tables of figures in a kept page, and its words outside of them; raises FileRefused."""
    refuse_large(path)
    return _read(path.read_text("utf-8", "replace"))


def has_rows(page: str) -> bool:
    """Tell whether a table of figures stands in a page."""
    return "<table" in page.lower() and bool(_read(page).grids)


def outside_tables(page: str) -> str:
    """Return the words of a page that stand in no table of figures."""
    return _read(page).prose


def _read(page: str) -> OpenedFile:
    if not page.strip():
        return OpenedFile()
    tree = document_fromstring(page.encode(), parser=HTMLParser(encoding="utf-8"))
    etree.strip_elements(tree, "style", "script", "title", etree.Comment, with_tail=False)
    for part in tree.iter(*_BREAKING):
        part.text, part.tail = f"\n{part.text or ''}", f"\n{part.tail or ''}"
    grids: list[Grid] = []
    for table in list(tree.iter("table")):
        grid = _grid(len(grids) + 1, table)
        if _counts(grid):
            grids.append(grid)
            table.drop_tree()
    return OpenedFile(tuple(grids), {}, _words(tree), is_document=True)


def _words(tree: Any) -> str:
    """Return the words of a page without empty lines."""
    lines = (" ".join(clean(line).split()) for line in tree.text_content().splitlines())
    return "\n".join(filter(None, lines))


def _grid(number: int, table: Any) -> Grid:
    """Return a table with each cell in its place; a cell over several lines stands in its first."""
    taken: dict[tuple[int, int], str | None] = {}
    rows = table.xpath(_ROWS)[:MOST_LINES]
    spans = [span for line, row in enumerate(rows) for span in _lay(taken, row, line)]
    width = max((column for _, column in taken), default=-1) + 1
    lines = tuple(
        GridLine(line + 1, tuple(taken.get((line, column)) for column in range(width)))
        for line in range(len(rows))
    )
    return Grid(f"{number}", lines, tuple(spans))


def _lay(taken: dict[tuple[int, int], str | None], row: Any, line: int) -> Iterator[Span]:
    """Put a line's cells into their places; returns those that reach over several lines."""
    column = 0
    for cell in row.xpath("./td|./th")[:MOST_COLUMNS]:
        while (line, column) in taken:
            column += 1
        last = line + _reach(cell, "rowspan") - 1
        right = min(column + _reach(cell, "colspan"), MOST_COLUMNS) - 1
        for below in range(line, last + 1):
            taken |= dict.fromkeys((below, beside) for beside in range(column, right + 1))
        taken[line, column] = " ".join(clean(cell.text_content()).split()) or None
        if last > line:
            yield Span(line + 1, last + 1, column, right)


def _reach(cell: Any, name: str) -> int:
    """Return over how many lines or columns a cell reaches."""
    given = cell.get(name, "")
    return max(1, min(int(given), MOST_COLUMNS)) if given.isdigit() else 1


def _counts(grid: Grid) -> bool:
    """Return whether a table has rows of a form: some lines begin with a number of a row."""
    numbers = [str(line.at(0) or "") for line in grid.lines if len(line.values) >= LEAST_COLUMNS]
    return sum(map(bool, map(_NUMBER.fullmatch, numbers))) >= LEAST_ROWS
