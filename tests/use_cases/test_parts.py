"""What a campaign asks besides the form: each part with its own state, its own day and its own reminders,
also after the figures were sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model.commands import Extend
from bot.model.obligations import ItemState
from bot.model.person import Role, Seat
from bot.use_cases.board.board_query import BoardFilter, board_page
from bot.use_cases.board.owed_items import obligations_in
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import campaign_sheet, progress_rows
from bot.use_cases.reminding import reminder_content
from bot.use_cases.reminding.reminder_forecast import forecast
from bot.use_cases.reminding.send_reminders import reminder_tick
from bot.use_cases.turns.run_command import Acting, execute
from tests.office import Installation, Person, said

ITEMS = """
[[items]]
kinds = ["xã"]
type = "photos"
minimum = 2
[[items]]
kinds = ["xã"]
type = "narrative"
title = "Mô hình tốt"
deadline = "trước ngày 19/10/2022"
[upward]
receivers = ["Sở Giáo dục và Đào tạo", "UBND huyện"]
deadline = "trước ngày 26/10/2022"
"""
UNIT = "03466"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    """The sample campaign with two parts more for communes."""
    made = Installation(tmp_path)
    file = tmp_path / "campaign.toml"
    text = file.read_text("utf-8").replace("muong-te-2022", "parts")
    file.write_text(text.replace("photos_min = 1", "") + ITEMS, "utf-8")
    read = campaign_setup.read_campaign(file, made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, "parts")
    yield made
    made.close()


def sends(person: Person) -> None:
    """The figures, without the parts."""
    person.says("sửa 1.1 thành 3 lớp 45 người")
    for _ in range(4):
        person.says("nộp")


def states(desk: Installation, unit: str = UNIT) -> dict[str, str]:
    with desk.store.reading() as tx:
        rows = progress_rows(tx, desk.office, "parts")
    row = next(row for row in rows if row["unit_code"] == unit)
    return {item["item"]: item["state"] for item in row["items"]}


def planned(desk: Installation, unit: str | None = UNIT) -> list[tuple[str, str]]:
    """Day and kind of each reminder to come."""
    with desk.store.reading() as tx:
        rows = forecast(tx, desk.office, "parts", desk.now)
    return [(row["due_at"][:10], row["kind"]) for row in rows if row["unit_code"] == unit]


def reminded(desk: Installation, person: Person) -> list[str]:
    """What a tick at this moment tells somebody."""
    person.listen()
    before = len(person.heard)
    with desk.store.transaction() as tx:
        reminder_tick(tx, desk.office, desk.now)
    person.listen()
    return [said(reply) for reply in person.heard[before:]]


def at(desk: Installation, day: int, hour: int = 8) -> None:
    desk.now = datetime(2022, 10, day, hour, 5, tzinfo=desk.now.tzinfo)


def test_each_part_has_its_own_state(desk: Installation) -> None:
    assert set(states(desk).values()) == {ItemState.OPEN}
    person = desk.joined(UNIT)
    person.sends_photo()
    sends(person)
    assert states(desk) == {"figures": "done", "photos": "part", "narrative": "open"}


def test_a_part_that_is_due_is_late_and_a_late_one_that_came_is_done(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sends(person)
    at(desk, 20)
    assert states(desk) == {"figures": "done", "photos": "late", "narrative": "late"}
    person.sends_photo()
    person.sends_photo()
    assert states(desk)["photos"] == "done"


def test_the_days_of_the_report_and_of_its_parts_are_told_apart(desk: Installation) -> None:
    person = desk.joined(UNIT)
    at(desk, 12)
    (told,) = reminded(desk, person)
    assert "“Mô hình tốt” (hạn hết 18/10/2022)" in told
    assert "Hạn của báo cáo: còn 1 ngày làm việc (hạn cuối: hết thứ Năm 13/10/2022)." in told


def test_parts_are_reminded_after_the_figures_were_sent_each_by_its_day(
    desk: Installation,
) -> None:
    person = desk.joined(UNIT)
    sends(person)
    kinds = [kind for _, kind in planned(desk)]
    assert "deadline-1" in kinds and "narrative-deadline-1" in kinds
    at(desk, 13)
    (told,) = reminded(desk, person)
    assert "đã gửi báo cáo; còn thiếu 2 ảnh, “Mô hình tốt” (hạn hết 18/10/2022)" in told


def test_nobody_is_reminded_of_what_is_there(desk: Installation) -> None:
    person = desk.joined(UNIT)
    person.sends_photo()
    person.sends_photo()
    sends(person)
    assert {kind.partition("-")[0] for _, kind in planned(desk)} == {"narrative"}


def test_a_part_that_comes_before_its_reminder_leaves_takes_it_back(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sends(person)
    at(desk, 13)
    with desk.store.transaction() as tx:
        reminder_tick(tx, desk.office, desk.now)
    person.sends_photo()
    person.sends_photo()
    with desk.store.reading() as tx:
        known = reminder_content.view_of(tx, desk.submission(UNIT).id)
        assert known is not None
        assert not reminder_content.waits_for_somebody(*known, "")
        assert reminder_content.waits_for_somebody(*known, "narrative")


def test_the_report_upward_is_listed_without_a_coordinator(desk: Installation) -> None:
    listed = planned(desk, None)
    assert listed[0][1] == "upward-deadline-5"
    assert all(kind.startswith("upward-") for _, kind in listed)


def test_obligations_are_in_the_export_with_their_receivers(desk: Installation) -> None:
    with desk.store.reading() as tx:
        sheet = campaign_sheet(tx, desk.office, desk.campaign)
    own = [owed for code, owed in sheet.obligations if code == UNIT]
    assert [owed.asked.type for owed in own] == ["figures", "photos", "narrative"]
    days = {owed.asked.type: owed.due.date().day for owed in own if owed.due is not None}
    assert days == {"figures": 13, "photos": 13, "narrative": 18}
    assert {owed.receivers for owed in own} == {(desk.campaign.receiver,)}


def test_a_township_owes_no_part_that_is_asked_of_communes(desk: Installation) -> None:
    assert set(states(desk, "03433")) == {"figures"}


def test_the_clock_of_reminders_is_not_used_up_by_what_was_told(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sends(person)
    at(desk, 13)
    reminded(desk, person)
    desk.now += timedelta(hours=1)
    assert reminded(desk, person) == []


def test_the_board_says_what_is_missing_of_a_report_that_was_sent(desk: Installation) -> None:
    person = desk.joined(UNIT)
    person.sends_photo()
    sends(person)
    boss = desk.coordinator("Chị Hoa")
    boss.says("tiến độ")
    assert "Xã Bum Nưa (thiếu 1 ảnh, “Mô hình tốt”)" in boss.last
    with desk.store.reading() as tx:
        seat, _ = tx.people.seats_of_unit(desk.campaign.id, None)[0]
        page = board_page(tx, desk.office, seat, BoardFilter())
    line = next(line for line in page.lines if line.unit.code == UNIT)
    assert line.state == "Đã gửi số liệu, thiếu 1 ảnh, “Mô hình tốt”"
    assert any("Sở Giáo dục và Đào tạo; UBND huyện" in note for note in page.notes)


def test_a_coordinator_reminds_a_unit_that_sent_its_figures_of_its_parts(
    desk: Installation,
) -> None:
    person = desk.joined(UNIT)
    sends(person)
    boss = desk.person("Chị Hoa")
    boss.starts(desk.code(None, Role.COORDINATOR))
    for words in ("Đồng ý", "nhắc", "đúng"):
        boss.says(words)
    at(desk, 11)
    (told,) = reminded(desk, person)
    assert "còn thiếu 2 ảnh" in told


def extended(desk: Installation, unit: str | None, until: str) -> None:
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, "")
        views = tx.views.board(desk.campaign.id)
        unit_id = next((view.unit.id for view in views if view.unit.code == unit), None)
        last = datetime.fromisoformat(f"{until}T23:59:59+07:00")
        done = execute(Acting(tx, desk.office, seat), [Extend(unit_id, last, "mưa lũ")])
        assert done.may, done.text


def due_days(desk: Installation, unit: str = UNIT) -> dict[str, int]:
    with desk.store.reading() as tx:
        owed = obligations_in(tx, desk.office, tx.campaigns.by_id(desk.campaign.id))
    return {each.asked.type: each.due.day for code, each in owed if code == unit and each.due}


def test_more_time_for_the_report_moves_the_parts_that_are_due_with_it_or_later(
    desk: Installation,
) -> None:
    extended(desk, UNIT, "2022-10-21")
    assert due_days(desk) == {"figures": 21, "photos": 21, "narrative": 21}
    assert due_days(desk, "03436") == {"figures": 13, "photos": 13, "narrative": 18}
    assert {day for day, kind in planned(desk) if kind.endswith("deadline-0")} == {"2022-10-21"}
    extended(desk, None, "2022-10-16")
    assert due_days(desk, "03436") == {"figures": 16, "photos": 16, "narrative": 18}
    extended(desk, None, "2022-10-20")
    assert due_days(desk, "03436") == {"figures": 20, "photos": 20, "narrative": 20}
    others = planned(desk, "03436")
    assert {day for day, kind in others if kind.endswith("deadline-0")} == {"2022-10-20"}


def evidence(desk: Installation, item: str, unit: str = UNIT) -> dict[str, int]:
    with desk.store.reading() as tx:
        owed = obligations_in(tx, desk.office, desk.campaign)
    (found,) = (each for code, each in owed if code == unit and each.asked.type == item)
    return dict(found.evidence)


def test_a_file_belongs_to_the_version_it_came_with(desk: Installation) -> None:
    person = desk.joined(UNIT)
    person.sends_photo()
    assert evidence(desk, "photos") == {"photos": 1}  # of a version that is not sent yet
    sends(person)
    assert evidence(desk, "photos") == {"photos": 1, "version": 1}
    person.sends_photo()
    assert evidence(desk, "photos") == {"photos": 2, "version": 1}
    for words in ("sửa 1.1 thành 5 lớp 60 người", "đúng"):
        person.says(words)
    person.sends_photo()
    for _ in range(3):
        person.says("nộp")
    assert desk.submission(UNIT).version == 2
    assert evidence(desk, "photos") == {"photos": 3, "version": 2}


def test_nothing_is_evidence_before_it_has_come(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sends(person)
    assert evidence(desk, "figures") == {"version": 1}
    assert evidence(desk, "narrative") == {}
