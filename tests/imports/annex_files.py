"""Official annexes as offices make them by hand: the printed form in other fonts and other tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.form import Form

HEAD = ("TT", "Nội dung", "Đơn vị", "Số lượng", "Người", "Ghi chú")
THIN = Border(*(Side(style="thin"),) * 4)
Row = Sequence[Any]  # TT, label, unit


def rows_of(form: Form) -> list[tuple[str, str, str, bool]]:
    """What is printed in the first three columns of each row, and whether it is bold."""
    return [(row.printed, row.label, row.measure_label, row.bold) for row in form.rows]


def saved(book: openpyxl.Workbook, folder: Path, name: str = "bieu.xlsx") -> Path:
    book.save(folder / name)
    return folder / name


def sheet_with(
    rows: Iterable[Row], head: Sequence[str] = HEAD, *, lined: bool = True
) -> openpyxl.Workbook:
    """A plain one-line head and its rows; a fourth value makes the label bold."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["BIỂU SỐ 1"])
    page.append(["KẾT QUẢ CÔNG TÁC NĂM 2024"])
    page.append(list(head))
    for row in rows:
        page.append(list(row[:3]))
        page.cell(page.max_row, 2).font = Font(name="Arial", bold=len(row) > 3 and bool(row[3]))
    if lined:
        border(page, 3)
    return book


def border(page: Worksheet, first: int) -> None:
    for cells in page.iter_rows(min_row=first, max_col=6):
        for cell in cells:
            cell.border = THIN


def official_sheet(form: Form, *, codes_as_numbers: bool = False) -> openpyxl.Workbook:
    """The two-line head far to the right and below, another font, the head printed twice, columns
    numbered, a letterhead above and signatures below."""
    book = openpyxl.Workbook()
    book.active.title = "Ghi nhớ"
    book.active["A1"] = "Nội dung"
    page = book.create_sheet("PL II")
    page["B1"], page["F1"] = "UBND HUYỆN MƯỜNG TÈ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    page["B3"] = form.annex
    for at, line in enumerate(form.title_lines(), start=4):
        page.cell(at, 2, line)
        page.merge_cells(start_row=at, end_row=at, start_column=2, end_column=7)
    page["B6"] = "(Kèm theo Kế hoạch số …/KH-UBND)"
    at = head_lines(page, form, 8)
    for column in range(2, 8):
        page.cell(at, column, f"({column - 1})")
    at += 1
    for place, (printed, label, unit, bold) in enumerate(rows_of(form)):
        if place == 17:
            at = head_lines(page, form, at)
        code: Any = float(printed) if codes_as_numbers and "." in printed else printed
        for column, value in enumerate((code, label, unit), start=2):
            page.cell(at, column, value).font = Font(name="Arial", size=11, bold=bold)
        at += 1
    border(page, 8)
    page.cell(at + 1, 3, "NGƯỜI LẬP BIỂU")
    page.cell(at + 1, 6, "THỦ TRƯỞNG ĐƠN VỊ")
    return book


def head_lines(page: Worksheet, form: Form, at: int) -> int:
    """Both lines of the head from column B on; returns the next line."""
    for offset, name in enumerate(form.columns):
        under = offset in (3, 4)
        page.cell(at + 1 if under else at, offset + 2, name)
        if not under:
            page.merge_cells(
                start_row=at, end_row=at + 1, start_column=offset + 2, end_column=offset + 2
            )
    page.cell(at, 5, form.quantity_head)
    page.merge_cells(start_row=at, end_row=at, start_column=5, end_column=6)
    return at + 2


def two_page_document(form: Form, folder: Path, *, repeat_head: bool, cut: str = "") -> Path:
    """The form as two Word tables, as it comes out when a table is split by hand at a page break.
    The row `cut` is cut in two: its label goes on in the second table."""
    made = docx.Document()
    layout = made.add_table(rows=1, cols=2)
    layout.rows[0].cells[0].text = "UBND HUYỆN"
    made.add_paragraph(form.annex)
    for line in form.title_lines():
        made.add_paragraph(line)
    made.add_paragraph("(Kèm theo Kế hoạch)")
    first = table_with_head(made, form)
    here = first
    for row in form.rows:
        values = (row.printed, row.label, row.measure_label, row.bold)
        if row.code == cut:
            words = row.label.split()
            half = next(at for at in range(3, len(words)) if words[at].islower())
            put(here, (row.printed, " ".join(words[:half]), row.measure_label, row.bold))
            made.add_page_break()
            here = table_with_head(made, form) if repeat_head else made.add_table(0, 6)
            values = ("", " ".join(words[half:]), "", row.bold)
        put(here, values)
    made.save(folder / "hai-trang.docx")
    return folder / "hai-trang.docx"


def table_with_head(made: Any, form: Form) -> Any:
    table = made.add_table(rows=2, cols=6)
    upper, lower = table.rows[0].cells, table.rows[1].cells
    for at, name in enumerate(form.columns):
        if at in (3, 4):
            lower[at].text = name
        else:
            upper[at].merge(lower[at]).text = name
    upper[3].merge(upper[4]).text = form.quantity_head
    return table


def put(table: Any, values: tuple[str, str, str, bool]) -> None:
    cells = table.add_row().cells
    for cell, text in zip(cells, values[:3], strict=False):
        run = cell.paragraphs[0].add_run(text)
        run.bold = values[3] or None


def unit_merged_downward(form: Form) -> openpyxl.Workbook:
    """The unit printed once over several rows."""
    book = official_sheet(form)
    page = book["PL II"]
    rows = [cells[0].row for cells in page.iter_rows(min_col=4, max_col=4)
            if cells[0].value == "Lớp/người"]  # fmt: skip
    page.merge_cells(start_row=rows[0], end_row=rows[3], start_column=4, end_column=4)
    return book


def with_style(path: Path) -> Path:
    """Bold by a character style instead of by hand."""
    made = docx.Document(path)
    for table in made.tables:
        for row in table.rows:
            for run in row.cells[1].paragraphs[0].runs:
                if run.bold:
                    run.bold = None
                    run.style = made.styles["Strong"]
    assert made.element.body.find(f".//{qn('w:rStyle')}") is not None
    made.save(path)
    return path


def as_file(body: io.BytesIO, path: Path) -> Path:
    path.write_bytes(body.getvalue())
    return path
