"""When an Official Account lets us write: free answers, the package, transaction messages, nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.channel_spec import Windows
from bot.model.commands import SendBack
from bot.model.message import Reply, Urgency
from bot.model.person import Role, Seat
from bot.use_cases.reminding.announcement_keys import Announcement
from bot.use_cases.reminding.announcements import announce, announcements
from bot.use_cases.sending import message_windows
from bot.use_cases.sending.deliver import claim_for_sending
from bot.use_cases.turns.run_command import Acting, execute
from storage import Queued
from tests.office import Installation, Person, said, sent_now

WINDOWS = Windows(8, timedelta(hours=48), timedelta(days=7), 3, (6, 22))
SENDERS = [("zalo_oa", "bot"), ("web", "bot")]


@pytest.fixture
def desk(desk: Installation) -> Installation:
    desk.office = replace(desk.office, windows={"zalo_oa": WINDOWS})
    return desk


@pytest.fixture
def person(desk: Installation) -> Person:
    return desk.joined(channel="zalo_oa")


def without_transactions(desk: Installation) -> None:
    windows = {"zalo_oa": replace(WINDOWS, transactions=None)}
    desk.office = replace(desk.office, windows=windows)


def sends(desk: Installation, person: Person, urgency: Urgency = Urgency.NOTICE) -> Queued | None:
    """Queue a message for somebody and let it leave, if it may."""
    with desk.store.transaction() as tx:
        chat = tx.messages.address_id(person.address, desk.now)
        tx.messages.put(chat, "zalo_oa", (Reply("Tin báo", urgency=urgency),), desk.now)
        (*_, due) = tx.messages.due(SENDERS, desk.now, 50, urgent=urgency is Urgency.REPLY)
        found = claim_for_sending(tx, desk.office, due.id)
        if found is not None:
            message_windows.count(tx, desk.office, found, desk.now)
            tx.messages.finish(found.id, "sent", desk.now)
        return found


def ways(desk: Installation, person: Person, times: int) -> list[str]:
    found = [sends(desk, person) for _ in range(times)]
    return [each.way if each is not None else "" for each in found]


def answer_all(desk: Installation) -> None:
    """What joining was answered with has left."""
    with desk.store.transaction() as tx:
        while waiting := tx.messages.due(SENDERS, desk.now, 50, urgent=True):
            for due in waiting:
                assert claim_for_sending(tx, desk.office, due.id) is not None
                tx.messages.finish(due.id, "cancelled", desk.now)


def test_eight_messages_are_free_then_the_package_is_used(
    desk: Installation, person: Person
) -> None:
    answer_all(desk)
    assert ways(desk, person, 12) == [*["free"] * 8, *["package"] * 3, ""]


def test_a_new_message_of_the_person_opens_the_free_window_again(
    desk: Installation, person: Person
) -> None:
    answer_all(desk)
    ways(desk, person, 9)
    desk.later(minutes=1)
    person.says("xem")
    answer_all(desk)
    assert ways(desk, person, 1) == ["free"]


@pytest.mark.parametrize(
    ("silent", "way"), [(1, "free"), (3, "package"), (8, "transaction"), (366, "")]
)
def test_the_longer_the_silence_the_narrower_the_way(
    desk: Installation, person: Person, silent: int, way: str
) -> None:
    answer_all(desk)
    desk.later(days=silent)
    assert ways(desk, person, 1) == [way]


def test_a_transaction_message_waits_for_the_morning(desk: Installation, person: Person) -> None:
    answer_all(desk)
    desk.later(days=8, hours=14)
    assert ways(desk, person, 1) == [""]
    desk.now = desk.now.replace(hour=6, minute=0) + timedelta(days=1)
    with desk.store.reading() as tx:
        assert len(tx.messages.due(SENDERS, desk.now, 50, urgent=False)) == 1


def test_an_answer_is_always_tried(desk: Installation, person: Person) -> None:
    answer_all(desk)
    without_transactions(desk)
    desk.later(days=30)
    found = sends(desk, person, Urgency.REPLY)
    assert found is not None
    assert found.way == "package"


def test_who_cannot_be_written_to_is_shown_as_not_reached(
    desk: Installation, person: Person
) -> None:
    answer_all(desk)
    without_transactions(desk)
    desk.later(days=8)
    assert ways(desk, person, 1) == [""]
    boss = desk.coordinator("Bà Điều", "web")
    boss.says("tên tôi là Lò Thị Điều")
    boss.says("tiến độ")
    assert "chưa nhận được" in boss.last


def other_chat(desk: Installation, person: Person, channel: str) -> Person:
    """The same person in a chat of another channel, by the code of a link of their own."""
    desk.office = replace(desk.office, personal_link="https://baocao.example/chat/{code}")
    person.says("trang web")
    (code,) = re.findall(r"/chat/(\w+)", person.last)
    other = desk.person(person.name, channel)
    other.starts(code)
    other.says("Đồng ý")
    return other


def test_one_person_on_two_channels_has_one_draft(desk: Installation, person: Person) -> None:
    person.says("1.1: 3 lớp, 45 người")
    other = other_chat(desk, person, "telegram")
    other.says("1.2: 2 lớp, 40 người")
    person.says("xem")
    assert {"1.1", "1.2"} <= {
        code for code, each in desk.submission().answers.items() if each.count
    }
    assert "1.2: 2 lớp, 40 người" in "\n".join(map(said, person.heard))


def test_what_nobody_waits_for_goes_to_the_persons_other_chat(
    desk: Installation, person: Person
) -> None:
    other = other_chat(desk, person, "telegram")
    person.says("xem")  # heard last on the account
    answer_all(desk)
    without_transactions(desk)
    desk.later(days=8)
    with desk.store.transaction() as tx:
        planned = announcements(tx, desk.office, desk.campaign.slug, Announcement.KICK_OFF)
        announce(tx, desk.office, desk.campaign.slug, Announcement.KICK_OFF)
    (words,) = [each.text for each in planned if each.unit_name == "Xã Bum Nưa"]
    left = [text for _ in range(3) for text in sent_now(desk)]
    assert left.count(words) == 1
    assert [said(reply) for reply in other.listen()].count(words) == 1


def test_a_report_sent_back_is_told_on_the_persons_other_chat(
    desk: Installation, person: Person
) -> None:
    other = other_chat(desk, person, "telegram")
    for words in ("1.1: 3 lớp, 45 người; còn lại không", "đúng", "nộp", "nộp"):
        person.says(words)
    answer_all(desk)
    without_transactions(desk)
    desk.later(days=8)
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        back = SendBack(desk.submission().id, "thiếu số của trường")
        assert execute(Acting(tx, desk.office, seat), [back]).may
    other.listen()
    sent_now(desk)
    assert "thiếu số của trường" in "".join(sent_now(desk))
    assert "thiếu số của trường" in said(other.listen()[-1])


def test_the_board_says_what_left_by_which_way(desk: Installation, person: Person) -> None:
    answer_all(desk)
    ways(desk, person, 10)
    with desk.store.reading() as tx:
        (line,) = message_windows.usage_lines(tx, desk.office, desk.now, desk.campaign.id)
    assert "8 tin trả lời miễn phí, 2/3 tin trong gói" in line
