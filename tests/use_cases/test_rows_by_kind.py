"""Rows that only some kinds of units are asked: in chat, on the board, in totals and in papers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from bot.model.campaign import Upward
from bot.reminders.digest import compose_digest
from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.check_plan import plan_warnings
from bot.use_cases.papers import campaign_export
from bot.use_cases.reminding.daily_digest import campaign_day
from tests.office import Installation, Person

CAMPAIGN = """
slug = "phu-ninh"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND huyện Phú Ninh"
units = "phu-ninh.csv"
"""
UNITS = """code,name,kind,parent
H,Huyện Phú Ninh,huyện,
X1,Xã Tam An,xã,H
X2,Xã Tam Dân,xã,H
X3,Thị trấn Phú Thịnh,thị trấn,H
T1,THCS Phan Chu Trinh,trường THCS,X2
T2,Tiểu học Kim Đồng,Tiểu học,X2
V1,Hội Khuyến học huyện,hội,H
"""


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Installation]:
    """A campaign with a district, communes, schools and an office."""
    made = Installation(tmp_path)
    (tmp_path / "phu-ninh.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "phu-ninh.toml").write_text(CAMPAIGN, encoding="utf-8")
    read = campaign_setup.read_campaign(tmp_path / "phu-ninh.toml", made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, "phu-ninh")
    yield made
    made.close()


def sent(person: Person, *words: str) -> None:
    for each in (*words, "nộp", "nộp", "nộp", "nộp"):
        person.says(each)


def exported(desk: Installation, name: str) -> Path:
    out = desk.folder / name
    export_file(desk.store, desk.office, "phu-ninh", None, out)
    return out


def totals(desk: Installation) -> dict[str, dict[str, int | None]]:
    return json.loads(exported(desk, "out.json").read_text("utf-8"))["totals"]


@pytest.mark.parametrize("unit", ["T1", "V1"])
def test_schools_and_offices_are_not_asked_about_the_communes_opening(
    district: Installation, unit: str
) -> None:
    person = district.joined(unit)
    person.says("mục 7.1")
    assert "Xã (phường, thị trấn) có tổ chức" not in person.last
    person.says("7.1: có")
    person.says("đúng")
    assert "7.1" not in district.submission(unit).answers
    with district.store.reading() as tx:
        rows = campaign_export.progress_rows(tx, district.office, "phu-ninh")
    assert {row["unit_code"]: row["total"] for row in rows}[unit] == (33 if unit == "T1" else 32)
    assert {row["unit_code"]: row["total"] for row in rows}["X1"] == 34


def test_an_office_is_asked_of_no_opening_at_all(district: Installation) -> None:
    person = district.joined("V1")
    for words in ("mục 7.2", "mục 7", "7.2: 3 trường", "đúng", "có mục 1, 6, 7", "tiếp", "xem"):
        person.says(words)
        assert "Bao nhiêu trường" not in person.last
    assert "7.2" not in district.submission("V1").answers


def test_only_communes_are_counted_and_only_they_are_missing(district: Installation) -> None:
    sent(district.joined("X1"), "sửa 7.1 thành có")
    sent(district.joined("V1"), "sửa 1.6 thành 2 lớp 60 người")
    total = totals(district)["7.1"]
    assert total["count"] == 1
    assert (total["units_value"], total["units_missing"]) == (1, 3)  # two communes, the district


def test_a_district_answers_with_the_number_of_its_communes(district: Installation) -> None:
    person = district.joined("H")
    person.says("mục 7.1")
    person.says("2 xã")
    assert district.submission("H").answers["7.1"].count == 2
    person.says("sửa 7.1 thành 9 xã")
    assert "nhiều nhất 3" in person.last
    assert district.submission("H").answers["7.1"].count == 2
    sent(person, "sai")
    assert totals(district)["7.1"]["count"] == 2


@pytest.mark.parametrize(("unit", "schools", "most"), [("X1", 40, 20), ("X2", 5, 2)])
def test_more_schools_than_a_commune_can_have_are_asked_not_stored(
    district: Installation, unit: str, schools: int, most: int
) -> None:
    person = district.joined(unit)
    person.says("mục 7.2")
    person.says(f"{schools} trường")
    assert f"nhiều nhất {most}" in person.last
    assert "7.2" not in district.submission(unit).answers
    person.says("đúng")
    assert district.submission(unit).answers["7.2"].count == schools


def test_a_school_says_yes_for_itself(district: Installation) -> None:
    person = district.joined("T1")
    person.says("mục 7.2")
    assert "Trường (trung tâm) có tổ chức" in person.last
    person.says("có")
    assert district.submission("T1").answers["7.2"].count == 1


def test_the_paper_of_a_school_keeps_the_official_rows(district: Installation) -> None:
    sent(district.joined("T1"), "sửa 7.2 thành có")
    out = district.folder / "truong.xlsx"
    export_file(district.store, district.office, "phu-ninh", "T1", out)
    sheet = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
    codes = [row[0].value for row in sheet.iter_rows()]
    assert "7.1" in codes
    total = openpyxl.load_workbook(exported(district, "out.xlsx"))["Tổng hợp"]
    notes = {row[0].value: row[5].value for row in total.iter_rows(max_col=6)}
    assert not notes["7.1"]  # nobody who was asked left it open


def test_a_report_upward_without_a_day_is_taken_and_flagged(tmp_path: Path) -> None:
    made = Installation(tmp_path)
    (tmp_path / "phu-ninh.csv").write_text(UNITS, encoding="utf-8")
    upward = 'upward = { deadline = "theo quy định", receivers = ["UBND tỉnh"] }\n'
    (tmp_path / "phu-ninh.toml").write_text(CAMPAIGN + upward, encoding="utf-8")
    read = campaign_setup.read_campaign(tmp_path / "phu-ninh.toml", made.office)
    assert "“theo quy định”, chưa nêu ngày" in " ".join(plan_warnings(read))
    with made.store.transaction() as tx:
        kept = campaign_setup.create_campaign(tx, made.office, read)
        assert tx.campaigns.upward(kept.id) == Upward(None, ("UBND tỉnh",), "theo quy định")
        morning = campaign_day(tx, made.office, kept, made.now, made.now)
    told = compose_digest("", [morning], made.now, made.office.tz, made.office.calendar)
    made.close()
    assert told is not None and "Hạn gửi UBND tỉnh chưa có ngày cụ thể." in told.text


def test_openings_that_a_unit_and_those_below_it_tell_count_once(district: Installation) -> None:
    """The district says of two communes, three say it themselves; a commune of five schools, one of them says so."""
    sent(district.joined("H"), "sửa 7.1 thành 2 xã")
    sent(district.joined("X1"), "sửa 7.1 thành có")
    assert totals(district)["7.1"]["count"] == 2
    for code in ("X2", "X3"):
        sent(district.joined(code, name=code), "sửa 7.1 thành có")
    assert totals(district)["7.1"]["count"] == 3
    sent(district.joined("T1", name="Lan"), "sửa 7.2 thành có")
    sent(district.joined("X2", name="Hà"), "sửa 7.2 thành 2 trường")
    assert totals(district)["7.2"]["count"] == 2


@pytest.mark.parametrize("before", [(), ("bỏ qua",), ("mục 1.1",), ("mục 7.2", "có")])
@pytest.mark.parametrize("words", ["7.1: 1", "7.1", "mục 7.1"])
def test_a_row_that_is_not_asked_of_a_unit_is_said_to_be_none_of_its(
    district: Installation, before: tuple[str, ...], words: str
) -> None:
    school = district.joined("T1")
    for text in before:
        school.says(text)
    school.says(words)
    heard = "\n".join(f"{reply.lead}\n{reply.text}" for reply in school.heard[-1:])
    assert "Mục 7.1 không hỏi đơn vị này" in heard
    assert "Chưa dùng đến" not in heard and "Ghi “không tổ chức”" not in heard


def test_a_row_that_no_unit_is_asked_is_none_of_the_form(district: Installation) -> None:
    commune = district.joined("X1")
    commune.says("mục 9.9")
    assert "Biểu mẫu không có mục 9.9" in f"{commune.heard[-1].lead}{commune.heard[-1].text}"
