"""Joining before the campaign is opened: the seat is kept, every answer is true, the opening told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.model.person import Role
from bot.use_cases.campaigns.campaign_setup import open_campaign
from tests.office import TZ, Installation, Person, said
from tests.storage.peek import OUTBOX


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Installation]:
    """An office whose campaign is still a draft."""
    made = Installation(tmp_path, open_=False)
    yield made
    made.close()


def joins(desk: Installation, role: Role = Role.REPORTER, unit: str | None = "03466") -> Person:
    person = desk.person()
    person.starts(desk.code(None if role is Role.COORDINATOR else unit, role))
    person.says("Đồng ý")
    return person


def opens(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        desk.campaign = open_campaign(tx, desk.office, desk.campaign.slug)


@pytest.mark.parametrize("role", list(Role))
def test_who_joins_early_is_welcomed_and_told_that_it_is_not_open(
    early: Installation, role: Role
) -> None:
    person = joins(early, role)
    assert "chưa mở" in person.last
    assert "sẽ báo cho anh/chị" in person.last
    assert person.heard[-1].choices == ()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "words",
    ["1.1: 2 lớp 60 người", "tiến độ", "nộp", "trợ giúp", "xem", "đổi đơn vị", "ABCDE12345"],
)
def test_whatever_is_sent_before_is_answered_truthfully(
    early: Installation, role: Role, words: str
) -> None:
    person = joins(early, role)
    (reply,) = person.says(words)
    assert "chưa mở" in said(reply)
    assert "chưa được gắn" not in said(reply)


def test_files_taps_and_stickers_are_answered_too(early: Installation) -> None:
    person = joins(early)
    for replies in (
        person.sends_photo(),
        person.sends_sticker(),
        person.starts(),
        person.sends_file(b"x", "a.txt"),
    ):
        assert [("chưa mở" in said(reply)) for reply in replies] == [True]


def test_the_link_opened_again_does_not_call_the_code_used_up(early: Installation) -> None:
    person, code = early.person(), early.code()
    person.starts(code)
    person.says("Đồng ý")
    (reply,) = person.starts(code)
    assert "chưa mở" in said(reply)


def test_everybody_who_joined_is_told_once_and_may_begin(early: Installation) -> None:
    reporter, boss = joins(early), joins(early, Role.COORDINATOR)
    opens(early)
    opens(early)
    (told,), (boss_told,) = reporter.listen(), boss.listen()
    assert "đã mở" in said(told)
    assert "trước ngày" in said(told) or "hạn" in said(told).casefold()
    assert "tiến độ" in said(boss_told)
    assert "Mục" in said(reporter.says("tiếp")[-1]) or "mục" in said(reporter.heard[-1])
    reporter.says("1.1: 2 lớp 60 người")
    assert early.submission().answers["1.1"].count == 2
    assert "chưa mở" not in said(boss.says("tiến độ")[-1])


def test_one_person_with_two_seats_gets_one_message(early: Installation) -> None:
    person = joins(early)
    person.starts(early.code("03436"))
    person.says("Đồng ý")
    opens(early)
    (told,) = person.listen()
    assert "Xã Bum Nưa" in said(told)
    assert "Xã Thu Lũm" in said(told)


def test_an_opening_at_night_is_told_in_the_morning(early: Installation) -> None:
    joins(early)
    early.now = datetime(2022, 10, 10, 22, 0, tzinfo=TZ)
    opens(early)
    with early.store.reading() as tx:
        row = tx.connection.execute(OUTBOX.select().order_by(OUTBOX.c.id.desc())).first()
    assert row is not None
    assert row.due_at == datetime(2022, 10, 11, 7, 30, tzinfo=TZ)


def test_a_waiting_person_may_still_see_and_delete_what_is_kept(early: Installation) -> None:
    person = joins(early)
    assert "Lò Văn Ân" in said(person.says("dữ liệu của tôi")[-1])
    person.says("xóa dữ liệu của tôi")
    person.says("đúng")
    opens(early)
    assert person.listen() == []
