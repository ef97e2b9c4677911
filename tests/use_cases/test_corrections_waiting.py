"""What was sent stays sent while its correction waits for the unit's approver, or went back from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.model.person import Role, Seat
from bot.model.submission import Status
from bot.use_cases.board import board_query, progress_counts
from bot.use_cases.board.board_query import BoardFilter
from bot.use_cases.board.pace import _sent_on
from bot.use_cases.papers import campaign_export
from bot.use_cases.reminding.announcement_keys import Announcement
from bot.use_cases.reminding.announcements import announce, announcements
from bot.use_cases.reminding.daily_digest import campaign_day
from bot.use_cases.reminding.reminder_letter_data import letter_sheet
from tests.office import TZ, Installation, Person

UNIT = "Xã Bum Nưa"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def approver(desk: Installation) -> Person:
    person = desk.person("Chị Duyệt")
    person.starts(desk.code("03466", Role.APPROVER))
    person.says("Đồng ý")
    return person


@pytest.fixture
def sender(desk: Installation, approver: Person) -> Person:
    person = desk.joined()
    hands_in(person, "1.1: 3 lớp 45 người")
    return person


def hands_in(person: Person, words: str) -> None:
    for each in (words, "nộp", "nộp", "nộp"):
        person.says(each)


def urged(desk: Installation) -> list[str]:
    with desk.store.reading() as tx:
        told = announcements(tx, desk.office, desk.campaign.slug, Announcement.HALF_WAY)
    return [each.text for each in told if UNIT in each.text]


def test_a_correction_that_went_back_leaves_the_unit_where_it_was(
    desk: Installation, approver: Person, sender: Person
) -> None:
    approver.says("duyệt")
    hands_in(sender, "sửa 1.1 thành 4 lớp 50 người")
    assert desk.submission().status is Status.AWAITING_APPROVAL
    assert shown_as(desk, Status.AWAITING_APPROVAL)
    approver.says("trả lại vì sai")
    assert shown_as(desk, Status.SUBMITTED)
    assert (desk.submission().status, desk.submission().version) == (Status.IN_PROGRESS, 1)
    desk.now = datetime(2022, 10, 20, 8, tzinfo=TZ)
    with desk.store.reading() as tx:
        late = letter_sheet(tx, desk.office, desk.campaign, desk.now)
        day = campaign_day(tx, desk.office, desk.campaign, desk.now, desk.now)
    assert (late.sent, UNIT in [unit.name for unit in late.units]) == (1, False)
    assert (day.sent, [name for name in day.call_list if UNIT in name]) == (1, [])
    assert urged(desk) == []
    coordinator = desk.coordinator("Điều phối")
    coordinator.says(f"nhắc {UNIT}")
    assert "không còn phải gửi gì" in coordinator.last


def shown_as(desk: Installation, status: Status) -> bool:
    """Whether the board, its picture and the files count the unit as sent, and show it in a state."""
    with desk.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, "")
        page = board_query.board_page(tx, desk.office, seat, BoardFilter(state=status.value))
        picture = progress_counts.progress_sheet(tx, desk.office, desk.campaign)
        rows = campaign_export.progress_rows(tx, desk.office, desk.campaign.slug)
        sheet = campaign_export.campaign_sheet(tx, desk.office, desk.campaign)
        sends = [_sent_on(desk.office, unit) for unit in sheet.all_units]
    states = [row["state"] for row in rows if row["unit_name"] == UNIT]
    assert (page.sent, picture.sent, len([*filter(None, sends)])) == (1, 1, 1)
    assert states == [unit.state for unit in sheet.all_units if unit.unit_name == UNIT]
    return [line.unit.called for line in page.lines] == [UNIT] and states == [status.value]


def test_a_report_that_waits_for_its_approver_is_not_urged_to_begin(
    desk: Installation, sender: Person
) -> None:
    assert desk.submission().status is Status.AWAITING_APPROVAL
    assert urged(desk) == []
    sender.listen()
    with desk.store.transaction() as tx:
        announce(tx, desk.office, desk.campaign.slug, Announcement.HALF_WAY)
    assert sender.listen() == []


def does(coordinator: Person, words: str) -> None:
    coordinator.says(words)
    coordinator.says("đúng")


def listed(coordinator: Person) -> list[str]:
    """The state that the chat lists the unit under, and how many it counts as sent."""
    lines = coordinator.says("tiến độ")[-1].text.split("\n")
    return [line.split(":")[0] for line in lines if UNIT in line or line.startswith("Đã gửi ")]


def test_what_stands_is_accepted_and_taken_back_while_its_correction_went_back(
    desk: Installation, approver: Person, sender: Person
) -> None:
    approver.says("duyệt")
    coordinator = desk.coordinator("Điều phối")
    hands_in(sender, "sửa 1.1 thành 4 lớp 50 người")
    assert "Chờ duyệt" in coordinator.says(f"nhận {UNIT}")[-1].text
    assert "Chờ duyệt (1)" in listed(coordinator)
    approver.says("trả lại vì sai")
    assert "Đã gửi (1)" in listed(coordinator)
    assert "Đã gửi" in coordinator.says(f"{UNIT} nộp chưa?")[-1].text
    does(coordinator, f"nhận {UNIT}")
    assert (desk.submission().status, desk.submission().draft) == (Status.ACCEPTED, True)
    assert shown_as(desk, Status.ACCEPTED)
    does(coordinator, f"bỏ nhận {UNIT} vì nhầm")
    assert (desk.submission().status, desk.submission().draft) == (Status.SUBMITTED, True)
    for each in ("nộp", "nộp", "nộp"):
        sender.says(each)
    approver.says("duyệt")
    own = desk.submission()
    assert (own.status, own.version, own.draft) == (Status.SUBMITTED, 2, False)


def test_what_was_accepted_stays_so_when_its_correction_goes_back(
    desk: Installation, approver: Person, sender: Person
) -> None:
    approver.says("duyệt")
    coordinator = desk.coordinator("Điều phối")
    does(coordinator, f"nhận {UNIT}")
    hands_in(sender, "sửa 1.1 thành 4 lớp 50 người")
    assert shown_as(desk, Status.AWAITING_APPROVAL)
    approver.says("trả lại vì sai")
    assert desk.submission().status is Status.IN_PROGRESS
    assert shown_as(desk, Status.ACCEPTED)
    assert "Đã nhận (1)" in listed(coordinator)
    assert "Đã nhận" in coordinator.says(f"nhận {UNIT}")[-1].text
    does(coordinator, f"bỏ nhận {UNIT} vì nhầm")
    assert shown_as(desk, Status.SUBMITTED)
