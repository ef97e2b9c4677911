"""The kinds of `cases/` once more, made otherwise: what is not seen, merged, rounded, in other units."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.workbook import Workbook

from tests.imports.filled_files import (
    ALIKE,
    body,
    document,
    fill,
    fill_document,
    line_of,
    read,
    sheet,
    sheet_of,
    workbook,
)
from tests.office import Installation, said

COUNT, PEOPLE, NOTE = 4, 5, 6  # columns of the sheet
Expected = dict[str, object]  # code to its figures, or to the reason of a question


def cell_of(book: Workbook, code: str, column: int = COUNT) -> Any:
    return book.active.cell(line_of(book, code), column)


def typed(code: str, column: int, value: object, **looks: Any) -> Callable[[Workbook], None]:
    """A clerk who types one more value and makes it look somehow."""

    def act(book: Workbook) -> None:
        cell = cell_of(book, code, column)
        if value is not None:
            cell.value = value
        for name, look in looks.items():
            setattr(cell, name, look)

    return act


def rich(*runs: tuple[str, dict[str, Any]]) -> CellRichText:
    return CellRichText(*(TextBlock(InlineFont(**looks), text) for text, looks in runs))


def merge(first: str, last: str, column: int) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        book.active.merge_cells(
            start_row=line_of(book, first), end_row=line_of(book, last),
            start_column=column, end_column=column,
        )  # fmt: skip

    return act


def hide_line(code: str) -> Callable[[Workbook], None]:
    return lambda book: setattr(book.active.row_dimensions[line_of(book, code)], "hidden", True)


def hide_column(letter: str) -> Callable[[Workbook], None]:
    return lambda book: setattr(book.active.column_dimensions[letter], "hidden", True)


def unit(code: str, words: str) -> Callable[[Workbook], None]:
    return typed(code, 3, words)


def above(words: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        head = next(cell.row for cell in book.active["A"] if cell.value == "TT")
        free = (cell for cells in book.active.iter_rows(max_row=head - 1) for cell in cells)
        next(cell for cell in free if cell.value is None and isinstance(cell, Cell)).value = words

    return act


WHITE, DARK = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3864")
BLANK = PatternFill("solid", fgColor="FFFFFFFF")
STRUCK, RAISED = {"strike": True}, {"vertAlign": "superscript"}

SHEETS: list[tuple[str, dict[str, tuple[object, ...]], list[Callable[[Workbook], None]], Expected]] = [
    ("a struck cell", {"1.1": (2, 45)}, [typed("1.1", COUNT, None, font=Font(strike=True))], {"1.1": "missing_count"}),
    ("a wholly struck row", {"4.3": (99,)}, [typed("4.3", COUNT, None, font=Font(strike=True))], {}),
    ("a struck part", {}, [typed("4.3", COUNT, rich(("284 ", {}), ("99", STRUCK)))], {"4.3": (284, None)}),
    ("a struck part in front", {}, [typed("2", COUNT, rich(("15", STRUCK), ("12", {})))], {"2": (12, None)}),
    ("a raised digit", {}, [typed("4.3", COUNT, rich(("284", {}), ("1", RAISED)))], {"4.3": (284, None)}),
    ("a raised star", {}, [typed("3", COUNT, rich(("15", {}), ("(*)", RAISED)))], {"3": (15, None)}),
    ("white on nothing", {"4.3": (999,)}, [typed("4.3", COUNT, None, font=WHITE)], {}),
    ("white on white", {"4.3": (999,)}, [typed("4.3", COUNT, None, font=WHITE, fill=BLANK)], {}),
    ("white on dark", {"4.3": (284,)}, [typed("4.3", COUNT, None, font=WHITE, fill=DARK)], {"4.3": (284, None)}),
    ("a white part", {}, [typed("4.3", COUNT, rich(("284", {}), ("999", {"color": "FFFFFFFF"})))], {"4.3": (284, None)}),
    ("a format that shows nothing", {"4.3": (999,)}, [typed("4.3", COUNT, None, number_format=";;;")], {}),
    ("a format with a word", {"1.1": (2, 45)}, [typed("1.1", COUNT, None, number_format='0" lớp"')], {"1.1": (2, 45)}),
    ("a format with zeros", {"1.1": (2, 45)}, [typed("1.1", COUNT, None, number_format="00")], {"1.1": (2, 45)}),
    ("a format in thousands", {"10.1": (120_500_000,)}, [typed("10.1", COUNT, None, number_format="#,##0,")], {"10.1": "scaled"}),
    ("a format in per cent", {"4.3": (2.84,)}, [typed("4.3", COUNT, None, number_format="0%")], {"4.3": "percent"}),
    ("a rounded number", {"4.3": (284.6,)}, [typed("4.3", COUNT, None, number_format="0")], {"4.3": "rounded"}),
    ("a trace of arithmetic", {"4.3": (284.0000000001,)}, [typed("4.3", COUNT, None, number_format="0")], {"4.3": (284, None)}),
    ("millions by format", {"10.1": (12.5,)}, [typed("10.1", COUNT, None, number_format='0.0" triệu"')], {"10.1": (12_500_000, None)}),
    ("a hidden line", {"4.3": (999,), "3": (5,)}, [hide_line("4.3")], {"3": (5, None)}),
    ("a hidden empty line", {"3": (5,)}, [hide_line("4.3")], {"3": (5, None)}),
    ("a hidden column", {"1.1": (2, 45), "3": (5,)}, [hide_column("E")], {"1.1": "missing_people", "3": (5, None)}),
    ("a hidden column of remarks", {"3": (5, None, "dự kiến")}, [hide_column("F")], {"3": (5, None)}),
    ("figures over two lines", {"4.1": (6,)}, [merge("4.1", "4.2", COUNT)], {"4.1": "merged", "4.2": "merged"}),
    ("nothing over two lines", {"4.1": ("Không",)}, [merge("4.1", "4.2", COUNT)], {"4.1": (0, None), "4.2": (None, 0)}),
    ("not asked over lines", {"5.1": (None, None, "Không tổ chức")}, [merge("5.1", "5.3", NOTE)], {"5.1": (0, None), "5.2": (0, None), "5.3": (0, 0)}),
    ("people over two lines", {"1.2": (1, 50), "1.3": (1, None)}, [merge("1.2", "1.3", PEOPLE)], {"1.2": "merged", "1.3": "merged"}),
    ("thousands in the unit", {"10.1": (5000,)}, [unit("10.1", "1.000 đồng")], {"10.1": (5_000_000, None)}),
    ("millions in the unit", {"10.1": (12.5,)}, [unit("10.1", "Triệu đồng"), typed("10.1", COUNT, None, number_format="0.0")], {"10.1": (12_500_000, None)}),
    ("millions in the unit, as text", {"10.2": ("5,5",)}, [unit("10.2", "tr.đồng")], {"10.2": (5_500_000, None)}),
    ("a foreign unit", {"10.1": (500,)}, [unit("10.1", "USD")], {"10.1": "unit_cell"}),
    ("the unit in other letters", {"10.1": (12_500_000,)}, [unit("10.1", "VNĐ")], {"10.1": (12_500_000, None)}),
    ("the unit in half the words", {"1.1": (2, 45)}, [unit("1.1", "lớp")], {"1.1": (2, 45)}),
    ("another thing counted", {"2": (4,)}, [unit("2", "Trang")], {"2": "unit_cell"}),
    ("an empty unit cell", {"2": (4,)}, [typed("2", 3, "")], {"2": (4, None)}),
    ("a line of thousands", {"10.1": (120_500,)}, [above("ĐVT: nghìn đồng")], {"10.1": "unit_line"}),
    ("a line of millions", {"10.2": (12,)}, [above("(Đơn vị tính: triệu đồng)")], {"10.2": "unit_line"}),
    ("a line of dong", {"10.1": (12_500_000,)}, [above("ĐVT: đồng")], {"10.1": (12_500_000, None)}),
    ("millions in the remark", {"10.1": (120_500, None, "ĐVT: triệu đồng")}, [], {"10.1": "unit_note"}),
    ("a remark with an amount", {"10.1": (12_500_000, None, "trong đó 5 triệu đồng xã hội hóa")}, [], {"10.1": (12_500_000, None)}),
    ("a planned figure", {"1.6": (4, 160, "theo kế hoạch, dự kiến tháng sau")}, [], {"1.6": "planned"}),
    ("an estimate", {"2": (12, None, "ước tính")}, [], {"2": "approximate"}),
    ("called off", {"1.6": (4, 160, "đã hủy vì mưa")}, [], {"1.6": "cancelled"}),
    ("of another year", {"1.6": (4, 160, "bằng năm trước")}, [], {"1.6": "other_time"}),
    ("to be corrected", {"4.3": (284, None, "sai, để kiểm tra lại")}, [], {"4.3": "correction"}),
    ("of those above", {"4.3": (284, None, "do huyện tặng")}, [], {"4.3": "other_body"}),
    ("at most", {"4.3": (284, None, "tối đa")}, [], {"4.3": "limit"}),
    ("what looks like thousands", {"4.3": (5,)}, [typed("4.3", COUNT, None, number_format="0.000")], {"4.3": "comma"}),
    ("two decimals of nothing", {"4.3": (284,)}, [typed("4.3", COUNT, None, number_format="#,##0.00")], {"4.3": (284, None)}),
    ("not all of it", {"1.6": (4, 160, "chưa kể trường mầm non")}, [], {"1.6": "less"}),
    ("a harmless remark", {"1.6": (4, 160, "phối hợp với Đoàn xã")}, [], {"1.6": (4, 160)}),
    ("a remark with figures", {"1.1": (2, 45, "trong đó 1 lớp 20 người ở bản Pa Ủ")}, [], {"1.1": (2, 45)}),
]  # fmt: skip


def outcome(found: Any) -> Expected:
    return {
        row.code: row.doubt or (row.answer.count, row.answer.people)
        for row in found.rows
        if row.doubt or row.answer is not None
    }


@pytest.mark.parametrize(
    ("filled", "acts", "right"), [each[1:] for each in SHEETS], ids=[each[0] for each in SHEETS]
)
def test_a_sheet_is_read_as_it_looks(
    filled: dict[str, tuple[object, ...]],
    acts: list[Callable[[Workbook], None]],
    right: Expected,
    tmp_path: Path,
) -> None:
    book = fill(workbook(sheet()), filled)
    for act in acts:
        act(book)
    found = outcome(read(book, tmp_path))
    assert found == right


def test_parts_under_one_label_are_added_with_their_names(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.6": (1, 40, "Trường TH số 1")})
    place = line_of(book, "1.6")
    book.active.insert_rows(place + 1)
    for column, value in ((COUNT, 2), (PEOPLE, 76), (NOTE, "Trường THCS")):
        book.active.cell(place + 1, column).value = value
    for column in (1, 2, 3):
        book.active.merge_cells(
            start_row=place, end_row=place + 1, start_column=column, end_column=column
        )
    (row,) = [row for row in read(book, tmp_path).rows if row.code == "1.6"]
    assert row.answer is not None
    assert (row.answer.count, row.answer.people) == (3, 116)
    assert row.answer.note == "Trường TH số 1: 1, 40; Trường THCS: 2, 76"


# -- documents ------------------------------------------------------------------------------------


def cell_in(made: Document, code: str, column: int = 3) -> Any:
    return next(
        row.cells[column] for row in made.tables[0].rows if ALIKE.get(row.cells[1].text) == code
    )


def add_run(made: Document, code: str, text: str, column: int = 3) -> Any:
    return cell_in(made, code, column).paragraphs[0].add_run(text)


def property_run(name: str) -> Callable[[Any], None]:
    def act(run: Any) -> None:
        run._r.get_or_add_rPr().append(OxmlElement(name))

    return act


def white(run: Any) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)


def shaded(run: Any) -> None:
    white(run)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "1F3864")
    run._r.get_or_add_rPr().append(shade)


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (lambda run: setattr(run.font, "strike", True), 284),
        (lambda run: setattr(run.font, "double_strike", True), 284),
        (lambda run: setattr(run.font, "hidden", True), 284),
        (property_run("w:webHidden"), 284),
        (white, 284),
        (lambda run: setattr(run.font, "superscript", True), 284),
        (lambda run: setattr(run.font, "strike", False), 2845),
        (shaded, 2845),
        (lambda run: setattr(run.font, "bold", True), 2845),
    ],
)
def test_a_documents_run_counts_as_it_looks(
    look: Callable[[Any], None], expected: int, tmp_path: Path
) -> None:
    made = fill_document(document(sheet()), {"4.3": ("284",)})
    look(add_run(made, "4.3", "5"))
    assert outcome(read(made, tmp_path)) == {"4.3": (expected, None)}


def test_a_hyphen_that_keeps_two_figures_in_one_line_parts_them(tmp_path: Path) -> None:
    made = document(sheet())
    run = add_run(made, "4.3", "280")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    add_run(made, "4.3", "290")
    assert outcome(read(made, tmp_path)) == {"4.3": "range"}


def test_a_style_that_strikes_counts_too(tmp_path: Path) -> None:
    made = fill_document(document(sheet()), {"4.3": ("284",)})
    struck = made.styles.add_style("Bỏ", WD_STYLE_TYPE.CHARACTER)
    struck.font.strike = True
    heir = made.styles.add_style("Bỏ hẳn", WD_STYLE_TYPE.CHARACTER)
    heir.base_style = struck
    add_run(made, "4.3", "5").style = heir
    assert outcome(read(made, tmp_path)) == {"4.3": (284, None)}


def test_a_documents_merged_cell_holds_for_all_its_rows(tmp_path: Path) -> None:
    made = fill_document(document(sheet()), {"4.1": ("Không",), "1.2": ("3",)})
    for first, last in (("4.1", "4.2"), ("1.2", "1.3")):
        cell_in(made, first).merge(cell_in(made, last))
    assert outcome(read(made, tmp_path)) == {
        "4.1": (0, None), "4.2": (None, 0), "1.2": "merged", "1.3": "merged",
    }  # fmt: skip


def test_a_row_deleted_in_revision_does_not_count(tmp_path: Path) -> None:
    made = fill_document(document(sheet()), {"4.3": ("284",), "3": ("5",)})
    row = cell_in(made, "4.3")._tc.getparent()
    copied = copy.deepcopy(row)
    row.addnext(copied)
    copied.get_or_add_trPr().append(OxmlElement("w:del"))
    assert outcome(read(made, tmp_path)) == {"4.3": (284, None), "3": (5, None)}


# -- what the person is told ----------------------------------------------------------------------


def told(desk: Installation, book: Workbook) -> str:
    return said(desk.joined("03440").sends_file(body(book), "bieu.xlsx")[-1])


def test_a_day_outside_the_period_is_asked_about(desk: Installation) -> None:
    notes = {
        "1.7": (2, 120, "tổ chức ngày 15/10"),
        "1.6": (4, 160, "ngày 03/10, theo KH số 5 ngày 12/9/2022"),
    }
    reply = told(desk, fill(workbook(sheet_of(desk, "03440")), notes))
    assert "Ghi chú có “15/10”, ngoài kỳ báo cáo (01/10/2022 – 07/10/2022)" in reply
    assert "Sẽ ghi 1 dòng:\n– 1.6: 4 lớp" in reply


def test_what_does_not_count_is_named(desk: Installation) -> None:
    book = fill(workbook(sheet_of(desk, "03440")), {"4.3": (999,), "3": (5,), "2": (7,)})
    cell_of(book, "4.3").font = Font(strike=True)
    hide_line("2")(book)
    reply = told(desk, book)
    assert f"– 4.3 (dòng {line_of(book, '4.3')}): “999” đã bị gạch bỏ." in reply
    assert "dòng đang ẩn, có “7”." in reply
    assert "– 3: 5" in reply


def test_a_converted_amount_says_so(desk: Installation) -> None:
    book = fill(workbook(sheet_of(desk, "03440")), {"10.1": (12_500,)})
    unit("10.1", "nghìn đồng")(book)
    assert "12.500.000 đồng (mười hai triệu năm trăm nghìn đồng) – đã đổi ra đồng" in told(
        desk, book
    )
