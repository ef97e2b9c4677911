"""Fills the issuing body's own workbook: the data cells get our figures, all else stays as it is.

The workbook is not opened and saved by a library, which would drop what it does not know (printer
settings, drawings, extensions): inside the package only the one sheet's part is changed, and in it
only the contents of data cells. Styles, merges, heights, print set-up and all other parts keep
every byte or element. A formula that the template has in a data cell stays, with our figure as its
stored result. The version's words and code stand in the foot of the page, beside what the office
prints there, and as a picture below the printed area.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.escape import unescape

from bot.exports.cells import cell_text
from bot.exports.custom_properties import set_properties
from bot.exports.office_package import OfficePackage, added
from bot.exports.official_page import PrintedLine, PrintedPage
from bot.exports.sheet_code import RELATION, draw_code
from bot.exports.sheet_footer import MAIN, write_foot
from bot.locale.say import say
from bot.model import filled_form
from bot.model.form import Cell, Indicator
from bot.model.optional import first
from bot.model.template import Template

WORKBOOK = "xl/workbook.xml"
Figure = int | str | None
Place = tuple[int, int]  # line and column, from 1
Cells = dict[Place, Figure]
Anchor = Callable[[Place], Place]  # the cell that shows what is written to another


def fill_template(
    template: Template, page: PrintedPage, marks: Mapping[str, str] | None = None
) -> bytes:
    """Return the workbook with the figures of a page's lines, its foot and its code; rows that it does
    not show are left out. `marks` are hidden properties to set."""
    package = OfficePackage(template.body)
    part, place = _sheet_part(package, template.places.sheet)
    sheet = package.root(part)
    _put_figures(sheet, _cells(template, page.lines))
    draw_code(package, part, sheet, page.code, place)
    receipt = say("sheet.receipt", receipt=page.code) if page.code else page.foot
    write_foot(sheet, page.foot, receipt, _earlier_foot())
    package.write(part, sheet)
    set_properties(package, marks or {})
    if _has_formulas(package):
        _compute_on_opening(package)
    return package.packed()


def _earlier_foot() -> re.Pattern[str]:
    """Return what finds our words in the foot of a workbook that was handed out before."""
    ours = (
        re.escape(say("sheet.draft")),
        re.escape(say("sheet.receipt", receipt="")) + "[A-Z0-9]+",
    )
    look = r'(?:&"[^"]*"|&[0-9]+|&K[0-9A-F]+)*'
    return re.compile(rf"\n?{look}[^&\n]*(?:{'|'.join(ours)})")


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
    package = OfficePackage(template.body)
    root = package.root(_sheet_part(package, template.places.sheet)[0])
    standing = _in_first_cells(_anchors(root), _cells(template, lines))
    places = template.places
    found: list[filled_form.Cells] = []
    for line in lines:
        at = places.rows.get(line.row.code, 0)
        figures = (_text(standing.get((at, column))) for column in places.figures.values())
        note = standing.get((at, places.note or 0))
        found.append((*figures, unescape(cell_text(line.note)) if note is not None else ""))
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
            cells[at, places.note] = cell_text(line.note) or None
    return cells


def _columns_of(row: Indicator, figures: Mapping[Cell, int]) -> Mapping[Cell, int]:
    """Return the data columns of a row: its own where the others are crossed out on the paper."""
    if not row.columns:
        return figures
    return {cell: column for cell, column in figures.items() if cell in row.cells}


# -- the package ----------------------------------------------------------------------------------


def _sheet_part(package: OfficePackage, name: str) -> tuple[str, int]:
    """Return the part of the sheet with this name, and its place among the sheets, from 0."""
    sheets = list(package.root(WORKBOOK).iter(f"{{{MAIN}}}sheet"))
    place = [each.get("name") for each in sheets].index(name)
    return package.target(WORKBOOK, sheets[place].get(f"{{{RELATION}}}id")), place


def _has_formulas(package: OfficePackage) -> bool:
    sheets = (name for name in package.names if name.startswith("xl/worksheets/"))
    return any(b"<f>" in body or b"<f " in body for body in map(package.read, sheets))


def _compute_on_opening(package: OfficePackage) -> None:
    """Let the office's program compute formulas elsewhere, which depend on figures that are new."""
    book = package.root(WORKBOOK)
    settings = book.find(f"{{{MAIN}}}calcPr")
    if settings is not None:
        settings.set("fullCalcOnLoad", "1")
        package.write(WORKBOOK, book)


# -- the sheet ------------------------------------------------------------------------------------


def _put_figures(root: Any, cells: Cells) -> None:
    rows = {int(row.get("r")): row for row in root.iter(f"{{{MAIN}}}row") if row.get("r")}
    for (line, column), figure in _in_first_cells(_anchors(root), cells).items():
        if line in rows:
            _set(rows[line], f"{get_column_letter(column)}{line}", column, figure)


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
    cell = first(lambda each: each.get("r") == reference, row)
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
        added(cell, MAIN, "v").text = str(figure)
    elif figure is not None and formula is None:
        _write_text(cell, figure)


def _columns(row: Any) -> Iterator[int]:
    for cell in row:
        yield column_index_from_string(coordinate_from_string(cell.get("r"))[0])


def _write_text(cell: Any, text: str) -> None:
    """Write text beside the workbook's shared strings: it is never read as a formula."""
    cell.set("t", "inlineStr")
    written = added(added(cell, MAIN, "is"), MAIN, "t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
