"""A document's tables as grids of texts, walked element by element.

Insertions that wait for approval count as text and deletions do not: that is what the writer
sees. Merged cells keep their text in the first place and leave the others empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bot.imports.cell_remarks import DOCUMENT_PARTS, in_document
from bot.imports.core_properties import PARTS, core_properties
from bot.imports.grid import Grid, GridLine, LeftOut, OpenedFile, Span
from bot.imports.safe_zip import read_parts, refuse_macros
from bot.imports.word_looks import NOT_SHOWN, Looks, property_of

BODY = "word/document.xml"
CUSTOM = "docProps/custom.xml"
TYPES = "[Content_Types].xml"
STYLES = "word/styles.xml"
MOST_TABLES = 60
MOST_LINES = 600
MOST_COLUMNS = 30
DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
TABLE, ROW, CELL, PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
PROPERTY_VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"


def open_document(path: Path) -> OpenedFile:
    """Return all tables; raises FileRefused, or whatever the library makes of damaged parts."""
    wanted = (BODY, CUSTOM, TYPES, STYLES, *PARTS, *DOCUMENT_PARTS)
    parts = read_parts(path, lambda name: name in wanted)
    refuse_macros(parts)
    body = parse_xml(parts[BODY])
    tables = [table for table in body.iter(TABLE) if is_outermost(table)][:MOST_TABLES]
    looks = Looks(parts.get(STYLES, b""), in_document(parts))
    grids = tuple(_grid(str(place), table, looks) for place, table in enumerate(tables, start=1))
    prose = "\n".join(
        looks.read(paragraph).text for paragraph in body.iter(PARAGRAPH) if is_outermost(paragraph)
    )
    told = {**core_properties(parts), **_properties(parts.get(CUSTOM, b""))}
    return OpenedFile(grids, told, prose, is_document=True)


def _properties(body: bytes) -> dict[str, str]:
    if not body:
        return {}
    found = {}
    for element in parse_xml(body):
        value = element.find(PROPERTY_VALUE)
        if value is not None:
            found[element.get("name", "")] = value.text or ""
    return found


def is_outermost(element: Any) -> bool:
    """Tell whether an element stands in no table (a table in a cell is part of that cell)."""
    return next(element.iterancestors(TABLE), None) is None


def _grid(name: str, table: Any, looks: Looks) -> Grid:
    lines: list[GridLine] = []
    spans: list[Span] = []
    open_spans: dict[int, Span] = {}
    for place, row in enumerate(children(table, ROW), start=1):
        if place > MOST_LINES:
            break
        if row.find(DELETED_ROW) is not None:
            continue
        line, going_on = _line(place, row, looks)
        open_spans = _follow(place, going_on, open_spans, spans)
        if line.left_out or any(line.values):
            lines.append(line)
    spans += [span for span in open_spans.values() if span.bottom > span.top]
    return Grid(name, tuple(lines), tuple(spans))


Cells = dict[int, tuple[int, str | None]]  # column to the last one covered, and its vertical merge


def _line(place: int, row: Any, looks: Looks) -> tuple[GridLine, Cells]:
    texts: list[str] = []
    left_out: list[LeftOut] = []
    merges: Cells = {}
    for cell in children(row, CELL):
        column, width = len(texts), width_of(cell)
        merge = property_of(cell, "w:tcPr", "w:vMerge")
        merges[column] = (column + width - 1, merge)
        seen = looks.read(cell)
        if merge in (None, "restart"):
            texts.append(seen.text)
            left_out += [LeftOut(column, reason, text) for reason, text in seen.left_out]
        else:
            texts.append("")
        texts += [""] * (width - 1)
    values = tuple(text or None for text in texts[:MOST_COLUMNS])
    return GridLine(place, values, tuple(left_out)), merges


def _follow(
    place: int, cells: Cells, before: dict[int, Span], done: list[Span]
) -> dict[int, Span]:
    """Return the merged cells that may go on in the next line; those that ended are added to `done`."""
    now: dict[int, Span] = {}
    for column, (right, merge) in cells.items():
        above = before.get(column)
        if merge == "restart":
            now[column] = Span(place, place, column, right)
        elif merge is not None and above is not None:
            now[column] = Span(above.top, place, column, right)
    for column, span in before.items():
        has_ended = column not in now or now[column].top != span.top
        if has_ended and span.bottom > span.top:
            done.append(span)
    return now


def children(element: Any, wanted: str) -> Iterator[Any]:
    """Return rows of a table or cells of a row, also those in a content control or an insertion."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in NOT_SHOWN and child.tag != TABLE:
            yield from children(child, wanted)


def width_of(cell: Any) -> int:
    """Return how many columns a cell covers."""
    wide = property_of(cell, "w:tcPr", "w:gridSpan") or "1"
    return max(1, min(int(wide), MOST_COLUMNS)) if wide.isascii() and wide.isdigit() else 1


def text_of(element: Any) -> str:
    """Return the text of a cell or paragraph, a line for each paragraph, whatever it looks like."""
    return Looks().read(element).text
