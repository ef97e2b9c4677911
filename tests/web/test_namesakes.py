"""Two units of one name are told apart by those above them wherever a person reads their name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from bot.exports.invitation_sheet import invite_workbook
from bot.exports.json_file import campaign_body
from bot.model.person import Role
from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.campaigns import campaign_setup, invites
from bot.use_cases.papers.campaign_export import campaign_sheet, progress_rows
from bot.use_cases.reminding.daily_digest import digest_tick
from bot.use_cases.reminding.reminder_forecast import forecast
from bot.use_cases.reminding.send_reminders import reminder_tick
from tests.office import Person, said
from tests.use_cases.test_five_plans import words_of
from tests.web.board_site import BoardSite

CAMPAIGN = """
slug = "hai-ten"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND tỉnh"
units = "hai-ten.csv"
photos_min = 1
"""
UNITS = """code,name,kind,parent
H1,Huyện Phú Ninh,huyện,
H2,Thành phố Hội An,thành phố,
X1,Xã Tam Lãnh,xã,H1
X2,Xã Tam Lãnh,xã,H2
X3,Xã Tân Hiệp,xã,H2
"""
FIRST, SECOND = "Xã Tam Lãnh (Huyện Phú Ninh)", "Xã Tam Lãnh (Thành phố Hội An)"
BARE = re.compile(r"Xã Tam Lãnh(?! \((?:Huyện Phú Ninh|Thành phố Hội An)\))")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[BoardSite]:
    made = BoardSite(tmp_path)
    desk = made.desk
    (tmp_path / "hai-ten.csv").write_text(UNITS, "utf-8")
    (tmp_path / "hai-ten.toml").write_text(CAMPAIGN, "utf-8")
    read = campaign_setup.read_campaign(tmp_path / "hai-ten.toml", desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.finish_campaign(tx, desk.office, desk.campaign.slug)
        campaign_setup.create_campaign(tx, desk.office, read)
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, "hai-ten")
    yield made
    made.close()


def reports(site: BoardSite, code: str) -> Person:
    person = site.desk.joined(code, f"Cán bộ {code}")
    for words in ("sửa 1.1 thành 3 lớp 45 người", "nộp", "nộp", "nộp", "nộp"):
        person.says(words)
    assert site.desk.submission(code).is_sent
    return person


def heard(person: Person) -> str:
    person.listen()
    return "\n".join(said(reply) for reply in person.heard)


def test_the_people_of_a_unit_read_which_one_it_is(site: BoardSite) -> None:
    person = site.desk.person("Lò Văn Ân")
    assert FIRST in said(person.starts(site.desk.code("X1"))[0])
    assert FIRST in said(person.says("Đồng ý")[0])
    for words in ("sửa 1.1 thành 3 lớp 45 người", "xem", "nộp", "nộp", "nộp", "nộp", "trợ giúp"):
        person.says(words)
    text = heard(person)
    assert BARE.findall(text) == []
    assert f"Đơn vị: {FIRST}" in text


def test_a_coordinator_reads_and_names_each_in_the_chat(site: BoardSite) -> None:
    reports(site, "X1")
    boss = site.coordinator()
    for words in ("tiến độ", "nhắc", "đúng", "nhận Xã Tam Lãnh", "sai", "nhận Tam Lãnh Huyện Phú Ninh",
                  "đúng", "trả lại X2 thiếu", "gia hạn X1 20/10 bận", "đúng", "mời X2", "đúng",
                  "xem X1", "tổng hợp"):  # fmt: skip
        boss.says(words)
        assert BARE.findall("\n".join(said(each) for each in boss.heard)) == [], words
    assert site.desk.submission("X1").status.value == "accepted"
    choice = next(each for each in boss.heard if len(each.choices) > 1 and FIRST in said(each))
    assert choice is not None


def test_reminders_digest_and_call_list_tell_them_apart(site: BoardSite) -> None:
    desk = site.desk
    boss, one = site.coordinator(), desk.joined("X1")
    with desk.store.reading() as tx:
        planned = forecast(tx, desk.office, "hai-ten", desk.now)
    assert BARE.findall("\n".join(str(row["text"]) for row in planned)) == []
    for _ in range(16):
        desk.later(days=1)
        with desk.store.transaction() as tx:
            reminder_tick(tx, desk.office, desk.now)
            digest_tick(tx, desk.office, desk.now)
    text = heard(boss) + heard(one)
    assert FIRST in text and SECOND in text
    assert BARE.findall(text) == []


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv"])
def test_papers_tell_them_apart(site: BoardSite, ending: str) -> None:
    reports(site, "X1")
    out = site.desk.folder / f"out.{ending}"
    export_file(site.desk.store, site.desk.office, "hai-ten", None, out)
    text = words_of(out)
    assert FIRST in text or SECOND in text
    assert BARE.findall(text) == []


def test_a_units_own_form_and_the_hand_out_of_codes_say_which(site: BoardSite) -> None:
    desk = site.desk
    out = desk.folder / "x1.xlsx"
    export_file(desk.store, desk.office, "hai-ten", "X1", out)
    assert FIRST in words_of(out)
    with desk.store.transaction() as tx:
        made = invites.hand_out(tx, desk.office, "hai-ten", None, Role.REPORTER, {})
    (desk.folder / "codes.xlsx").write_bytes(invite_workbook(desk.campaign.title, made))
    text = words_of(desk.folder / "codes.xlsx")
    assert FIRST in text and SECOND in text and BARE.findall(text) == []


def test_a_form_that_one_sends_for_the_other_is_noticed(site: BoardSite) -> None:
    """The workbook of a unit names it; the other one of its name is warned."""
    desk = site.desk
    out = desk.folder / "x1.xlsx"
    export_file(desk.store, desk.office, "hai-ten", "X1", out)
    book = openpyxl.load_workbook(out)
    line = next(row for row in book.active.iter_rows() if row[0].value == "1.1")
    line[3].value, line[4].value = 3, 45
    book.save(out)
    other = desk.joined("X2", "Người kia")
    other.sends_file(out.read_bytes(), out.name)
    assert "biểu của đơn vị khác" in heard(other)


def test_pages_tell_them_apart(site: BoardSite) -> None:
    reports(site, "X1")
    visitor = site.visitor(site.coordinator())
    for page in ("", "/totals", "/duties", "/papers", "/announce", "/mail", "/map"):
        text = html.unescape(visitor.opens(site.here + page).text)
        assert BARE.findall(text) == [], page
    for code, name in (("X1", FIRST), ("X2", SECOND)):
        text = html.unescape(visitor.unit(code))
        assert name in text
        assert BARE.findall(text) == []


def test_other_programs_read_the_name_of_the_list_and_who_stands_above(site: BoardSite) -> None:
    with site.desk.store.reading() as tx:
        body = campaign_body(campaign_sheet(tx, site.desk.office, site.desk.campaign))
        rows = progress_rows(tx, site.desk.office, "hai-ten")
    names = {each["unit_code"]: each["unit_name"] for each in body["units"]}
    assert (names["X1"], names["X2"]) == ("Xã Tam Lãnh", "Xã Tam Lãnh")
    above = {each["unit_code"]: (each["unit_name"], each["parent"]) for each in rows}
    assert above["X1"] == ("Xã Tam Lãnh", "H1")
    assert above["X2"] == ("Xã Tam Lãnh", "H2")


def test_a_list_that_brings_a_second_one_of_the_name_tells_both_apart(site: BoardSite) -> None:
    desk = site.desk
    with desk.store.transaction() as tx:
        units = tx.campaigns.units("UBND tỉnh")
        third = next(unit for unit in units if unit.code == "X3")
        assert third.beside == ""
        more = type(third)(0, "X4", third.name, "xã", "H1", body=third.body)
        tx.campaigns.keep_units([more], "UBND tỉnh")
        found = {unit.code: unit.called for unit in tx.campaigns.units("UBND tỉnh")}
    assert found["X3"] == "Xã Tân Hiệp (Thành phố Hội An)"
    assert found["X4"] == "Xã Tân Hiệp (Huyện Phú Ninh)"


def test_reading_a_namesake_of_another_branch_is_refused_by_its_full_name(site: BoardSite) -> None:
    person = site.desk.joined("X3")
    person.says("xem X2")
    assert f"{SECOND} không trực thuộc" in person.last
