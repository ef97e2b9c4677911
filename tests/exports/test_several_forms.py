"""A campaign whose kinds of units fill different forms: a total and a list for each form."""

import csv
import io
import json
import re
from dataclasses import replace

import docx

from bot.exports import write_campaign, write_unit
from bot.exports.official_form import total_page
from bot.exports.report_annex import caption, chosen_photos
from bot.exports.sheet_data import CampaignSheet, UnitPhoto
from bot.exports.sheet_layout import sheet_names
from bot.figures.branch_totals import as_sent
from bot.figures.rollup import Standing, UnitReport, roll_up
from bot.model.answer import value
from bot.model.campaign import Upward
from bot.model.export_kinds import export_named
from bot.model.form import Form
from bot.model.submission import Photo, Status
from tests.exports.dump import opened, stored
from tests.exports.samples import FORM, SENT_AT, campaign_sheet, campaign_workbook

SCHOOL_FORM: Form = replace(
    FORM, slug="mau-truong", title="MẪU CỦA TRƯỜNG", annex="Phụ lục III", rows=FORM.rows[14:16]
)


def school(code: str, name: str, count: int | None) -> UnitReport:
    if count is None:
        return UnitReport(code, name, "trường")
    answers = {"2": value(FORM.by_code["2"], count)}
    return UnitReport(
        code, name, "trường", Status.SUBMITTED, 1, SENT_AT, answers=answers, answered=1
    )


def campaign() -> CampaignSheet:
    schools = (
        school("T1", "THCS Bum Nưa", 7),
        school("T2", "=THCS", 5),
        school("T3", "TH 3", None),
    )
    sheet = campaign_sheet()
    more = replace(sheet, form=SCHOOL_FORM, units=schools, kinds=("trường",))
    return replace(sheet, more=(more,))


def made(key: str) -> bytes:
    target = io.BytesIO()
    write_campaign(export_named(key), campaign(), target)
    return target.getvalue()


def numbers(body: bytes, sheet: str, row: str) -> list[int]:
    found = next(line for line in stored(body)[sheet].iter_rows() if line[0].value == row)
    return [cell.value for cell in found if isinstance(cell.value, int)]


def test_the_grand_total_comes_first_and_each_form_has_its_own():
    body = campaign_workbook(campaign())
    book = opened(body)
    assert book.sheetnames == [
        "Tổng hợp", "Tổng hợp (Thị trấn, Xã)", "Tổng hợp (trường)", "Theo đơn vị",
        "Theo đơn vị (trường)", "Tiến độ", "Ghi chú", "Theo loại",
    ]  # fmt: skip
    usual = roll_up(FORM, campaign().units).totals["2"].count
    assert usual
    assert numbers(body, "Tổng hợp (trường)", "2") == [12]
    assert numbers(body, "Tổng hợp (Thị trấn, Xã)", "2") == [usual]
    assert numbers(body, "Tổng hợp", "2") == [usual + 12]
    units = [row[0].value for row in book["Tiến độ"].iter_rows(min_row=5)]
    assert units == list(range(1, 18))


def test_a_formula_of_the_grand_total_adds_the_lists_of_all_forms():
    book = opened(campaign_workbook(campaign()))
    row = next(line for line in book["Tổng hợp"].iter_rows() if line[0].value == "2")
    (formula,) = (cell.value for cell in row if cell.data_type == "f")
    assert re.fullmatch(
        r"=SUM\('Theo đơn vị'!(\w+)3:\1(16),'Theo đơn vị \(trường\)'!E3:E5\)", formula
    )
    only = next(line for line in book["Tổng hợp (trường)"].iter_rows() if line[0].value == "2")
    assert [cell.value for cell in only if cell.data_type == "f"] == [
        "=SUM('Theo đơn vị (trường)'!E3:E5)"
    ]


def test_no_formula_adds_what_the_total_keeps_apart():
    sheet = campaign()
    (other,) = sheet.more
    money = replace(FORM.by_code["10.1"], code="2", parent=None)
    apart = replace(other.form, rows=(money,))
    body = campaign_workbook(replace(sheet, more=(replace(other, form=apart),)))
    row = next(line for line in opened(body)["Tổng hợp"].iter_rows() if line[0].value == "2")
    (formula,) = (cell.value for cell in row if cell.data_type == "f")
    assert "trường" not in formula


def test_json_adds_up_all_forms_and_tells_the_kinds_apart():
    body = json.loads(made("json"))
    assert len(body["units"]) == 17
    assert body["units"][14]["rows"]["2"]["count"] == 7
    assert list(body["units"][14]["rows"]) == ["2", "3"]
    assert [unit["unit_code"] for unit in body["missing_units"]] == ["03448", "03460", "T3"]
    (other,) = body["other_forms"]
    assert (other["form"], other["kinds"]) == ("mau-truong", ["trường"])
    usual = roll_up(FORM, campaign().units).totals["2"].count
    assert usual
    assert other["totals"]["2"]["count"] == 12
    assert body["by_kind"]["trường"]["2"] == {"count": 12, "people": None}
    assert body["totals"]["2"]["count"] == usual + 12
    assert sum(kind["2"]["count"] for kind in body["by_kind"].values()) == usual + 12


def test_csv_has_the_rows_of_each_units_own_form():
    rows = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig"))))
    assert [row[6] for row in rows if row[0] == "T1"] == [
        row.code for row in SCHOOL_FORM.questions
    ]


def test_the_report_says_each_quantity_once_and_has_an_annex_for_each_form():
    words = [each.text for each in docx.Document(io.BytesIO(made("docx"))).paragraphs]
    assert [each for each in words if re.fullmatch(r"Phụ lục I+", each)] == [
        "Phụ lục I",
        "Phụ lục II",
        "Phụ lục III",
    ]
    usual = roll_up(FORM, campaign().units).totals["2"].count
    assert usual
    news = [each for each in words if re.search(r"\d+ tin", each)]
    assert len(news) == 1
    assert f" {usual + 12} tin" in news[0]
    assert "(Dành cho: trường)" in words


def test_one_unit_gets_its_own_form():
    target = io.BytesIO()
    write_unit(export_named("xlsx"), campaign(), "T1", target)
    assert opened(target.getvalue()).sheetnames == ["Phụ lục III"]


def other_quantity(code: str) -> CampaignSheet:
    """A campaign whose schools have money in a row whose code is another quantity's in the communes' form."""
    sheet = campaign()
    (other,) = sheet.more
    row = replace(FORM.by_code["10.1"], code=code, parent=None, label="Kinh phí của trường")
    unit = replace(other.units[0], answers={code: value(row, 7_000_000)})
    form = replace(other.form, rows=(row,))
    return replace(sheet, more=(replace(other, form=form, units=(unit,)),))


def test_a_row_that_the_merged_form_renames_is_told_with_its_figure():
    sheet = other_quantity("2")
    target = io.BytesIO()
    write_campaign(
        export_named("docx"), replace(sheet, form=replace(FORM, slug="mau-moi")), target
    )
    words = "\n".join(each.text for each in docx.Document(target).paragraphs)
    assert "7.000.000 đồng" in words
    assert "{" not in words


def test_a_photo_is_named_by_the_row_of_its_own_units_form():
    photo = UnitPhoto("T1", "THCS Bum Nưa", Photo(1, "files/a.jpg", row="2"))
    sheet = replace(other_quantity("2"), photos=(photo,))
    assert caption(sheet, 1, photo) == "Ảnh 1. THCS Bum Nưa: Kinh phí từ ngân sách nhà nước"
    assert chosen_photos(sheet) == [photo]


def test_a_unit_or_branch_of_another_form_keeps_what_the_campaign_knows_and_nothing_of_others():
    given = {"file_hashes": {"files/a.jpg": "x"}, "receipts": {"T1": "BN-1"}, "outline": "own"}
    bodies = {"addressees": ("Sở",), "upward": Upward(None, ("Sở",), "theo quy định")}
    sheet = replace(campaign(), **given, **bodies)  # type: ignore[arg-type]
    for part in (sheet.within("T1"), sheet.only("T1")):
        assert (part.form.slug, [unit.unit_code for unit in part.all_units]) == (
            "mau-truong",
            ["T1"],
        )
        assert {name: getattr(part, name) for name in given} == given
    assert (sheet.within("T1").addressees, sheet.within("T1").upward) == ((), None)


def test_a_forms_own_total_names_the_missing_units_of_that_form_alone():
    sheet = campaign()
    (other,) = sheet.more
    below = tuple(replace(unit, standing=Standing.WITHIN) for unit in other.units)
    sheet = replace(sheet, more=(replace(other, units=below),))
    for part in sheet.by_form:
        told = " ".join(total_page(part, roll_up(part.form, part.units)).below)
        assert ("THCS Bum Nưa" in told) is (part.form.slug == "mau-truong")


def test_the_standing_counts_the_same_units_on_every_sheet():
    sheet = campaign_sheet()
    units = tuple(
        unit if unit.has_sent else as_sent(replace(unit, is_awaited=False)) for unit in sheet.units
    )
    book = opened(campaign_workbook(replace(sheet, units=units)))
    told = {
        found[0]
        for page in book.worksheets
        for line in page.iter_rows(max_row=8, values_only=True)
        for text in line
        if isinstance(text, str) and (found := re.search(r"báo cáo của \d+/\d+", text))
    }
    assert told == {"báo cáo của 12/12"}


def test_names_of_sheets_are_short_and_no_two_alike():
    kinds = (("",), ("trường [THCS]: a/b*?'",), ("x" * 40,), ("x" * 50,))
    parts = [replace(campaign_sheet(), kinds=each if each != ("",) else ()) for each in kinds]
    names = sheet_names("units", parts)
    assert names[:2] == ["Theo đơn vị", "Theo đơn vị (trường THCS a b)"]
    assert len({name.lower() for name in names}) == 4
    assert max(map(len, names)) <= 31
