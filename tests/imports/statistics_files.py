"""Ten forms as offices make them, each of another shape, with what each one has to come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from openpyxl.styles import Border, Font, Side

from bot.imports.statistics_form import TableChoice

THIN = Border(*(Side(style="thin"),) * 4)
ANY = TableChoice()
PUPILS = ("Tổng số", "Nữ", "Dân tộc thiểu số")


@dataclass(frozen=True)
class Shape:
    """One form: how it is made, which table of it is meant, and what has to be found: how many
    columns and questions, and the keys of some rows."""

    make: Callable[[Path], Path]
    columns: int
    questions: int
    codes: tuple[str, ...]
    choice: TableChoice = ANY


def page_of(
    lines: Sequence[Sequence[Any]], merges: Sequence[str] = (), *, table: tuple[int, int]
) -> openpyxl.Workbook:
    """A sheet with these lines from A1; `table` are the first and last line that have borders."""
    book = openpyxl.Workbook()
    page = book.active
    for line in lines:
        page.append(list(line))
    width = max(map(len, lines))
    for row in page.iter_rows(min_row=table[0], max_row=table[1], max_col=width):
        for cell in row:
            cell.border = THIN
    for each in merges:
        page.merge_cells(each)
    return book


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    book.save(folder / "bieu.xlsx")
    return folder / "bieu.xlsx"


def three_line_head(folder: Path) -> Path:
    """Heads of three lines, a line of column letters, official numbers, bullets under words."""
    lines = [
        ["BÁO CÁO THỐNG KÊ HỌC SINH CẤP XÃ", "", "", "", "Đơn vị báo cáo: ……"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Mã số", "Tổng số", "", "", "Công lập", "", ""],
        ["", "", "", "", "Tổng số", "Trong đó", "", "Tổng số", "Trong đó", ""],
        ["", "", "", "", "", "Nữ", "Dân tộc", "", "Nữ", "Dân tộc"],
        ["A", "B", "C", "D", 1, 2, 3, 4, 5, 6],
        ["1.", "Tổng số học sinh", "người", "01"],
        ["", "Chia ra theo lớp:"],
        ["", "- Lớp 1", "người", "02"],
        ["", "- Lớp 2", "người", "03"],
        ["2.", "Học sinh bán trú", "người", "04"],
        [],
        ["", "Người lập biểu", "", "", "", "Thủ trưởng đơn vị"],
    ]
    merges = ["A2:A4", "B2:B4", "C2:C4", "D2:D4", "E2:G2", "H2:J2", "E3:E4", "F3:G3", "H3:H4"]
    return saved(page_of(lines, [*merges, "I3:J3"], table=(2, 10)), folder)


def two_tables(folder: Path) -> Path:
    """Two tables under each other on one sheet, each with a title."""
    lines = [
        ["BIỂU 1. LỚP XÓA MÙ CHỮ"],
        ["STT", "Nội dung", "ĐVT", *PUPILS],
        [1, "Học viên mức 1", "người"],
        [2, "Học viên mức 2", "người"],
        [],
        ["BIỂU 2. CÂU LẠC BỘ CỘNG ĐỒNG"],
        ["STT", "Nội dung", "ĐVT", "Tổng số", "Đạt", "Chưa đạt"],
        [1, "Câu lạc bộ", "câu lạc bộ"],
        [2, "Buổi sinh hoạt", "buổi"],
    ]
    return saved(page_of(lines, table=(2, 9)), folder)


def lying_document(folder: Path) -> Path:
    """A document that lies across the paper: a table of nine columns with merged heads."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("Phụ lục 3")
    document.add_paragraph("KẾT QUẢ PHỔ CẬP GIÁO DỤC NĂM 2024")
    heads = [
        "TT",
        "Chỉ tiêu",
        "Đơn vị",
        "Tổng số",
        "Trong đó",
        "",
        "Ngoài công lập",
        "",
        "Ghi chú",
    ]
    under = ["", "", "", "", "Nữ", "Dân tộc", "Tổng số", "Nữ", ""]
    rows = [["1", "Trẻ 5 tuổi", "trẻ"], ["2", "Trẻ 6 tuổi", "trẻ"], ["3", "Học sinh lớp 1", "em"]]
    table = document.add_table(rows=2, cols=len(heads))
    for at, (upper, lower) in enumerate(zip(heads, under, strict=True)):
        table.cell(0, at).text, table.cell(1, at).text = upper, lower
    for first, last in ((4, 5), (6, 7)):
        table.cell(0, first).merge(table.cell(0, last))
    for at in (0, 1, 2, 3, 8):
        table.cell(0, at).merge(table.cell(1, at))
    for row in rows:
        cells = table.add_row().cells
        for at, text in enumerate(row):
            cells[at].text = text
    document.add_paragraph("Nơi nhận: Phòng Giáo dục và Đào tạo.")
    document.save(folder / "bieu.docx")
    return folder / "bieu.docx"


def merged_labels(folder: Path) -> Path:
    """Labels merged over the lines of the levels they hold."""
    lines = [
        ["SỐ LỚP VÀ HỌC SINH KHUYẾT TẬT"],
        ["TT", "Nội dung", "", "ĐVT", "Tổng số", "Nữ"],
        [1, "Học hòa nhập", "Mầm non", "trẻ"],
        ["", "", "Tiểu học", "học sinh"],
        ["", "", "THCS", "học sinh"],
        [2, "Học chuyên biệt", "Mầm non", "trẻ"],
        ["", "", "Tiểu học", "học sinh"],
    ]
    merges = ["A1:F1", "B2:C2", "A3:A5", "B3:B5", "A6:A7", "B6:B7"]
    return saved(page_of(lines, merges, table=(2, 7)), folder)


def lettered_codes(folder: Path) -> Path:
    """Codes of a letter with digits, no units, a line of column letters."""
    lines = [
        ["BIỂU TỔNG HỢP CÁN BỘ QUẢN LÝ"],
        ["Mã số", "Chỉ tiêu", *PUPILS, "Kế hoạch", "Thực hiện"],
        ["A", "B", 1, 2, 3, 4, 5],
        ["A01", "Hiệu trưởng"],
        ["A02", "Phó hiệu trưởng"],
        ["B01", "Tổ trưởng chuyên môn"],
    ]
    return saved(page_of(lines, table=(2, 6)), folder)


def sections_anew(folder: Path) -> Path:
    """Sections that count anew, cells that are crossed out, a letterhead of two columns."""
    lines = [
        ["UBND HUYỆN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["PHÒNG GIÁO DỤC", "", "", "Độc lập - Tự do - Hạnh phúc"],
        ["BÁO CÁO TRUNG TÂM HỌC TẬP CỘNG ĐỒNG"],
        ["TT", "Nội dung", "Đơn vị tính", "Tổng số", "Nữ", "Dân tộc", "Ghi chú"],
        ["I", "Hoạt động dạy học"],
        ["1", "Chuyên đề", "chuyên đề", None, "x", "x"],
        ["2", "Học viên", "người"],
        ["II", "Cơ sở vật chất"],
        ["1", "Phòng học", "phòng", None, "x", "x"],
        ["2", "Đầu sách", "cuốn", None, "x", "x"],
        ["", "", "", "Ngày …… tháng …… năm 2024"],
    ]
    return saved(page_of(lines, ["A3:G3"], table=(4, 10)), folder)


def one_quantity(folder: Path) -> Path:
    """One quantity column; có hoặc không, a percentage, a grade and a day among the rows."""
    lines = [
        ["PHIẾU ĐÁNH GIÁ XÃ HỘI HỌC TẬP"],
        ["TT", "Tiêu chí", "Đơn vị tính", "Kết quả", "Ghi chú"],
        [1, "Có kế hoạch xây dựng xã hội học tập", "có/không"],
        [2, "Tỷ lệ gia đình học tập", "%"],
        [3, "Xếp loại trung tâm", "Tốt/Khá/Trung bình"],
        [4, "Ngày khai mạc", "ngày tháng năm"],
        [5, "Số buổi tuyên truyền", "buổi"],
        [6, "Kinh phí", "đồng"],
    ]
    return saved(page_of(lines, table=(2, 8)), folder)


def money_columns(folder: Path) -> Path:
    """Amounts in columns of their own beside persons; notes and signatures around the table."""
    lines = [
        ["Biểu số 7"],
        ["HUY ĐỘNG NGUỒN LỰC CHO GIÁO DỤC NĂM 2024"],
        ["Kèm theo công văn số …"],
        ["STT", "Nội dung", "Số lượt người", "Kinh phí", "", "Ghi chú"],
        ["", "", "", "Ngân sách", "Xã hội hóa", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Khen thưởng học sinh"],
        [2, "Học bổng"],
        [3, "Sửa chữa trường lớp"],
        ["", "Ghi chú: tính đến 31/5."],
    ]
    merges = ["A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"]
    return saved(page_of(lines, merges, table=(4, 9)), folder)


def heavy_workbook(folder: Path) -> Path:
    """A workbook of nine hundred kilobytes whose other sheets are lists."""
    lines = [
        ["BÁO CÁO ĐỘI NGŨ GIÁO VIÊN"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Nữ", "Hợp đồng"],
        [1, "Giáo viên mầm non", "người"],
        [2, "Giáo viên tiểu học", "người"],
    ]
    book = page_of(lines, table=(2, 4))
    others = book.create_sheet("Danh sách")
    for number in range(24_000):
        others.append([f"Trường số {number}", number * 7919 % 100_003, f"Ghi chú {number * 31}"])
    return saved(book, folder)


def many_columns(folder: Path) -> Path:
    """Twenty-one columns: seven levels with three figures each, no units, bold sections."""
    levels = ("Nhà trẻ", "Mẫu giáo", "Tiểu học", "THCS", "THPT", "GDTX", "Đại học")
    upper = [text for level in levels for text in (level, "", "")]
    lines = [
        ["THỐNG KÊ NGƯỜI HỌC THEO CẤP HỌC"],
        ["TT", "Chỉ tiêu", *upper],
        ["", "", *("Tổng số", "Nữ", "DTTS") * len(levels)],
        ["A", "Người học"],
        ["1", "Đang học"],
        ["2", "Hoàn thành chương trình"],
        ["B", "Người dạy"],
        ["1", "Giáo viên"],
    ]
    merges = ["A2:A3", "B2:B3"]
    letters = [openpyxl.utils.get_column_letter(at) for at in range(3, 24)]
    merges += [f"{letters[at]}2:{letters[at + 2]}2" for at in range(0, 21, 3)]
    book = page_of(lines, merges, table=(2, 8))
    for line in (4, 7):
        book.active.cell(line, 2).font = Font(bold=True)
    return saved(book, folder)


SHAPES = {
    "a head of three lines": Shape(three_line_head, 6, 4, ("1", "02", "2")),
    "two tables on a sheet": Shape(two_tables, 3, 2, ("1", "2"), TableChoice(table=2)),
    "a lying document": Shape(lying_document, 5, 3, ("1", "2", "3")),
    "merged labels": Shape(merged_labels, 2, 5, ("1a", "2a")),
    "codes with letters": Shape(lettered_codes, 5, 3, ("a01", "a02", "b01")),
    "sections that count anew": Shape(sections_anew, 3, 4, ("i.1", "ii.2")),
    "one quantity": Shape(one_quantity, 1, 6, ("1", "6")),
    "columns of money": Shape(money_columns, 3, 3, ("1", "3")),
    "a heavy workbook": Shape(heavy_workbook, 3, 2, ("1", "2")),
    "twenty-one columns": Shape(many_columns, 21, 3, ("a.1", "b.1")),
}
