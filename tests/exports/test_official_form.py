"""The official sheet: the paper's words, the states of an answer, and nothing that runs."""

import re
from dataclasses import replace

import pytest

from bot.exports.sheet_data import UnitSheet
from bot.figures.rollup import roll_up
from bot.model.answer import Answer, AnswerState, nil, value
from tests.exports.dump import opened, stored
from tests.exports.samples import (
    FORM,
    INJECTION,
    VERY_LONG,
    campaign_sheet,
    campaign_workbook,
    one_unit_workbook,
    unit_sheet,
)

OUR_SUM = re.compile(r"=SUM\((([DE]\d+:[DE]\d+,?)+|'Theo đơn vị'![A-Z]+3:[A-Z]+16)\)")


def table(sheet) -> dict[str, tuple]:
    """Form code to the six cells of its row, found by label and order."""
    labels = [row.label for row in FORM.rows]
    first = next(row[0].row for row in sheet.iter_rows() if row[1].value == labels[0])
    rows = sheet.iter_rows(min_row=first, max_row=first + len(labels) - 1, max_col=6)
    return dict(zip([row.code for row in FORM.rows], rows, strict=True))


def written(**answers: Answer) -> dict[str, tuple]:
    """Code to (first column, people, note) of a unit with some answers; `r1_1` is row 1.1."""
    kept = {key[1:].replace("_", "."): answer for key, answer in answers.items()}
    book = opened(one_unit_workbook(UnitSheet(FORM, "Xã Bum Nưa", kept)))
    return {
        code: tuple(cell.value for cell in cells[3:]) for code, cells in table(book.active).items()
    }


def test_numbers_labels_and_units_are_those_of_the_paper():
    cells = table(opened(one_unit_workbook(unit_sheet())).active)
    assert [[cell.value or "" for cell in cells[row.code][:3]] for row in FORM.rows] == [
        [row.printed, row.label, row.measure_label] for row in FORM.rows
    ]


def test_the_head_has_two_lines_over_six_columns():
    sheet = opened(one_unit_workbook(unit_sheet())).active
    assert [cell.value for cell in sheet[6]] == [
        "TT",
        "Nội dung các hoạt động",
        "Đơn vị",
        "Số lượng",
        None,
        "Ghi chú",
    ]
    assert [cell.value for cell in sheet[7]] == [
        None,
        None,
        None,
        "Số lớp/số cuộc thi",
        "Người",
        None,
    ]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A6:A7", "B6:B7", "C6:C7", "D6:E6", "F6:F7"} <= merged


def test_codes_are_text_and_figures_are_numbers():
    cells = table(opened(one_unit_workbook(unit_sheet())).active)
    assert [cells[code][0].value for code in ("1.1", "1.10")] == ["1.1", "1.10"]
    assert {cells[code][0].data_type for code in cells if cells[code][0].value} == {"s"}
    assert cells["10.1"][3].value == 1_250_000_000
    assert cells["10.1"][3].data_type == "n"
    assert "#,##0" in cells["10.1"][3].number_format


def test_cells_that_a_row_does_not_fill_take_nothing():
    sheet = opened(one_unit_workbook(unit_sheet())).active
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1) == ("custom", "FALSE")
    kept = {place for each in rule.sqref.ranges for place in each.cells}
    cells = table(sheet)
    for row in FORM.rows:
        for column, cell in enumerate(("count", "people"), start=3):
            place = cells[row.code][column]
            assert ((place.row, place.column) in kept) == (cell not in row.cells), row.code


def test_each_state_of_an_answer_has_its_own_print():
    rows = written(
        r1_1=value(FORM.by_code["1.1"], 0, 0),
        r1_2=nil(FORM.by_code["1.2"]),
        r1_3=nil(FORM.by_code["1.3"], "chưa tổ chức"),
        r1_4=Answer(AnswerState.NOT_APPLICABLE),
        r1_5=Answer(AnswerState.PENDING),
        r4_2=value(FORM.by_code["4.2"], people=35),
        r10_1=nil(FORM.by_code["10.1"]),
        r11=nil(FORM.by_code["11"]),
    )
    assert (rows["10.1"][2], rows["11"][2]) == ("không có", "không có")
    assert rows["1.1"] == (0, 0, None)
    assert rows["1.2"] == (0, 0, "không tổ chức")
    assert rows["1.3"] == (0, 0, "chưa tổ chức")
    assert rows["1.4"] == (None, None, "không thuộc diện")
    assert rows["1.5"] == (None, None, "chưa có số liệu")
    assert rows["1.6"] == (None, None, None)
    assert rows["4.2"] == (None, 35, None)


def test_computed_rows_stand_as_numbers():
    rows = written(
        r1_1=value(FORM.by_code["1.1"], 3, 45),
        r1_2=value(FORM.by_code["1.2"], 1, 20),
        r5_1=value(FORM.by_code["5.1"], 2),
        r5=Answer(AnswerState.VALUE, count=4, source="total"),
    )
    assert (rows["1"], rows["5"], rows["6"]) == (
        (4, 65, None),
        (4, None, None),
        (None, None, None),
    )


def test_text_like_a_formula_stays_text_everywhere():
    for body in (one_unit_workbook(unit_sheet()), campaign_workbook(campaign_sheet())):
        cells = [cell for sheet in opened(body) for row in sheet.iter_rows() for cell in row]
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        assert [text for text in formulas if not OUR_SUM.fullmatch(text)] == []
        words = [cell for cell in cells if cell.data_type == "s"]
        formula_like = [cell for cell in words if str(cell.value).startswith("=")]
        assert formula_like
        assert all(cell.quotePrefix for cell in formula_like)


@pytest.mark.parametrize(
    "words", ["=1+1", "+84", "-5 triệu", "@SUM(A1)", "\t=1", "#N/A", "=#REF!"]
)
def test_a_note_is_kept_to_the_letter(words):
    row = FORM.by_code["2"]
    kept = {"2": value(row, 3, note=words)}
    cells = table(opened(one_unit_workbook(UnitSheet(FORM, "U", kept))).active)["2"]
    assert (cells[5].value, cells[5].data_type) == (words, "s")


def test_signs_that_no_sheet_can_hold_are_left_out():
    kept = {"2": value(FORM.by_code["2"], 3, note="a\x00b\x0bc\ud800d")}
    cells = table(opened(one_unit_workbook(UnitSheet(FORM, "U", kept))).active)["2"]
    assert cells[5].value == "abcd"


def test_a_text_too_long_for_its_cell_stands_whole_below_the_table():
    sheet = opened(one_unit_workbook(unit_sheet())).active
    assert table(sheet)["11"][5].value == "Xem nội dung ghi dưới bảng"
    below = " ".join(str(cell.value) for cell in sheet["A"] if cell.value)
    assert f"Mục 11: {INJECTION}" in below
    assert VERY_LONG in below


def test_no_row_is_higher_than_excel_shows():
    for sheet in opened(campaign_workbook(campaign_sheet())):
        assert all((size.height or 0) <= 409 for size in sheet.row_dimensions.values())


def test_a_draft_says_that_it_is_one():
    sheet = opened(one_unit_workbook(replace(unit_sheet(), draft=True))).active
    assert sheet.oddFooter.left.text == "Bản nháp, chưa gửi"
    sheet = opened(one_unit_workbook(unit_sheet())).active
    assert "Mã biên nhận: BN-7Q4K" in sheet.oddFooter.left.text


def test_the_page_is_a4_upright_with_the_head_repeated():
    sheet = opened(one_unit_workbook(unit_sheet())).active
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$6:$7"
    millimetres = [
        round(getattr(sheet.page_margins, side) * 25.4)
        for side in ("left", "right", "top", "bottom")
    ]
    assert millimetres == [30, 15, 20, 20]
    assert (sheet.oddHeader.center.text, sheet.HeaderFooter.differentFirst) == ("&P", True)


def test_the_workbook_of_a_campaign_has_its_sheets():
    campaign = campaign_sheet()
    lists = ["Tổng hợp", "Theo đơn vị", "Tiến độ", "Ghi chú"]
    assert opened(campaign_workbook(campaign)).sheetnames == [*lists, "Theo loại"]
    communes = tuple(unit for unit in campaign.units if unit.kind == "Xã")
    one_kind = replace(campaign, units=communes)
    assert opened(campaign_workbook(one_kind)).sheetnames == lists


def test_each_sum_has_its_formula_and_a_figure_nobody_gave_has_none():
    sheet = opened(campaign_workbook(campaign_sheet()))["Tổng hợp"]
    cells = table(sheet)
    assert [cells[code][3].value for code in ("1", "1.1", "5", "6", "7.1", "9.2", "11")] == [
        "=SUM(D10:D22)",
        "=SUM('Theo đơn vị'!G3:G16)",
        "=SUM('Theo đơn vị'!AL3:AL16)",
        "=SUM(D35:D38)",
        "=SUM('Theo đơn vị'!BC3:BC16)",
        None,
        None,
    ]
    nobody = replace(campaign_sheet(), units=campaign_sheet().units[5:6])
    sheet = opened(campaign_workbook(nobody))["Tổng hợp"]
    assert {cells[3].value for cells in table(sheet).values()} == {None}


def test_sub_totals_by_kind_add_up_to_the_total():
    campaign = campaign_sheet()
    sheet = opened(campaign_workbook(campaign))["Theo loại"]
    assert [cell.value for cell in sheet[1] if cell.value] == [
        "Mục",
        "Nội dung",
        "Đơn vị tính",
        "Thị trấn (1/1 đơn vị)",
        "Xã (11/13 đơn vị)",
        "Tất cả (12/14 đơn vị)",
    ]
    totals = roll_up(FORM, campaign.units).totals
    lines = {
        row[0].value: [cell.value or 0 for cell in row[3:]] for row in sheet.iter_rows(min_row=3)
    }
    assert list(lines) == [row.code for row in FORM.rows]
    for code, (town, town_people, communes, communes_people, *both) in lines.items():
        assert both == [town + communes, town_people + communes_people]
        total = totals.get(code)
        assert both == ([total.count or 0, total.people or 0] if total else [0, 0])


def test_the_total_sheet_holds_the_totals_and_names_who_is_missing():
    campaign = campaign_sheet()
    sheet = stored(campaign_workbook(campaign))["Tổng hợp"]
    totals = roll_up(FORM, campaign.units).totals
    assert {
        code: (cells[3].value, cells[4].value)
        for code, cells in table(sheet).items()
        if code in totals
    } == {code: (total.count, total.people) for code, total in totals.items()}
    below = [cell.value for cell in sheet["A"] if str(cell.value).startswith("Chưa có")]
    assert below == ["Chưa có báo cáo của 2 đơn vị: Xã Mù Cả; Xã Pa Vệ Sử."]


def test_the_total_sheet_tells_which_sums_lack_a_unit():
    sheet = opened(campaign_workbook(campaign_sheet()))["Tổng hợp"]
    cells = table(sheet)
    assert [cells[code][5].value for code in ("1.10", "5.4", "6.3", "6.4")] == [
        "1 đơn vị không thuộc diện",
        "1 đơn vị chưa có số liệu",
        "1 đơn vị bỏ trống",
        None,
    ]


def test_each_unit_has_one_line_under_two_head_lines():
    campaign = campaign_sheet()
    sheet = opened(campaign_workbook(campaign))["Theo đơn vị"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == [
        unit.unit_code for unit in campaign.units
    ]
    heads = [cell.value for cell in sheet[1] if cell.value]
    assert heads[4:7] == [
        "1 Các lớp bồi dưỡng, tập huấn",
        "1.1 Chuyên môn, nghiệp vụ cho cán bộ",
        "1.2 Ngoại ngữ cho cán bộ",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]) == ("C3", "A2")
    assert sheet.max_column == 4 + 52 + 5 + 1


def test_a_large_campaign_counts_missing_units_instead_of_naming_them():
    campaign = campaign_sheet()
    many = tuple(replace(campaign.units[5], unit_code=str(place)) for place in range(61))
    sheet = opened(campaign_workbook(replace(campaign, units=many)))["Tổng hợp"]
    below = [cell.value for cell in sheet["A"] if str(cell.value).startswith("Chưa có")]
    assert below == ["Chưa có báo cáo của 61 đơn vị (tên ở trang “Tiến độ”)."]
