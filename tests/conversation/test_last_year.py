"""Figures of the year before stand beside the question; a tenfold difference is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.model.campaign import CampaignState
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from tests.office import Installation, Person


def asked_again(tmp_path: Path, body: str = "UBND huyện Mường Tè") -> tuple[Installation, Person]:
    """Xã Bum Nưa reported 1.1 last year and is asked by a body this year."""
    desk = Installation(tmp_path)
    first = desk.joined()
    first.says("sửa 1.1 thành 4 lớp 120 người")
    for _ in range(4):
        first.says("nộp")
    read = campaign_setup.read_campaign(tmp_path / "campaign.toml", desk.office)
    later = replace(
        read.campaign,
        slug="sau",
        state=CampaignState.DRAFT,
        period_start=date(2023, 10, 1),
        period_end=date(2023, 10, 7),
        body=body,
    )
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, replace(read, campaign=later))
        campaign_setup.open_campaign(tx, desk.office, "sau")
        code = invites.hand_out(tx, desk.office, "sau", "03466", Role.REPORTER, {}, new=True)[
            0
        ].code
    person = desk.person("Người mới")
    person.starts(code)
    person.says("Đồng ý")
    person.says("mục 1.1")
    return desk, person


@pytest.fixture
def returning(tmp_path: Path) -> tuple[Installation, Person]:
    """The same body asks again."""
    return asked_again(tmp_path)


def test_what_another_body_was_told_is_not_last_year(tmp_path: Path) -> None:
    assert "Năm trước" not in asked_again(tmp_path, "UBND huyện Khác")[1].last


def test_last_year_stands_beside_the_question(returning: tuple[Installation, Person]) -> None:
    assert "Năm trước: 4 lớp, 120 người" in returning[1].last


def test_a_tenfold_difference_is_asked(returning: tuple[Installation, Person]) -> None:
    _, person = returning
    person.says("4 lớp 1.200 người")
    assert "năm trước" in person.last and 'Gõ "đúng" để ghi' in person.last
    person.says("đúng")
    assert "Đã ghi 1.1: 4 lớp, 1.200 người" in person.last


@pytest.mark.parametrize("people", [160, 240])
def test_an_ordinary_difference_is_stored(
    returning: tuple[Installation, Person], people: int
) -> None:
    _, person = returning
    person.says(f"5 lớp {people} người")
    assert f"Đã ghi 1.1: 5 lớp, {people} người" in person.last


def test_the_reason_of_a_tenfold_difference_is_asked_before_sending_and_ends_the_question(
    returning: tuple[Installation, Person],
) -> None:
    _, person = returning
    for words in ("4 lớp 1.200 người", "đúng", "nộp", "nộp"):
        person.says(words)
    assert "chênh nhiều so với năm trước (4 lớp, 120 người)" in person.last
    assert "gõ “ghi chú 1.1” kèm nội dung" in person.last
    for words in ("ghi chú 1.1: sáp nhập ba xã", "nộp", "nộp"):
        person.says(words)
        assert "năm trước (4 lớp" not in person.last


def test_a_coordinator_is_told_last_years_total(returning: tuple[Installation, Person]) -> None:
    desk, _ = returning
    with desk.store.transaction() as tx:
        code = invites.hand_out(tx, desk.office, "sau", None, Role.COORDINATOR, {}, new=True)[
            0
        ].code
    hoa = desk.person("Hoa", "web")
    hoa.starts(code)
    hoa.says("Đồng ý")
    hoa.says("năm ngoái cả huyện bao nhiêu lớp 1.1")
    assert "Đợt trước (Tuần lễ hưởng ứng học tập suốt đời năm 2022): 1.1" in hoa.last
    assert "4 lớp, 120 người" in hoa.last and "Đợt này: 1.1" in hoa.last
    hoa.says("năm ngoái Bum Nưa 1.1 bao nhiêu")
    assert "Xã Bum Nưa: Năm trước: 1.1: 4 lớp, 120 người" in hoa.last
