"""Duties and lists as files: what an office prints, and what it adds up further."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.use_cases.papers.duty_paper import write_duty_paper
from tests.office import Installation
from tests.use_cases.test_bac_kan import CAMPAIGN, made_town

SLUG = "bac-kan-2024"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Installation]:
    for made in made_town(tmp_path, CAMPAIGN):
        made.joined("BK").says("xong việc: đã cử lớp 9A và 9B, 14 giờ ngày 03/10")
        society = made.joined("HKH")
        society.says("sổ: Công ty Hùng Vương: 5 triệu")
        society.says("Ông A: 2tr5, chuyển khoản\nCửa hàng Minh Tâm: 20 quyển vở")
        society.says("xong")
        made.joined("VP").says("sổ: Ông Nam: có dự\nBà Hoa: vắng")
        yield made


def written(town: Installation, code: str, ending: str) -> BytesIO:
    with town.store.reading() as tx:
        return BytesIO(write_duty_paper(tx, town.office, SLUG, code, ending))


def test_the_print_has_head_duties_lists_and_totals(town: Installation) -> None:
    paper = docx.Document(written(town, "", ".docx"))
    head, duties, guests, donations, foot = paper.tables
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.cell(0, 1).text
    assert [cell.text for cell in duties.rows[1].cells][1:] == [
        "Trường THCS Bắc Kạn",
        "Cử 02 lớp dự Lễ phát động",
        "02/10/2024",
        "đã cử lớp 9A và 9B, 14 giờ ngày 03/10",
    ]
    assert duties.rows[2].cells[4].text == "Chưa thực hiện"
    assert [cell.text for cell in guests.rows[-1].cells] == ["", "Tổng cộng", "1 dự"]
    rows = [[cell.text for cell in row.cells] for row in donations.rows]
    assert rows == [
        ["TT", "Họ tên, đơn vị", "Số tiền (đồng)", "Hiện vật", "Ghi chú"],
        ["1", "Công ty Hùng Vương", "5.000.000", "", ""],
        ["2", "Ông A", "2.500.000", "", "chuyển khoản"],
        ["3", "Cửa hàng Minh Tâm", "", "20 quyển vở", ""],
        ["", "Tổng cộng", "7.500.000", "", ""],
    ]
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Bằng chữ: bảy triệu năm trăm nghìn đồng." in said
    assert "Đã thực hiện 1/5 nhiệm vụ." in said
    assert "Nơi nhận:" in foot.cell(0, 0).text


def test_a_units_own_list_stands_under_its_own_head(town: Installation) -> None:
    paper = docx.Document(written(town, "HKH", ".docx"))
    assert "HỘI KHUYẾN HỌC THÀNH PHỐ" in paper.tables[0].cell(0, 0).text
    said = "\n".join(
        cell.text for table in paper.tables for row in table.rows for cell in row.cells
    )
    assert "Hùng Vương" in said and "Trường THCS" not in said and "Ông Nam" not in said


def test_the_workbook_holds_amounts_as_numbers(town: Installation) -> None:
    book = openpyxl.load_workbook(written(town, "", ".xlsx"))
    assert len(book.sheetnames) == 3
    donations = book.worksheets[2]
    assert [donations.cell(row, 3).value for row in range(5, 9)] == [
        5_000_000,
        2_500_000,
        None,
        7_500_000,
    ]
