"""Campaigns end: their steps, their morning messages, and by "campaign finish" everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.person import Role
from bot.model.submission import Status
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding import daily_digest, send_reminders
from tests.office import Installation, Person, said
from tests.use_cases.test_remind import BOTS, claim, on

UNIT = "03466"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    """Opened on Monday 3 October 2022; the last day is Thursday the 13th."""
    made = Installation(tmp_path, open_=False)
    made.now = on(3)
    with made.store.transaction() as tx:
        made.campaign = campaign_setup.open_campaign(tx, made.office, made.campaign.slug)
    yield made
    made.close()


def coordinator(desk: Installation) -> Person:
    return desk.coordinator("Bà Bình")


def heard(desk: Installation, days: int) -> list[tuple[int, str]]:
    """What leaves by itself on the coming days: (day from now on, text)."""
    found = []
    for day in range(days):
        with desk.store.transaction() as tx:
            while send_reminders.reminder_tick(tx, desk.office, desk.now):
                pass
            daily_digest.digest_tick(tx, desk.office, desk.now)
            waiting = [
                each
                for urgent in (True, False)
                for each in tx.messages.due(BOTS, desk.now, 50, urgent)
            ]
        for each in waiting:
            queued = claim(desk, each.id)
            if queued is not None:
                if queued.notice_id is not None or queued.key:
                    found.append((day, said(queued.reply)))
                with desk.store.transaction() as tx:
                    tx.messages.finish(queued.id, "sent", desk.now)
        desk.later(days=1)
    return found


def entered(official: Person, *words: str) -> None:
    """Row 1.1, and what is said after it."""
    for said_next in ("1.1", *words):
        official.says(said_next)


def finish(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        desk.campaign = campaign_setup.finish_campaign(tx, desk.office, desk.campaign.slug)


def test_an_overdue_campaign_falls_silent_and_finishing_is_proposed(desk: Installation) -> None:
    desk.joined(UNIT)
    coordinator(desk)
    told = [(day, text) for day, text in heard(desk, 730) if day > 10]
    overdue = [day for day, text in told if "Kính gửi anh/chị Lò Văn Ân" in text]
    assert max(overdue) < 20  # the unit's last step
    proposals = [day for day, text in told if "baocao campaign finish" in text]
    assert 24 < min(proposals) < 35
    assert max(day for day, _ in told) < 110
    assert len(proposals) < 13


def test_a_step_that_was_held_up_for_a_year_is_not_told(desk: Installation) -> None:
    desk.joined(UNIT)
    desk.later(days=375)
    assert heard(desk, 5) == []


def test_a_finished_campaign_reminds_nobody_and_opens_again(desk: Installation) -> None:
    desk.joined(UNIT)
    coordinator(desk)
    desk.now = on(7)
    finish(desk)
    heard(desk, 1)
    assert heard(desk, 20) == []
    desk.now = on(10)
    with desk.store.transaction() as tx:
        desk.campaign = campaign_setup.reopen_campaign(tx, desk.office, desk.campaign.slug)
    assert [text for _, text in heard(desk, 3) if "chưa nhập số liệu" in text] != []


def test_in_a_finished_campaign_only_what_was_sent_back_is_corrected(desk: Installation) -> None:
    official, boss = desk.joined(UNIT), coordinator(desk)
    entered(official, "3 lớp 45 người")
    finish(desk)
    assert "đã kết thúc" in said(official.says("1.1: 4 lớp 60 người")[-1])
    assert desk.submission().answers["1.1"].count == 3
    assert "1.1" in said(official.says("xem")[-1])
    assert "đã kết thúc" in said(boss.says("tiến độ")[0])
    assert "đã kết thúc" in said(boss.says("nhắc")[-1])


def test_a_report_sent_back_after_the_finish_can_be_sent_again(desk: Installation) -> None:
    official, boss = desk.joined(UNIT), coordinator(desk)
    entered(official, "3 lớp 45 người", "nộp", "nộp", "nộp")
    finish(desk)
    boss.says("trả lại Xã Bum Nưa 1.1 chưa khớp")
    boss.says("đúng")
    entered(official, "4 lớp 60 người", "nộp", "nộp", "nộp")
    assert (desk.submission().version, desk.submission().answers["1.1"].count) == (2, 4)
    assert "đã kết thúc" in said(official.says("1.1: 5 lớp 60 người")[-1])


def test_what_never_began_or_is_closed_cannot_be_finished(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
        with pytest.raises(OperatorError):
            campaign_setup.finish_campaign(tx, desk.office, desk.campaign.slug)


def test_what_never_was_open_is_not_closed(tmp_path: Path) -> None:
    made = Installation(tmp_path, open_=False)
    with made.store.transaction() as tx, pytest.raises(OperatorError):
        campaign_setup.close_campaign(tx, made.office, made.campaign.slug)
    made.close()


def test_nobody_approves_a_report_of_a_closed_campaign(desk: Installation) -> None:
    official, leader = desk.joined(UNIT), desk.person("Ông Duyệt")
    leader.starts(desk.code(UNIT, Role.APPROVER))
    leader.says("Đồng ý")
    entered(official, "3 lớp 45 người", "còn lại không", "đúng", "nộp", "nộp", "nộp")
    assert desk.submission().status is Status.AWAITING_APPROVAL
    with desk.store.transaction() as tx:
        campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
    assert "khóa sổ" in said(leader.says("duyệt")[-1])
    assert desk.submission().status is Status.AWAITING_APPROVAL
