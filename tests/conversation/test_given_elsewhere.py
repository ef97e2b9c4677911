"""A figure that the unit sent in another report about the same days is offered, never filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.model.campaign import CampaignState
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from tests.office import Installation, Person

SOURCE = "Theo báo cáo “Tuần lễ hưởng ứng học tập suốt đời năm 2022” đã gửi ngày 10/10/2022"


def asked_twice(
    tmp_path: Path,
    body: str = "UBND huyện Mường Tè",
    last_day: int = 7,
    made_from: tuple[str, ...] = (),
) -> tuple[Installation, Person]:
    """Xã Bum Nưa sent 1.1 in one campaign and is asked by a body in a second one; in between it may have
    taken other communes up."""
    desk = Installation(tmp_path)
    first = desk.joined()
    first.says("sửa 1.1 thành 4 lớp 120 người")
    for _ in range(4):
        first.says("nộp")
    read = campaign_setup.read_campaign(tmp_path / "campaign.toml", desk.office)
    second = replace(
        read.campaign,
        slug="sau",
        title="Báo cáo thứ hai",
        state=CampaignState.DRAFT,
        period_end=date(2022, 10, last_day),
        body=body,
    )
    units = tuple(
        replace(unit, predecessors=made_from) if unit.code == "03466" else unit
        for unit in read.units
    )
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(
            tx, desk.office, replace(read, campaign=second, units=units)
        )
        campaign_setup.open_campaign(tx, desk.office, "sau")
        made = invites.hand_out(tx, desk.office, "sau", "03466", Role.REPORTER, {}, new=True)
    person = desk.person("Người mới")
    person.starts(made[0].code)
    person.says("Đồng ý")
    person.says("mục 1.1")
    return desk, person


@pytest.fixture
def asked(tmp_path: Path) -> Person:
    return asked_twice(tmp_path)[1]


def test_the_figure_is_offered_with_its_source_and_not_stored(asked: Person) -> None:
    assert f"{SOURCE}: 4 lớp, 120 người" in asked.last
    asked.says("xem")
    assert "4 lớp" not in asked.last


@pytest.mark.parametrize(
    ("body", "last_day"), [("UBND huyện Khác", 7), ("UBND huyện Mường Tè", 8)]
)
def test_nothing_of_another_body_or_other_days_is_offered(
    tmp_path: Path, body: str, last_day: int
) -> None:
    assert "Theo báo cáo" not in asked_twice(tmp_path, body, last_day)[1].last


def test_a_merged_unit_is_not_offered_what_one_of_its_parts_sent(tmp_path: Path) -> None:
    desk, asked = asked_twice(tmp_path, made_from=("03466", "03467"))
    assert "Theo báo cáo" not in asked.last
    asked.says("lấy số này")
    assert "Mục 1.1 không có số liệu đã gửi ở báo cáo khác" in asked.last
    desk.close()


def test_one_button_takes_it_and_its_source_is_kept(asked: Person) -> None:
    asked.taps("Lấy số này")
    assert "Đã ghi 1.1: 4 lớp, 120 người" in asked.last
    asked.says("mục 1.1")
    assert "Theo báo cáo" not in asked.last


def test_another_figure_is_stored_as_it_is_said(asked: Person) -> None:
    asked.says("5 lớp 130 người")
    assert "Đã ghi 1.1: 5 lớp, 130 người" in asked.last


def test_all_open_rows_are_shown_before_they_are_stored(asked: Person) -> None:
    asked.taps("Lấy số đã gửi ở báo cáo khác")
    assert "4 lớp, 120 người" in asked.last and SOURCE in asked.last
    asked.says("đúng")
    assert "1.1: 4 lớp, 120 người" in asked.last


def test_a_row_without_one_says_so(asked: Person) -> None:
    asked.says("mục 1.2")
    assert "Theo báo cáo" not in asked.last
    asked.says("lấy số này")
    assert "Mục 1.2 không có số liệu đã gửi ở báo cáo khác" in asked.last
