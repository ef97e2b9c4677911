"""Ten more forms as ministries, provinces and associations print them, of shapes that others lack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

from tests.imports.statistics_files import Shape, page_of, saved


def in_word(
    lines: Sequence[Sequence[str]], above: Sequence[str], folder: Path, below: str = ""
) -> Path:
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    table = document.add_table(0, len(lines[0]), style="Table Grid")
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=False):
            cell.text = text
    document.add_paragraph(below)
    document.save(str(folder / "bieu.docx"))
    return folder / "bieu.docx"


def measures_in_heads(folder: Path) -> Path:
    """Millions of đồng in the heads, a column of percentages, sums in the middle and at the end."""
    lines = [
        ["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"],
        ["TỔNG HỢP KINH PHÍ TUẦN LỄ NĂM 2024"],
        [],
        ["STT", "Nội dung chi", "Kế hoạch (triệu đồng)", "Thực hiện (triệu đồng)", "Tỷ lệ (%)"],
        [1, "Khai mạc"],
        [2, "Tuyên truyền"],
        ["", "Cộng chi thường xuyên"],
        [3, "Khen thưởng"],
        ["", "Tổng cộng"],
    ]
    return saved(page_of(lines, ["A2:E2"], table=(4, 9)), folder)


def formulas_among_letters(folder: Path) -> Path:
    """A column of labels without a head, official numbers, a line A, B, 1=2+3, 2, 3, 4."""
    lines = [
        ["Biểu số 03/GDTX"],
        ["SỐ LƯỢNG NGƯỜI HỌC TẠI CÁC TRUNG TÂM"],
        ["", "Mã số", "Tổng số", "Chia theo giới tính", "", "Trong tổng số: dân tộc thiểu số"],
        ["", "", "", "Nam", "Nữ", ""],
        ["A", "B", "1=2+3", 2, 3, 4],
        ["I. Học xóa mù chữ", "01"],
        ["1. Giai đoạn 1", "02"],
        ["2. Giai đoạn 2", "03"],
        ["II. Bồi dưỡng", "04"],
    ]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4"]
    return saved(page_of(lines, merges, table=(3, 9)), folder)


def no_numbers(folder: Path) -> Path:
    """A Word table without numbers whose heads name the measures."""
    heads = ["Hoạt động", "Số lớp (lớp)", "Số người tham gia (lượt người)", "Ghi chú"]
    rows = ["Chuyên đề pháp luật", "Chuyển giao khoa học kỹ thuật", "Dạy nghề ngắn hạn"]
    lines = [heads, *([row, "", "", ""] for row in rows)]
    return in_word(lines, ["Mẫu số 02", "BẢNG TỔNG HỢP KẾT QUẢ HOẠT ĐỘNG"], folder)


def groups_of_their_own(folder: Path) -> Path:
    """A column of merged groups with a head of its own: the same words under each."""
    lines = [
        ["Phụ lục 4"],
        ["THỐNG KÊ THƯ VIỆN TRƯỜNG HỌC"],
        ["TT", "Cấp học", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"],
        [1, "Tiểu học", "Số thư viện", "thư viện"],
        ["", "", "Số đầu sách", "đầu sách"],
        [2, "THCS", "Số thư viện", "thư viện"],
        ["", "", "Số đầu sách", "đầu sách"],
    ]
    return saved(page_of(lines, ["A4:A5", "B4:B5", "A6:A7", "B6:B7"], table=(3, 7)), folder)


def money_above(folder: Path) -> Path:
    """One column of money; its measure stands above the table."""
    lines = [
        ["BÁO CÁO THU, CHI QUỸ KHUYẾN HỌC NĂM 2025"],
        ["", "", "", "Đơn vị tính: đồng"],
        ["STT", "Chỉ tiêu", "Số tiền", "Ghi chú"],
        ["I", "Tồn quỹ đầu năm"],
        ["II", "Thu trong năm"],
        [1, "Hội phí"],
        [2, "Vận động tài trợ"],
    ]
    return saved(page_of(lines, ["A1:D1"], table=(3, 7)), folder)


def years(folder: Path) -> Path:
    """Years side by side, and a row that is a percentage itself."""
    lines = [
        ["CHỈ TIÊU XÂY DỰNG XÃ HỘI HỌC TẬP"],
        [
            "TT",
            "Chỉ tiêu",
            "Đơn vị tính",
            "Thực hiện năm 2024",
            "Kế hoạch năm 2025",
            "So sánh (%)",
        ],
        ["1", "Gia đình học tập", "gia đình"],
        ["2", "Cộng đồng học tập", "thôn, bản"],
        ["3", "Tỷ lệ công dân học tập", "%"],
    ]
    return saved(page_of(lines, table=(2, 5)), folder)


def percentages(folder: Path) -> Path:
    """Nothing but a column of percentages, which no total adds."""
    lines = [
        ["TỶ LỆ CHUYÊN CẦN"],
        ["TT", "Nội dung", "Tỷ lệ đi học (%)", "Ghi chú"],
        ["", "", "Năm học này", ""],
        [1, "Mầm non"],
        [2, "Tiểu học"],
        [3, "Trung học cơ sở"],
    ]
    return saved(page_of(lines, ["A2:A3", "B2:B3", "D2:D3"], table=(2, 6)), folder)


def two_boxes(folder: Path) -> Path:
    """A questionnaire: one of two columns is ticked."""
    lines = [
        ["PHIẾU KHẢO SÁT ĐIỀU KIỆN TỔ CHỨC"],
        ["TT", "Nội dung", "Có", "Không", "Ghi chú"],
        [1, "Có mạng internet"],
        [2, "Có phòng máy tính"],
    ]
    return saved(page_of(lines, table=(2, 4)), folder)


def slashes(folder: Path) -> Path:
    """Numbers with a slash behind them, signatures below."""
    lines = [
        ["TT", "Nội dung", "Đơn vị tính", "Kết quả"],
        ["I", "CÔNG TÁC TUYÊN TRUYỀN", "", ""],
        ["1/", "Băng rôn, khẩu hiệu", "cái", ""],
        ["2/", "Tin, bài phát thanh", "tin", ""],
        ["II", "CÁC HOẠT ĐỘNG", "", ""],
        ["1/", "Lớp tập huấn", "lớp", ""],
        ["a/", "Số người dự", "người", ""],
    ]
    above = ["UBND XÃ ……", "BIỂU SỐ LIỆU TUẦN LỄ NĂM 2025"]
    return in_word(lines, above, folder, "NGƯỜI LẬP BIỂU\t\tTHỦ TRƯỞNG ĐƠN VỊ")


def parts_below(folder: Path) -> Path:
    """Rows that are parts of the row above, each with its official number."""
    lines = [
        ["Biểu 05"],
        ["TRẺ EM, HỌC SINH ĐẦU NĂM HỌC 2025-2026"],
        ["Số TT", "Chỉ tiêu", "Mã số", "Toàn xã", "Chia ra", "", ""],
        ["", "", "", "", "Mầm non", "Tiểu học", "THCS"],
        ["A", "B", "C", 1, 2, 3, 4],
        ["", "TỔNG SỐ", "01"],
        ["1", "Số trường", "02"],
        ["", "Trong đó: đạt chuẩn quốc gia", "03"],
        ["2", "Số học sinh", "04"],
        ["", "Trong đó: - Nữ", "05"],
    ]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3"]
    return saved(page_of(lines, merges, table=(3, 10)), folder)


def numbered_columns_in_word(folder: Path) -> Path:
    """A head of three merged lines in Word with a line of numbers below it."""
    heads = [
        ["TT", "Nội dung", "Số lớp", "Học viên", "", "", "Ghi chú"],
        ["", "", "", "Tổng số", "Trong đó", "", ""],
        ["", "", "", "", "Nữ", "Dân tộc", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["1", "Lớp xóa mù chữ"],
        ["2", "Lớp bổ túc THCS"],
    ]
    path = in_word(heads, ["Phụ lục V", "SỐ LIỆU HỌC VIÊN"], folder)
    document = docx.Document(str(path))
    table = document.tables[0]
    table.cell(0, 3).merge(table.cell(0, 5))
    table.cell(1, 4).merge(table.cell(1, 5))
    for column in (0, 1, 2, 6):
        table.cell(0, column).merge(table.cell(2, column))
    table.cell(1, 3).merge(table.cell(2, 3))
    document.save(str(path))
    return path


UNLIKE = {
    "measures in the heads": Shape(measures_in_heads, 2, 5, ("1", "2a", "3a")),
    "formulas among letters": Shape(formulas_among_letters, 4, 4, ("01", "04")),
    "no numbers": Shape(no_numbers, 2, 3, ("0a", "0c")),
    "groups of their own": Shape(groups_of_their_own, 1, 4, ("1a", "2b")),
    "money above": Shape(money_above, 1, 4, ("i", "ii.2")),
    "years side by side": Shape(years, 2, 3, ("1", "3")),
    "percentages": Shape(percentages, 1, 3, ("1", "3")),
    "two boxes": Shape(two_boxes, 2, 2, ("1", "2")),
    "numbers with slashes": Shape(slashes, 1, 4, ("i.2", "ii.1.a")),
    "parts below": Shape(parts_below, 4, 5, ("01", "1", "03")),
    "numbered columns in Word": Shape(numbered_columns_in_word, 4, 2, ("1", "2")),
}
