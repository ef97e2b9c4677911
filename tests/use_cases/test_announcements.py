"""Messages that the coordinator switches on: each once, and only for those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.use_cases.reminding.announcement_keys import Announcement
from bot.use_cases.reminding.announcements import announce, announcements
from tests.office import Installation, Person, sent_now

SLUG = "muong-te-2022"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sender(desk: Installation) -> Person:
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người; còn lại không")
    person.says("đúng")
    for _ in range(3):
        person.says("nộp")
    return person


def tell(desk: Installation, what: Announcement) -> int:
    with desk.store.transaction() as tx:
        return announce(tx, desk.office, SLUG, what)


def test_nobody_is_told_anything_before_it_is_switched_on(
    desk: Installation, sender: Person
) -> None:
    with desk.store.reading() as tx:
        assert len(announcements(tx, desk.office, SLUG, Announcement.KICK_OFF)) == 14
    assert sender.listen() == []


def test_half_way_only_those_who_have_not_sent_are_told(
    desk: Installation, sender: Person
) -> None:
    late = desk.joined("03454", "Chị Mai")
    assert tell(desk, Announcement.HALF_WAY) == 1
    assert sender.listen() == []
    assert "1/14 đơn vị" in late.listen()[0].text


def test_a_half_way_message_that_was_held_up_is_not_sent_after_the_report(
    desk: Installation,
) -> None:
    late = desk.joined()
    tell(desk, Announcement.HALF_WAY)
    late.says("1.1: 3 lớp 45 người; còn lại không")
    late.says("đúng")
    for _ in range(3):
        late.says("nộp")
    assert not any("0/14 đơn vị" in text for text in sent_now(desk))


def test_results_hold_the_units_own_figures_beside_everybodys(
    desk: Installation, sender: Person
) -> None:
    tell(desk, Announcement.FEEDBACK)
    (reply,) = sender.listen()
    assert "đơn vị 3 lớp, 45 người; toàn đợt 3 / 45" in reply.text


def test_the_same_message_is_sent_once(desk: Installation, sender: Person) -> None:
    assert [tell(desk, Announcement.CLOSING), tell(desk, Announcement.CLOSING)] == [1, 0]
    assert len(sender.listen()) == 1
