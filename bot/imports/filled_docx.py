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

from bot.imports.grid import Grid, GridLine, OpenedFile
from bot.imports.safe_zip import FileRefused, read_parts

BODY = "word/document.xml"
CUSTOM = "docProps/custom.xml"
TYPES = "[Content_Types].xml"
MOST_TABLES = 60
MOST_LINES = 600
MOST_COLUMNS = 30
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NOT_SHOWN = {qn("w:del"), qn("w:moveFrom"), f"{{{COMPATIBILITY}}}Fallback"}
TABLE, ROW, CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
PARAGRAPH, TEXT, TAB = qn("w:p"), qn("w:t"), qn("w:tab")
BREAKS = {qn("w:br"), qn("w:cr")}
PROPERTY_VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"


def open_document(path: Path) -> OpenedFile:
    """All tables; raises FileRefused, or whatever the library makes of damaged parts."""
    parts = read_parts(path, lambda name: name in (BODY, CUSTOM, TYPES))
    if b"macroEnabled" in parts.get(TYPES, b""):
        raise FileRefused("macro")
    body = parse_xml(parts[BODY])
    tables = [table for table in body.iter(TABLE) if is_outermost(table)][:MOST_TABLES]
    grids = tuple(
        Grid(str(place), tuple(_lines(table))) for place, table in enumerate(tables, start=1)
    )
    prose = "\n".join(
        text_of(paragraph) for paragraph in body.iter(PARAGRAPH) if is_outermost(paragraph)
    )
    return OpenedFile(grids, _properties(parts.get(CUSTOM, b"")), prose)


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
    """Whether an element stands in no table (a table in a cell is part of that cell)."""
    return next(element.iterancestors(TABLE), None) is None


def _lines(table: Any) -> Iterator[GridLine]:
    for place, row in enumerate(children(table, ROW), start=1):
        if place > MOST_LINES:
            return
        texts: list[str] = []
        for cell in children(row, CELL):
            goes_on = property_of(cell, "w:vMerge") not in (None, "restart")
            texts.append("" if goes_on else text_of(cell))
            texts += [""] * (width_of(cell) - 1)
        values = tuple(text or None for text in texts[:MOST_COLUMNS])
        if any(values):
            yield GridLine(place, values)


def children(element: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those in a content control or an insertion."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in NOT_SHOWN and child.tag != TABLE:
            yield from children(child, wanted)


def width_of(cell: Any) -> int:
    """How many columns a cell covers."""
    wide = property_of(cell, "w:gridSpan") or "1"
    return max(1, min(int(wide), MOST_COLUMNS)) if wide.isascii() and wide.isdigit() else 1


def property_of(cell: Any, name: str) -> str | None:
    """A cell property's value: "" where it stands without one, None where it does not stand."""
    properties = cell.find(qn("w:tcPr"))
    found = properties.find(qn(name)) if properties is not None else None
    return None if found is None else found.get(qn("w:val"), "")


def text_of(element: Any) -> str:
    """The text of a cell or paragraph, a line for each paragraph."""
    pieces: list[str] = []
    _gather(element, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(element: Any, pieces: list[str]) -> None:
    for child in element:
        if child.tag == TEXT:
            pieces.append(child.text or "")
        elif child.tag == TAB:
            pieces.append("\t")
        elif child.tag in BREAKS:
            pieces.append("\n")
        elif isinstance(child.tag, str) and child.tag not in NOT_SHOWN:
            _gather(child, pieces)
            if child.tag == PARAGRAPH:
                pieces.append("\n")
