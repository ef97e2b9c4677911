"""A campaign whose kinds of units fill different forms: a total and a list for each form."""

import csv
import io
import json
import re
from dataclasses import replace

import docx

from bot.exports import EXPORTS
from bot.exports.official_form import campaign_workbook
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_layout import sheet_names
from bot.model.answer import value
from bot.model.form import Form
from bot.model.rollup import UnitReport, roll_up
from bot.model.submission import Status
from tests.exports.dump import opened, stored
from tests.exports.samples import FORM, SENT_AT, campaign_sheet

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


def made(ending: str) -> bytes:
    target = io.BytesIO()
    EXPORTS[ending].write(campaign(), target)
    return target.getvalue()


def test_each_form_has_a_total_and_a_list_of_its_own():
    body = campaign_workbook(campaign())
    book = opened(body)
    assert book.sheetnames == [
        "Tổng hợp", "Tổng hợp (trường)", "Theo đơn vị", "Theo đơn vị (trường)", "Tiến độ",
        "Ghi chú", "Theo loại",
    ]  # fmt: skip
    formulas = {
        cell.value for row in book["Tổng hợp (trường)"].iter_rows() for cell in row
        if cell.data_type == "f"
    }  # fmt: skip
    assert formulas == {"=SUM('Theo đơn vị (trường)'!E3:E5)"}
    numbers = [
        cell.value for row in stored(body)["Tổng hợp (trường)"].iter_rows() for cell in row
        if isinstance(cell.value, int)
    ]  # fmt: skip
    assert numbers == [12]
    units = [row[0].value for row in book["Tiến độ"].iter_rows(min_row=5)]
    assert units == list(range(1, 18))


def test_json_has_all_units_and_the_other_forms_totals():
    body = json.loads(made(".json"))
    assert len(body["units"]) == 17
    assert body["units"][14]["rows"]["2"]["count"] == 7
    assert list(body["units"][14]["rows"]) == ["2", "3"]
    assert [unit["unit_code"] for unit in body["missing_units"]] == ["03448", "03460", "T3"]
    (other,) = body["other_forms"]
    assert (other["form"], other["kinds"]) == ("mau-truong", ["trường"])
    assert other["totals"]["2"]["count"] == 12
    usual = roll_up(FORM, campaign().units).totals["2"].count
    assert body["totals"]["2"]["count"] == usual


def test_csv_has_the_rows_of_each_units_own_form():
    rows = list(csv.reader(io.StringIO(made(".csv").decode("utf-8-sig"))))
    assert [row[6] for row in rows if row[0] == "T1"] == [
        row.code for row in SCHOOL_FORM.questions
    ]


def test_the_report_has_an_annex_for_each_form():
    words = [each.text for each in docx.Document(io.BytesIO(made(".docx"))).paragraphs]
    assert [each for each in words if re.fullmatch(r"Phụ lục I+", each)] == [
        "Phụ lục I",
        "Phụ lục II",
    ]
    assert "Kết quả của trường" in words
    assert "(Dành cho: trường)" in words


def test_one_unit_gets_its_own_form():
    target = io.BytesIO()
    EXPORTS[".xlsx"].write_unit(campaign(), "T1", target)
    assert opened(target.getvalue()).sheetnames == ["Phụ lục III"]


def test_names_of_sheets_are_short_and_no_two_alike():
    kinds = (("",), ("trường [THCS]: a/b*?'",), ("x" * 40,), ("x" * 50,))
    parts = [replace(campaign_sheet(), kinds=each if each != ("",) else ()) for each in kinds]
    names = sheet_names("units", parts)
    assert names[:2] == ["Theo đơn vị", "Theo đơn vị (trường THCS a b)"]
    assert len({name.lower() for name in names}) == 4
    assert max(map(len, names)) <= 31
