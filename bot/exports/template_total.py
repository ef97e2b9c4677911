"""The issuing body's own workbook, filled with the total, as the first sheet of a campaign's workbook.

Our lists are added to it by openpyxl, which keeps cells, styles, merges and print set-up of the
sheets that are there (not drawings and printer drivers' settings; the file of one unit, to which
nothing is added, keeps those too).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.official_page import PrintedLine, PrintedPage
from bot.exports.template_fill import fill_template
from bot.model.form import Cell
from bot.model.template import Template


def open_filled(
    template: Template, page: PrintedPage, name: str
) -> tuple[Workbook, Mapping[str, int], Mapping[Cell, str]]:
    """Return the filled workbook, its sheet in front under a new name, and where the sums stand."""
    book = load_workbook(BytesIO(fill_template(template, page)))
    places = template.places
    sheet = book[places.sheet]
    if name in book.sheetnames and sheet.title != name:
        book[name].title = f"{name} (2)"
    sheet.title = name
    book.move_sheet(sheet, -book.index(sheet))
    book.active = 0
    columns = {cell: get_column_letter(at) for cell, at in places.figures.items()}
    _figures_for_formulas(sheet, template, page.lines, columns)
    return book, places.rows, columns


def _figures_for_formulas(
    sheet: Worksheet, template: Template, lines: Sequence[PrintedLine], columns: Mapping[Cell, str]
) -> None:
    """Make figures of the template's own sums: ours are stored beside formulas that fit our lists."""
    for line in lines:
        at = template.places.rows.get(line.row.code)
        for cell, letter in columns.items() if at is not None else ():
            place = sheet[f"{letter}{at}"]
            is_formula = not isinstance(place, MergedCell) and place.data_type == "f"
            if is_formula and cell in line.figures:
                place.value = line.figures[cell]
