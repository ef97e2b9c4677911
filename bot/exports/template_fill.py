"""Fills the issuing body's own workbook: the data cells get our figures, all else stays as it is.

The workbook is not opened and saved by a library, which would drop what it does not know (printer
settings, drawings, extensions): inside the package only the one sheet's part is changed, and in it
only the contents of data cells. Styles, merges, heights, print set-up and all other parts keep
every byte or element. A formula that the template has in a data cell stays, with our figure as its
stored result.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from bot.exports.cells import CELL_LIMIT, printable
from bot.exports.custom_properties import packed, with_properties
from bot.exports.official_page import PrintedLine
from bot.model import filled_form
from bot.model.form import Cell, Indicator
from bot.model.template import Template

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = "xl/workbook.xml"
Figure = int | str | None
Place = tuple[int, int]  # line and column, from 1
Cells = dict[Place, Figure]
Anchor = Callable[[Place], Place]  # the cell that shows what is written to another


def fill_template(
    template: Template, lines: Iterable[PrintedLine], marks: Mapping[str, str] | None = None
) -> bytes:
    """Return the workbook with the figures of these lines; rows that it does not show are left out.
    `marks` are hidden properties to set."""
    cells = _cells(template, lines)
    with ZipFile(BytesIO(template.body)) as package:
        part = _sheet_part(package, template.places.sheet)
        changed = {part: _filled(package.read(part), cells)}
        changed |= with_properties(package, marks or {})
        if _has_formulas(package):
            changed[WORKBOOK] = _computed_on_opening(package.read(WORKBOOK))
        return packed(package, changed)


def unplaced(template: Template, lines: Iterable[PrintedLine]) -> tuple[str, ...]:
    """Return codes of rows that have something to say and no line in the template."""
    return tuple(
        line.row.code
        for line in lines
        if line.row.code not in template.places.rows and (line.figures or line.note)
    )


def template_cells(template: Template, lines: Sequence[PrintedLine]) -> list[filled_form.Cells]:
    """Return what stands in the data cells of each line once they are filled, as text; a figure of merged
    cells stands in their first, a line without a place has nothing."""
    with ZipFile(BytesIO(template.body)) as package:
        root = _parsed(package.read(_sheet_part(package, template.places.sheet)))
    standing = _in_first_cells(_anchors(root), _cells(template, lines))
    places = template.places
    found: list[filled_form.Cells] = []
    for line in lines:
        at = places.rows.get(line.row.code, 0)
        figures = (_text(standing.get((at, column))) for column in places.figures.values())
        note = standing.get((at, places.note or 0))
        found.append((*figures, line.note[:CELL_LIMIT] if note is not None else ""))
    return found


def _text(figure: Figure) -> str:
    return "" if figure is None else str(figure)


def _cells(template: Template, lines: Iterable[PrintedLine]) -> Cells:
    """Return every data cell of the table, also those that stay empty: templates come with examples."""
    places = template.places
    cells: Cells = {}
    for line in lines:
        at = places.rows.get(line.row.code)
        if at is None:
            continue
        if line.row.cells or line.figures:
            columns = _columns_of(line.row, places.figures)
            cells |= {(at, column): line.figures.get(cell) for cell, column in columns.items()}
        if places.note:
            cells[at, places.note] = printable(line.note)[:CELL_LIMIT] or None
    return cells


def _columns_of(row: Indicator, figures: Mapping[Cell, int]) -> Mapping[Cell, int]:
    """Return the data columns of a row: its own where the others are crossed out on the paper."""
    if not row.columns:
        return figures
    return {cell: column for cell, column in figures.items() if cell in row.cells}


# -- the package ----------------------------------------------------------------------------------


def _parsed(body: bytes) -> Any:
    """Parse XML from a file of others. python-docx's parser resolves no entities and, unlike the standard
    library's, keeps the prefixes that a workbook's compatibility marks refer to."""
    return parse_xml(body)


def _written(root: Any) -> bytes:
    return bytes(serialize_part_xml(root))


def _sheet_part(package: ZipFile, name: str) -> str:
    """Return the part of the sheet with this name."""
    book = _parsed(package.read(WORKBOOK))
    sheets = {each.get("name"): each for each in book.iter(f"{{{MAIN}}}sheet")}
    wanted = sheets[name].get(f"{{{RELATION}}}id")
    relations = _parsed(package.read("xl/_rels/workbook.xml.rels"))
    target = next(
        each.get("Target")
        for each in relations.iter(f"{{{PACKAGE}}}Relationship")
        if each.get("Id") == wanted
    )
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _has_formulas(package: ZipFile) -> bool:
    sheets = (name for name in package.namelist() if name.startswith("xl/worksheets/"))
    return any(b"<f>" in body or b"<f " in body for body in map(package.read, sheets))


def _computed_on_opening(body: bytes) -> bytes:
    """Return formulas elsewhere depend on figures that are new: the office's program computes them."""
    book = _parsed(body)
    settings = book.find(f"{{{MAIN}}}calcPr")
    if settings is None:
        return body
    settings.set("fullCalcOnLoad", "1")
    return _written(book)


# -- the sheet ------------------------------------------------------------------------------------


def _filled(body: bytes, cells: Cells) -> bytes:
    root = _parsed(body)
    rows = {int(row.get("r")): row for row in root.iter(f"{{{MAIN}}}row") if row.get("r")}
    for (line, column), figure in _in_first_cells(_anchors(root), cells).items():
        if line in rows:
            _set(rows[line], f"{get_column_letter(column)}{line}", column, figure)
    return _written(root)


def _in_first_cells(anchor: Anchor, cells: Cells) -> Cells:
    """Return the same figures, each in the cell that shows it."""
    found: Cells = {}
    for place, figure in cells.items():
        first = anchor(place)
        if figure is not None or first not in found:
            found[first] = figure
    return found


def _anchors(root: Any) -> Anchor:
    """Return the first cell of the merged range around each cell, through which it is written."""
    ranges = [range_boundaries(each.get("ref")) for each in root.iter(f"{{{MAIN}}}mergeCell")]

    def anchor(place: tuple[int, int]) -> tuple[int, int]:
        line, column = place
        for left, top, right, bottom in ranges:
            if top <= line <= bottom and left <= column <= right:
                return top, left
        return place

    return anchor


def _set(row: Any, reference: str, column: int, figure: Figure) -> None:
    """Replace one cell's contents; its style stays."""
    cell = next((each for each in row if each.get("r") == reference), None)
    if cell is None and figure is None:
        return
    if cell is None:
        cell = _inserted(row, reference, column)
    _fill(cell, figure)


def _inserted(row: Any, reference: str, column: int) -> Any:
    """Return a new cell in its place among those of a row."""
    cell = row.makeelement(f"{{{MAIN}}}c", {"r": reference})
    row.insert(sum(before < column for before in _columns(row)), cell)
    return cell


def _fill(cell: Any, figure: Figure) -> None:
    formula = cell.find(f"{{{MAIN}}}f")
    for child in list(cell):
        if child is not formula:
            cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(figure, int):
        _added(cell, "v").text = str(figure)
    elif figure is not None and formula is None:
        _write_text(cell, figure)


def _columns(row: Any) -> Iterator[int]:
    for cell in row:
        yield column_index_from_string(coordinate_from_string(cell.get("r"))[0])


def _write_text(cell: Any, text: str) -> None:
    """Write text beside the workbook's shared strings: it is never read as a formula."""
    cell.set("t", "inlineStr")
    written = _added(_added(cell, "is"), "t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _added(parent: Any, name: str) -> Any:
    child = parent.makeelement(f"{{{MAIN}}}{name}")
    parent.append(child)
    return child
