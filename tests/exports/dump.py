"""A workbook as text: every cell with its type, and what shapes the page. Never bytes: two equal
workbooks differ in their time stamps."""

from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


def opened(body: bytes) -> Workbook:
    return load_workbook(BytesIO(body))


def stored(body: bytes) -> Workbook:
    """The workbook as a program shows it that computes nothing: formulas by their stored results."""
    return load_workbook(BytesIO(body), data_only=True)


def dump(body: bytes) -> str:
    """All sheets of a workbook, one line a cell; a formula with its stored result."""
    sheets = zip(opened(body).worksheets, stored(body).worksheets, strict=True)
    return "\n".join(_sheet(sheet, results) for sheet, results in sheets)


def _sheet(sheet: Worksheet, results: Worksheet) -> str:
    lines = [f"== {sheet.title} =="]
    setup = sheet.page_setup
    lines.append(f"page {setup.orientation} paper {setup.paperSize} wide {setup.fitToWidth}")
    lines.append(
        f"area {sheet.print_area} titles {sheet.print_titles} frozen {sheet.freeze_panes}"
    )
    lines.append(f"filter {sheet.auto_filter.ref}")
    lines.append("merged " + " ".join(sorted(str(each) for each in sheet.merged_cells.ranges)))
    widths = {letter: size.width for letter, size in sorted(sheet.column_dimensions.items())}
    lines.append(f"widths {widths}")
    for row in sheet.iter_rows():
        height = sheet.row_dimensions[row[0].row].height
        lines.append(f"row {row[0].row} height {height}")
        lines.extend(
            _cell(cell, results[cell.coordinate].value) for cell in row if cell.value is not None
        )
    return "\n".join(lines) + "\n"


def _cell(cell: Cell, result: object) -> str:
    marks = [cell.data_type]
    if cell.font.b:
        marks.append("bold")
    if cell.number_format != "General":
        marks.append(cell.number_format)
    if cell.quotePrefix:
        marks.append("quoted")
    shown = f"{cell.value!r} -> {result!r}" if cell.data_type == "f" else repr(cell.value)
    return f"  {cell.coordinate} [{' '.join(marks)}] {shown}"
