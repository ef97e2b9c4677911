"""Sentences of the five plans that no other test plays as they stand: `docs/acceptance.md` names them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.model.form import Cell
from bot.model.person import Role
from bot.model.submission import Status
from bot.registry.campaign_units import COLUMNS, campaign_units
from bot.registry.national_list import national_list
from bot.snapshots.issue_snapshot import export_file
from bot.snapshots.snapshot_status import snapshot_statuses
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import campaign_sheet
from tests.office import TZ, Installation, Person, said
from tests.use_cases.test_bac_kan import made_town
from tests.use_cases.test_five_plans import words_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


# -- S0-15: forty taps, and seven days without a signal ------------------------------------------------

HELD = {"1.1": "3 lớp 45 người", "2": "12", "10.1": "15 triệu"}


def walks(person: Person, *, until: int = 99) -> int:
    """Answer by buttons alone where nothing was held, by one message where something was; the number of
    acts that it took."""
    acts = 0
    while acts < until and "Đã nộp báo cáo" not in person.last:
        acts += 1
        choices = [choice.label for choice in person.heard[-1].choices]
        row = next((code for code in HELD if f"Mục {code} · " in person.last), None)
        if row is not None:
            person.says(HELD[row])
        elif "Có" in choices and any(
            f"Mục {code.split('.')[0]} – " in person.last for code in HELD
        ):
            person.taps("Có")
        else:
            known = (
                "Không tổ chức",
                "Không chi",
                "Không có",
                "Hỏi lần lượt",
                "Không",
                "Đúng",
                "Nộp báo cáo",
                "Vẫn nộp",
                "Tiếp",
            )
            wanted = next((label for label in known if label in choices), "")
            assert wanted, (person.last, choices)
            person.taps(wanted)
    return acts


def test_a_usual_report_takes_at_most_forty_taps_and_goes_on_after_a_week_without_signal(
    desk: Installation,
) -> None:
    person = desk.joined(channel="telegram")
    before = walks(person, until=9)
    kept = dict(desk.submission().answers)
    desk.later(days=7)
    person.says("tiếp")
    assert {code: desk.submission().answers[code] for code in kept} == kept != {}
    acts = before + 1 + walks(person)
    assert acts <= 40
    answers = desk.submission().answers
    assert desk.submission().status is Status.SUBMITTED
    assert (answers["1.1"].count, answers["1.1"].people, answers["2"].count) == (3, 45, 12)
    assert answers["10.1"].count == 15_000_000


# -- S0-11: a stated total that differs is asked, both are kept ------------------------------------------


def test_a_total_that_is_stated_otherwise_is_asked_about_and_the_rows_stay(
    desk: Installation,
) -> None:
    person = desk.joined()
    person.says("1: 9 lớp 200 người; 1.1: 3 lớp 45 người; 1.6: 2 lớp 60 người; còn lại không")
    asked = "1: tổng số đã nêu là 9 lớp, 200 người, nhưng tổng các dòng là 5 lớp/cuộc, 105 người"
    assert asked in person.last
    person.says("đúng")
    answers = desk.submission().answers
    assert (answers["1.1"].count, answers["1.6"].count) == (3, 2)


# -- S0-06: the other reading of "trước ngày" is said wherever the day is ------------------------------


def test_the_inclusive_reading_is_said_in_words_to_units_and_to_whoever_looks_on(
    tmp_path: Path,
) -> None:
    said_so = "trước ngày 12/10/2021 (hạn cuối: hết thứ Ba 12/10/2021)"
    for town in made_town(tmp_path, CENTRES + "deadline_inclusive = true\n", CENTRE_UNITS):
        town.now = datetime(2021, 10, 11, 9, tzinfo=TZ)
        assert said_so in town.joined("HTCD1").last
        chief = town.coordinator("Chị Hoa")
        assert said_so in said(chief.says("tiến độ")[-1])


# -- S0-13: row 11 and remarks in several messages -------------------------------------------------------


def test_row_11_and_a_remark_grow_with_each_message_until_the_word_that_ends_them(
    desk: Installation,
) -> None:
    person = desk.joined()
    for words in ("1.6: 4 lớp 160 em", "ghi chú 1.6: tại thôn Nậm Cấu", "và thôn Hai", "xong"):
        person.says(words)
    for words in ("mục 11", "=Trao 10 suất học bổng", "-Phát 5 xe đạp", "xong", "Cảm ơn ạ"):
        person.says(words)
    answers = desk.submission().answers
    assert answers["1.6"].note == "tại thôn Nậm Cấu; và thôn Hai"
    assert answers["11"].text == "=Trao 10 suất học bổng\n-Phát 5 xe đạp"


# -- S0-18: a late report is accepted, marked, and in the next total -----------------------------------


def test_a_report_after_the_deadline_is_taken_marked_and_in_the_next_total(
    desk: Installation, tmp_path: Path
) -> None:
    said_late = "gửi muộn: Xã Thu Lũm (01 ngày)"
    papers = []
    for day, unit in ((13, "03466"), (14, "03436")):
        desk.now = datetime(2022, 10, day, 23, 59, tzinfo=TZ)
        person = desk.joined(unit, f"Cán bộ {unit}")
        for words in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp", "nộp"):
            person.says(words)
        assert desk.submission(unit).late_days == day - 13
        export_file(desk.store, desk.office, desk.campaign.slug, None, tmp_path / "out.docx")
        papers.append(words_of(tmp_path / "out.docx"))
    assert [said_late in paper for paper in papers] == [False, True]
    assert ["06 lớp bồi dưỡng, tập huấn với 90 người" in paper for paper in papers] == [
        False,
        True,
    ]
    with desk.store.reading() as tx:
        found = snapshot_statuses(tx, desk.office, desk.campaign.id)
    assert {each.snapshot.number: each.is_stale for each in found} == {1: True, 2: False}


# -- S4-08: the centre reports, the ward approves -------------------------------------------------------

CENTRES = """
slug = "thu-dau-mot-2021"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2021"
form = "phu-luc-ii-2022"
period = { start = 2021-10-01, end = 2021-10-07 }
deadline = "trước ngày 12/10/2021"
issuer = "UBND thành phố Thủ Dầu Một"
receiver = "Phòng Giáo dục và Đào tạo thành phố Thủ Dầu Một"
units = "units.csv"
"""
CENTRE_UNITS = """code,name,kind,parent
HTCD1,Trung tâm Học tập cộng đồng phường Phú Lợi,trung tâm,
HTCD2,Trung tâm Học tập cộng đồng phường Hòa Phú,trung tâm,
"""


def test_the_centre_reports_and_its_ward_sees_and_approves(tmp_path: Path) -> None:
    for town in made_town(tmp_path, CENTRES, CENTRE_UNITS):
        town.now = datetime(2021, 10, 11, 9, tzinfo=TZ)
        ward = town.person("UBND phường Phú Lợi")
        ward.starts(town.code("HTCD1", Role.APPROVER))
        ward.says("Đồng ý")
        centre, other = town.joined("HTCD1"), town.joined("HTCD2", "Chị Mai")
        for person in (centre, other):
            for words in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp", "nộp"):
                person.says(words)
        assert town.submission("HTCD1").status is Status.AWAITING_APPROVAL
        assert town.submission("HTCD2").status is Status.SUBMITTED  # no ward sits there
        ward.listen()
        assert "3 lớp, 45 người" in said(ward.says("xem")[-1])
        ward.says("duyệt")
        ward.says("đúng")
        assert town.submission("HTCD1").status is Status.SUBMITTED
        assert {unit.name for unit in units_of(town)} == {
            line.split(",")[1] for line in CENTRE_UNITS.splitlines()[1:]
        }


def units_of(town: Installation) -> list:
    with town.store.reading() as tx:
        return list(tx.campaigns.members(town.campaign.id))


# -- S3-15: the wards of Bắc Kạn, now of Thái Nguyên -------------------------------------------------------

WARDS_2024 = """code,name,kind,parent
01834,Phường Nguyễn Thị Minh Khai,phường,
01840,Phường Đức Xuân,phường,
01846,Phường Huyền Tụng,phường,
"""
BAC_KAN = CENTRES.replace("thu-dau-mot-2021", "bac-kan-2024").replace("2021", "2024")
THAI_NGUYEN = """
slug = "thai-nguyen-2026"
title = "Tuần lễ học tập suốt đời năm 2026"
form = "phu-luc-ii-2022"
period = { start = 2026-10-01, end = 2026-10-07 }
deadline = "trước ngày 14/10/2026"
issuer = "UBND tỉnh Thái Nguyên"
receiver = "Sở Giáo dục và Đào tạo Thái Nguyên"
previous = "bac-kan-2024"
units = "thai-nguyen.csv"
"""


def test_wards_that_are_of_another_province_now_go_on_with_what_they_gave(tmp_path: Path) -> None:
    for town in made_town(tmp_path, BAC_KAN, WARDS_2024):
        town.now = datetime(2024, 10, 11, 9, tzinfo=TZ)
        for number, code in enumerate(("01834", "01840", "01846"), start=1):
            person = town.joined(code, f"Cán bộ {code}")
            for words in (f"1.1: {number} lớp 40 người; còn lại không", "đúng", "nộp", "nộp"):
                person.says(words)
        registry = national_list()
        province = next(each for each in registry.provinces if each.name == "Tỉnh Thái Nguyên")
        with (town.folder / "thai-nguyen.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS)
            rows.writeheader()
            rows.writerows(campaign_units(registry.of(province)))
        (town.folder / "tn.toml").write_text(THAI_NGUYEN, "utf-8")
        read = campaign_setup.read_campaign(town.folder / "tn.toml", town.office)
        town.now = datetime(2026, 10, 9, 9, tzinfo=TZ)
        with town.store.transaction() as tx:
            campaign_setup.create_campaign(tx, town.office, read)
            town.campaign = campaign_setup.open_campaign(tx, town.office, "thai-nguyen-2026")
        assert {"Phường Đức Xuân", "Phường Bắc Kạn"} <= {unit.name for unit in units_of(town)}
        ward = town.joined("01840", "Chị Hà")
        ward.says("1.1")
        assert (
            "Năm trước, trên phạm vi đơn vị mới" in ward.last and "6 lớp, 120 người" in ward.last
        )
        for words in ("7 lớp 150 người; còn lại không", "đúng", "nộp", "nộp"):
            ward.says(words)
        with town.store.reading() as tx:
            sheet = campaign_sheet(tx, town.office, town.campaign)
        assert sheet.receiver == "Sở Giáo dục và Đào tạo Thái Nguyên"
        assert sheet.before is not None
        assert sheet.before.figures["1.1"] == {Cell.COUNT: 6, Cell.PEOPLE: 120}
