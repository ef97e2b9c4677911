"""The issuing body's own workbook: data cells filled, everything else as it was."""

import io
import zipfile
from copy import copy
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.page import PageMargins

from bot.exports.official_form import unit_page
from bot.exports.sheet_data import UnitSheet
from bot.exports.template_fill import fill_template, template_cells, unplaced
from bot.figures.rollup import roll_up
from bot.imports.template_places import find_places
from bot.model.answer import Answer, AnswerState, value
from bot.model.form import Cell
from bot.model.template import Template
from tests.exports.dump import opened, stored
from tests.exports.samples import (
    FORM,
    INJECTION,
    campaign_sheet,
    campaign_workbook,
    one_unit_workbook,
    unit_sheet,
)
from tests.imports.filled_files import open_filled

FIRST = 9  # line of the form's first row in the template
PICTURE = {  # the parts of a code
    "xl/media/baocao1.png", "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
}  # fmt: skip


def drawn() -> openpyxl.Workbook:
    """A template as an office would draw it: shifted columns, colours, merges, own sums, a second
    sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Mẫu 02"
    sheet["B1"] = "UBND TỈNH"
    sheet["B2"] = "BIỂU MẪU"
    sheet.merge_cells("B2:G2")
    for column, name in zip("BCDEFG", FORM.columns, strict=True):
        is_under = column in "EF"
        sheet[f"{column}{FIRST - 1 if is_under else FIRST - 2}"] = name
    sheet[f"E{FIRST - 2}"] = "Số lượng"
    sheet.merge_cells(f"E{FIRST - 2}:F{FIRST - 2}")
    for at, row in enumerate(FORM.rows, start=FIRST):
        for column, text in zip("BCD", (row.printed, row.label, row.measure_label), strict=True):
            sheet[f"{column}{at}"] = text or None
        for column in "EFG":
            sheet[f"{column}{at}"].fill = PatternFill("solid", start_color="FFF2CC")
            sheet[f"{column}{at}"].font = Font(name="Arial", size=9)
        sheet.row_dimensions[at].height = 21.5
    sheet[f"E{FIRST}"] = f"=SUM(E{FIRST + 1}:E{FIRST + 13})"
    sheet[f"E{FIRST + 1}"] = 99  # an example that the office left in
    people_only = FIRST + [row.code for row in FORM.rows].index("4.2")
    sheet.merge_cells(f"E{people_only}:F{people_only}")
    sheet[f"B{FIRST + 45}"] = "Người lập biểu"
    sheet["B1"].alignment = Alignment(horizontal="center")
    sheet.page_margins = PageMargins(left=0.33, right=0.44)
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{FIRST - 2}:{FIRST - 1}"
    sheet.print_area = "B1:G64"  # with room for hand, seal and code
    other = book.create_sheet("Hướng dẫn")
    other["A1"] = "Không sửa trang này"
    other["A2"] = "='Mẫu 02'!E9*2"
    return book


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Template:
    path = tmp_path_factory.mktemp("template") / "mau.xlsx"
    drawn().save(path)
    places = find_places(path, FORM)
    assert places is not None
    return Template(path.read_bytes(), places)


@pytest.fixture(scope="module")
def filled(template) -> bytes:
    return fill_template(template, unit_page(unit_sheet()))


def line_of(code: str) -> int:
    return FIRST + [row.code for row in FORM.rows].index(code)


def test_every_row_and_column_is_found(template):
    places = template.places
    assert places.sheet == "Mẫu 02"
    assert dict(places.rows) == {row.code: line_of(row.code) for row in FORM.rows}
    assert (places.figures, places.note) == ({Cell.COUNT: 5, Cell.PEOPLE: 6}, 7)
    assert places.problems == ()


def test_the_figures_stand_in_their_cells(filled):
    sheet = stored(filled)["Mẫu 02"]
    for line in unit_page(unit_sheet()).lines:
        if line.row.code == "4.2":
            continue  # its two cells are one
        at = line_of(line.row.code)
        found = (sheet[f"E{at}"].value, sheet[f"F{at}"].value, sheet[f"G{at}"].value)
        note = line.note.rstrip("\n") or None
        assert found == (*map(line.figures.get, (Cell.COUNT, Cell.PEOPLE)), note), line.row.code


def test_a_remark_is_told_as_it_is_read_again(template):
    """Excel takes "_x0041_" for an A: it is written otherwise, and read as it was."""
    remark = "tệp bao_x0041_cao"
    row, *others = unit_page(unit_sheet()).lines
    assert template_cells(template, [replace(row, note=remark), *others])[0][-1] == remark


def test_a_figure_of_a_merged_cell_stands_in_its_first(filled):
    sheet = stored(filled)["Mẫu 02"]
    at = line_of("4.2")
    assert sheet[f"E{at}"].value == unit_sheet().answers["4.2"].people


def test_the_templates_own_sum_keeps_its_formula_with_our_result(filled):
    assert opened(filled)["Mẫu 02"]["E9"].value == "=SUM(E10:E22)"
    assert stored(filled)["Mẫu 02"]["E9"].value == sum(
        unit_sheet().answers[child.code].count or 0
        for child in FORM.children("1")
        if child.code in unit_sheet().answers
    )


def test_an_example_that_was_left_in_is_cleared(template):
    body = fill_template(template, unit_page(UnitSheet(FORM, "Xã Bum Nưa")))
    assert opened(body)["Mẫu 02"]["E10"].value is None


def test_every_other_cell_and_all_that_shapes_the_page_is_as_before(template, filled):
    before, after = opened(template.body), opened(filled)
    assert after.sheetnames == before.sheetnames
    data = {f"{column}{line_of(row.code)}" for row in FORM.rows for column in "EFG"}
    for sheet in before:
        other = after[sheet.title]
        assert other.merged_cells.ranges == sheet.merged_cells.ranges
        assert other.dimensions == sheet.dimensions
        assert vars(other.page_margins) == vars(sheet.page_margins)
        one, two = ({**vars(each.page_setup), "_parent": None} for each in (sheet, other))
        assert two == one
        assert (other.print_area, other.print_titles) == (sheet.print_area, sheet.print_titles)
        heights = {at: size.height for at, size in sheet.row_dimensions.items()}
        assert {at: size.height for at, size in other.row_dimensions.items()} == heights
        for row in sheet.iter_rows():
            for cell in row:
                twin = other[cell.coordinate]
                assert copy(twin._style) == copy(cell._style), cell.coordinate
                if sheet.title != "Mẫu 02" or cell.coordinate not in data:
                    assert twin.value == cell.value, cell.coordinate


def test_no_other_part_of_the_package_changes_but_the_order_to_compute(template, filled):
    with (
        zipfile.ZipFile(io.BytesIO(template.body)) as before,
        zipfile.ZipFile(io.BytesIO(filled)) as after,
    ):
        assert set(after.namelist()) - set(before.namelist()) == PICTURE
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert set(changed) <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"}


def test_words_like_a_formula_stay_words(template):
    row = FORM.by_code["2"]
    kept = {
        "2": value(row, 3, note="=1+1"),
        "11": Answer(AnswerState.VALUE, text=INJECTION),
    }
    sheet = opened(fill_template(template, unit_page(UnitSheet(FORM, "U", kept))))["Mẫu 02"]
    for code, words in (("2", "=1+1"), ("11", INJECTION)):
        cell = sheet[f"G{line_of(code)}"]
        assert (cell.value, cell.data_type) == (words, "s")


def test_a_row_that_the_template_lacks_is_named_and_nothing_is_inserted(tmp_path):
    book = drawn()
    for column in "BCD":
        book.active[f"{column}{line_of('8')}"] = None
    path = tmp_path / "mau.xlsx"
    book.save(path)
    places = find_places(path, FORM)
    assert [(problem.reason, problem.code) for problem in places.problems] == [("missing", "8")]
    template = Template(path.read_bytes(), places)
    lines = unit_page(unit_sheet()).lines
    assert unplaced(template, lines) == ("8",)
    assert (
        opened(fill_template(template, unit_page(unit_sheet())))["Mẫu 02"].max_row
        == book.active.max_row
    )


def test_a_workbook_of_another_form_is_no_template(tmp_path):
    path = tmp_path / "khac.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "Danh sách"
    book.save(path)
    assert find_places(path, FORM) is None


def test_one_units_workbook_is_the_template_filled(template, filled):
    sheet = unit_sheet()
    made = one_unit_workbook(UnitSheet(FORM, sheet.unit_name, sheet.answers, template=template))
    assert opened(made).sheetnames == ["Mẫu 02", "Hướng dẫn"]
    assert stored(made)["Mẫu 02"]["E10"].value == 3


def test_a_campaigns_workbook_begins_with_the_template(template):
    campaign = replace(campaign_sheet(), template=template)
    body = campaign_workbook(campaign)
    book = opened(body)
    assert book.sheetnames == [
        "Tổng hợp", "Hướng dẫn", "Theo đơn vị", "Tiến độ", "Ghi chú", "Theo loại",
    ]  # fmt: skip
    totals = roll_up(FORM, campaign.units).totals
    shown = stored(body)["Tổng hợp"]
    at = line_of("1.12")
    assert (shown[f"E{at}"].value, shown[f"F{at}"].value) == (
        totals["1.12"].count,
        totals["1.12"].people,
    )
    assert shown["E9"].value == totals["1"].count
    assert book["Tổng hợp"]["E9"].value == "=SUM(E10:E22)"
    assert book["Tổng hợp"]["B1"].value == "UBND TỈNH"
    assert "B2:G2" in {str(each) for each in book["Tổng hợp"].merged_cells.ranges}
    assert book["Tổng hợp"].page_setup.orientation == "landscape"


def test_the_filled_template_says_whose_it_is_and_what_was_printed(template, tmp_path):
    sheet = replace(unit_sheet(), template=template, unit_code="03436", campaign="tuan-le")
    path = tmp_path / "filled.xlsx"
    path.write_bytes(one_unit_workbook(sheet))
    read = open_filled(path, FORM)
    assert (read.refusal, read.unit_code, read.campaign) == ("", "03436", "tuan-le")
    assert {row.code for row in read.rows if not row.untouched} == set()
    book = openpyxl.load_workbook(path)
    book["Mẫu 02"][f"E{line_of('1.1')}"] = 8
    book.save(path)
    changed = {row.code for row in open_filled(path, FORM).rows if not row.untouched}
    assert "1.1" in changed
    assert changed <= {"1.1", *(row.code for row in FORM.rows if row.kind == "total")}


def test_marks_of_an_earlier_hand_out_are_replaced_and_others_stay(template, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template.body))
    for name, text in (("baocao_unit", "99999"), ("Phòng", "Giáo dục")):
        book.custom_doc_props.append(StringProperty(name=name, value=text))
    path = tmp_path / "own.xlsx"
    book.save(path)
    sheet = replace(
        unit_sheet(), template=replace(template, body=path.read_bytes()), unit_code="03436"
    )
    found = opened(one_unit_workbook(sheet)).custom_doc_props
    values = {each.name: each.value for each in found.props}
    assert (values["baocao_unit"], values["Phòng"]) == ("03436", "Giáo dục")
    assert len(found.names) == len(set(found.names))


def test_the_marks_change_no_other_part_of_the_package(template):
    sheet = replace(unit_sheet(), template=template, unit_code="03436")
    with (
        zipfile.ZipFile(io.BytesIO(template.body)) as before,
        zipfile.ZipFile(io.BytesIO(one_unit_workbook(sheet))) as after,
    ):
        added = set(after.namelist()) - set(before.namelist())
        assert added == {"docProps/custom.xml", *PICTURE}
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    registers = {"[Content_Types].xml", "_rels/.rels"}
    assert set(changed) <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"} | registers
