"""The tables of a document as annexes. A table that goes on after a page break as a table of its
own stands beside the first one; whether they belong together is asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bot.imports.annex import MOST_COLUMNS, MOST_LINES, Annex, AnnexCell, AnnexLine
from bot.imports.filled_docx import (
    BODY,
    CELL,
    MOST_TABLES,
    PARAGRAPH,
    ROW,
    TABLE,
    TYPES,
    children,
    is_outermost,
    text_of,
    width_of,
)
from bot.imports.safe_zip import read_parts, refuse_macros
from bot.imports.word_looks import NOT_SHOWN, property_of

STYLES = "word/styles.xml"
RUN = qn("w:r")
VALUE = qn("w:val")
MOST_ABOVE = 15  # paragraphs above a table that may hold its title
OFF = ("0", "false", "off")


def open_document(path: Path) -> list[Annex]:
    """Return all tables; raises FileRefused, or whatever the library makes of damaged parts."""
    parts = read_parts(path, lambda name: name in (BODY, TYPES, STYLES))
    refuse_macros(parts)
    body = parse_xml(parts[BODY])
    bold = BoldStyles(parts.get(STYLES, b""))
    tables = [table for table in body.iter(TABLE) if is_outermost(table)][:MOST_TABLES]
    return [
        Annex(str(number), tuple(_lines(table, bold)), _above(table))
        for number, table in enumerate(tables, start=1)
    ]


def _above(table: Any) -> tuple[str, ...]:
    """Return lines of the paragraphs between the table before and this one, the nearest last."""
    found: list[str] = []
    before = table.getprevious()
    while before is not None and before.tag != TABLE and len(found) < MOST_ABOVE:
        if before.tag == PARAGRAPH:
            found = text_of(before).split("\n") + found
        before = before.getprevious()
    return tuple(filter(None, found))


def _lines(table: Any, bold: BoldStyles) -> Iterator[AnnexLine]:
    heads: dict[int, AnnexCell] = {}  # column to the last cell that was not a continuation
    for place, row in enumerate(children(table, ROW), start=1):
        if place > MOST_LINES:
            return
        column = _skipped(row)
        cells: list[AnnexCell] = []
        for cell in children(row, CELL):
            width = width_of(cell)
            if column < MOST_COLUMNS:
                cells.append(_cell(cell, column, width, heads.get(column), bold))
                heads[column] = cells[-1]
            column += width
        line = AnnexLine(place, tuple(cells))
        if any(cell.text for cell in cells):
            yield line


def _skipped(row: Any) -> int:
    """Return columns of the grid that a row leaves out on its left."""
    text = property_of(row, "w:trPr", "w:gridBefore") or ""
    return min(int(text), MOST_COLUMNS) if text.isascii() and text.isdigit() else 0


def _cell(
    cell: Any, column: int, width: int, above: AnnexCell | None, bold: BoldStyles
) -> AnnexCell:
    if property_of(cell, "w:tcPr", "w:vMerge") not in (None, "restart") and above is not None:
        return AnnexCell(column, above.text, above.bold, width, goes_on=True, lined=True)
    text = " ".join(text_of(cell).split())
    return AnnexCell(column, text, bold.covers(cell), width, lined=True)


class BoldStyles:
    """Which parts of a text are bold: by themselves, or by the style of the run or paragraph."""

    def __init__(self, body: bytes) -> None:
        self._own: dict[str, bool | None] = {}
        self._based: dict[str, str] = {}
        for style in parse_xml(body) if body else ():
            name = style.get(qn("w:styleId"))
            if style.tag != qn("w:style") or not name:
                continue
            self._own[name] = _flag(style)
            based = style.find(qn("w:basedOn"))
            if based is not None:
                self._based[name] = based.get(VALUE, "")

    def covers(self, cell: Any) -> bool:
        """Tell whether everything a cell says is bold."""
        found = [
            self._run(run, paragraph)
            for paragraph in cell.iter(PARAGRAPH)
            for run in paragraph.iter(RUN)
            if text_of(run)
            and not any(ancestor.tag in NOT_SHOWN for ancestor in run.iterancestors())
        ]
        return bool(found) and all(found)

    def _run(self, run: Any, paragraph: Any) -> bool:
        own = _flag(run)
        if own is not None:
            return own
        names = (_named(run, "w:rPr", "w:rStyle"), _named(paragraph, "w:pPr", "w:pStyle"))
        return any(map(self._style, names))

    def _style(self, name: str) -> bool:
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            own = self._own.get(name)
            if own is not None:
                return own
            name = self._based.get(name, "")
        return False


def _flag(element: Any) -> bool | None:
    """Tell whether an element's own properties say bold; None where they say nothing."""
    found = property_of(element, "w:rPr", "w:b", bare="1")
    return None if found is None else found not in OFF


def _named(element: Any, properties: str, name: str) -> str:
    return property_of(element, properties, name) or ""
