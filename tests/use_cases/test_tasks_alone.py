"""A unit that has duties and no report to send: told of its duties, asked for nothing else, and not counted
among those that report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.person import Role, Seat
from bot.use_cases.board.board_query import BoardFilter, board_page
from tests.use_cases import test_three_tiers
from tests.use_cases.test_three_tiers import CAMPAIGN, Province

ITEMS = """
[[items]]
kinds = ["hội"]
type = "duty"
title = "Cử cán bộ âm thanh"
deadline = "trước ngày 12/10/2022"
"""


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Province]:
    forms = CAMPAIGN.replace('form = "phu-luc-ii-2022"', 'form = { "huyện" = "phu-luc-ii-2022" }')
    monkeypatch.setattr(test_three_tiers, "CAMPAIGN", forms)
    made = Province(tmp_path, {"H1": "", "S1": ""}, ITEMS)
    made.desk.campaign = made.campaign
    yield made
    made.desk.close()


def states(campaign: Province) -> dict[str, str]:
    """Each unit's state on the board."""
    with campaign.desk.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, campaign.campaign.id, "")
        page = board_page(tx, campaign.desk.office, seat, BoardFilter())
    return {line.unit.code: line.state for line in page.lines}


def test_its_people_are_told_of_the_duty_and_its_day(campaign: Province) -> None:
    person = campaign.desk.joined("S1")
    person.says("hạn nộp ngày nào")
    assert "“Cử cán bộ âm thanh” (hạn 11/10/2022)" in person.last
    assert "14/10/2022" not in person.last
    person.says("trợ giúp")
    assert "xong việc 1" in person.last and "nộp" not in person.last


@pytest.mark.parametrize("said", ["còn gì nữa", "xong rồi, đã cử anh Nam", "nộp", "1.1: 3 lớp"])
def test_nothing_is_kept_as_words_of_a_report_that_nobody_asks_for(
    campaign: Province, said: str
) -> None:
    person = campaign.desk.joined("S1")
    person.says(said)
    assert campaign.desk.submission("S1").answers == {}
    assert "Cử cán bộ âm thanh: chưa báo xong" in person.last


def test_the_boards_count_it_apart_and_say_what_has_come(campaign: Province) -> None:
    coordinator = campaign.desk.coordinator("Hùng")
    campaign.sends("H1", {"1.1": (2, 40)})
    coordinator.says("tiến độ")
    assert "Đã gửi 1/1 đơn vị." in coordinator.last
    assert "Chỉ có việc được giao, chưa xong (1): Đơn vị S1" in coordinator.last
    assert states(campaign) == {"H1": "Đã gửi", "S1": "Chỉ có việc được giao, chưa xong"}

    campaign.desk.joined("S1").says("xong việc 1: đã cử anh Nam")
    coordinator.says("tiến độ")
    assert "Chỉ có việc được giao, đã xong (1): Đơn vị S1" in coordinator.last
    assert states(campaign)["S1"] == "Chỉ có việc được giao, đã xong"


def test_a_coordinator_who_asks_hears_the_day_of_its_duty(campaign: Province) -> None:
    coordinator = campaign.desk.coordinator("Hùng")
    coordinator.says("S1 thế nào")
    assert "“Cử cán bộ âm thanh” (hạn 11/10/2022)" in coordinator.last
    assert "13/10/2022" not in coordinator.last


def test_a_unit_that_owes_nothing_more_is_named_when_it_is_to_be_reminded(
    campaign: Province,
) -> None:
    coordinator = campaign.desk.coordinator("Hùng")
    campaign.desk.joined("H1", "Chị Mai")
    campaign.sends("H1", {"1.1": (2, 40)})
    coordinator.says("nhắc H1")
    assert coordinator.last == "Không nhắc vì không còn phải gửi gì: Đơn vị H1 (Đã gửi)."
