"""A PDF with text: its ruled tables as grids, what stands around them as prose.

A scan has no text and is refused as `no_text`: nothing of a picture is guessed. White text is not
read, for nobody sees it. A table that goes on over pages is one grid.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException

from bot.imports.grid import Grid, GridLine, OpenedFile, Span
from bot.imports.safe_zip import FileRefused, refuse_large
from bot.vietnamese.normalise import clean

MOST_PAGES = 20
MOST_CHARACTERS = 200_000  # of one page: a drawing made of letters is no form
WHITE = {(1,), (1.0,), (1, 1, 1), (1.0, 1.0, 1.0), (0, 0, 0, 0)}
HEAD_LINES = 3  # at most, that are printed again on each page
SLACK = 2.0  # points by which the edges of one line may differ
PLACES_APART = 1_000  # the lines of page 3 have the places 2001 and on


def open_pdf(path: Path) -> OpenedFile:
    """Return all tables of a PDF with text; raises FileRefused, or whatever the library makes of damaged
    parts."""
    refuse_large(path)
    for name in ("pdfminer", "pdfplumber"):
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path) as document:
            pages = list(map(_seen, document.pages[:MOST_PAGES]))
            tables = (_grids(number, page) for number, page in enumerate(pages))
            grids = tuple(map(_numbered, _joined(chain.from_iterable(tables))))
            prose = "\n".join(filter(None, map(_prose, pages)))
    except PdfminerException as error:
        is_locked = "Password" in repr(error.args)
        raise FileRefused("locked" if is_locked else "broken") from None
    if not grids and not prose.strip():
        raise FileRefused("no_text")
    return OpenedFile(grids, {}, prose, is_document=True)


def _seen(page: Any) -> Any:
    """Return a page without what nobody sees on it."""
    if len(page.chars) > MOST_CHARACTERS:
        raise FileRefused("bomb")
    return page.filter(_is_seen)


def _is_seen(thing: dict[str, Any]) -> bool:
    color = thing.get("non_stroking_color") or ()
    return thing.get("object_type") != "char" or color not in WHITE


def _grids(number: int, page: Any) -> Iterator[Grid]:
    """Return the ruled tables of a page, from top to bottom."""
    for table in page.find_tables():
        texts = table.extract()
        first = number * PLACES_APART + 1
        lines = tuple(
            GridLine(place, tuple(map(_cell, cells)))
            for place, cells in enumerate(texts, start=first)
        )
        yield Grid(f"{number + 1}", lines, tuple(_spans(table, first)))


def _cell(text: str | None) -> str | None:
    return " ".join(clean(text or "").split()) or None


def _spans(table: Any, first: int) -> Iterator[Span]:
    """Return the cells that reach over several lines: a figure in one of them is nobody knows whose."""
    tops = [row.bbox[1] for row in table.rows]
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell is None:
                continue
            last = max(at for at, top in enumerate(tops) if top < cell[3] - SLACK)
            if last > number:
                yield Span(first + number, first + last, column, column)


def _joined(grids: Iterator[Grid]) -> list[Grid]:
    """Return the tables, one that goes on over the next page as one."""
    found: list[Grid] = []
    for grid in grids:
        before = found[-1] if found else None
        if before is not None and before.name != grid.name and _width(before) == _width(grid):
            lines = _continued(before.lines, _below_head(before, grid))
            found[-1] = replace(grid, lines=lines, spans=(*before.spans, *grid.spans))
        else:
            found.append(grid)
    return found


def _continued(before: tuple[GridLine, ...], below: tuple[GridLine, ...]) -> tuple[GridLine, ...]:
    """Return the lines of both pages; a label that the end of a page cut in two is one again."""
    if not before or not below or not (rest := _rest_of_label(below[0])):
        return before + below
    last = before[-1]
    label, *others = last.values[1:]
    whole = replace(last, values=(last.values[0], f"{label or ''} {rest}".strip(), *others))
    return (*before[:-1], whole, *below[1:])


def _rest_of_label(line: GridLine) -> str:
    """Return the words of a line that holds nothing but the rest of a label; else ""."""
    told = [column for column, value in enumerate(line.values) if value]
    words = line.at(1)
    is_rest = told == [1] and isinstance(words, str) and words[:1].islower()
    return words if is_rest and isinstance(words, str) else ""


def _numbered(grid: Grid) -> Grid:
    """Return a table whose lines are counted from its first, over all pages, as a person counts."""
    numbers = {line.place: number for number, line in enumerate(grid.lines, start=1)}
    spans = [
        replace(span, top=numbers[span.top], bottom=numbers[span.bottom])
        for span in grid.spans
        if span.top in numbers and span.bottom in numbers
    ]
    lines = tuple(replace(line, place=numbers[line.place]) for line in grid.lines)
    return replace(grid, lines=lines, spans=tuple(spans))


def _below_head(before: Grid, grid: Grid) -> tuple[GridLine, ...]:
    """Return the lines of a table's next part without the head that is printed on each page."""
    head = [line.values for line in before.lines[:HEAD_LINES]]
    repeated = 0
    for line, known in zip(grid.lines, head, strict=False):
        if line.values != known:
            break
        repeated += 1
    return grid.lines[repeated:]


def _width(grid: Grid) -> int:
    return max((len(line.values) for line in grid.lines), default=0)


def _prose(page: Any) -> str:
    """Return the words outside the tables."""
    rest = page
    for table in page.find_tables():
        rest = rest.outside_bbox(table.bbox, strict=False)
    return clean(rest.extract_text() or "")
