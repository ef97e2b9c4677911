"""A bot's plan: counted, told of in time, kept for what matters, and no report is lost by it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.channels.channel_spec import Allowance
from bot.model.message import Reply, Urgency
from bot.model.submission import Status
from bot.use_cases.sending import quota
from bot.use_cases.sending.deliver import claim_for_sending
from storage import UsageCount
from tests.office import Installation, Person

LINK = re.compile(r"https://baocao\.example/chat/(\w+)")
MONTH = "2022-10"


@pytest.fixture
def desk(desk: Installation) -> Installation:
    """Zalo's bots may send and receive a hundred messages a month."""
    desk.office = replace(
        desk.office,
        personal_link="https://baocao.example/chat/{code}",
        plans={"zalo": Allowance(100, 50)},
    )
    return desk


def use(desk: Installation, sent: int) -> None:
    with desk.store.transaction() as tx:
        quota.count(tx, desk.office, "zalo", "bot", desk.now, sent=sent)


def meter(desk: Installation) -> UsageCount:
    with desk.store.reading() as tx:
        return tx.meters.get("zalo", "bot", MONTH)


def coordinator(desk: Installation) -> Person:
    return desk.coordinator("Bà Điều", "web")


def unasked(desk: Installation, person: Person) -> int:
    """Queue a notice and try to send it: how many messages are let through."""
    with desk.store.transaction() as tx:
        chat = tx.messages.address_id(person.address, desk.now)
        reply = Reply("Thông báo", urgency=Urgency.NOTICE)
        tx.messages.put(chat, "zalo", (reply,), desk.now, key="notice-of-test")
        due = tx.messages.due([("zalo", "bot")], desk.now, 10, urgent=False)
        return sum(claim_for_sending(tx, desk.office, each.id) is not None for each in due)


def test_messages_of_both_directions_are_counted_by_bot_and_month(desk: Installation) -> None:
    desk.joined(channel="zalo")
    use(desk, 3)
    assert meter(desk) == UsageCount("zalo", "bot", MONTH, sent=3, received=2, users=1)
    desk.later(days=30)
    use(desk, 1)
    with desk.store.reading() as tx:
        assert tx.meters.get("zalo", "bot", "2022-11").sent == 1


def test_channels_without_a_plan_are_not_counted(desk: Installation) -> None:
    desk.joined(channel="telegram")
    with desk.store.reading() as tx:
        assert tx.meters.of_month(MONTH) == []


def test_the_coordinator_is_told_once_at_each_level(desk: Installation) -> None:
    boss = coordinator(desk)
    boss.listen()
    for sent in (79, 2, 3, 12, 1):
        use(desk, sent)
    told = [reply.text for reply in boss.listen()]
    assert [re.search(r"\d+/100", text) is not None for text in told] == [True, True]
    assert "81/100" in told[0]
    assert "96/100" in told[1]


def test_the_board_shows_how_much_is_used(desk: Installation) -> None:
    boss = coordinator(desk)
    use(desk, 42)
    boss.says("tiến độ")
    assert "Zalo, bot bot: 42/100 tin trong tháng, 0/50 người." in boss.last


def test_below_95_percent_everything_goes_out(desk: Installation) -> None:
    person = desk.person(channel="zalo")
    use(desk, 90)
    assert unasked(desk, person) == 1


def test_from_95_percent_on_unasked_messages_stay_back(desk: Installation) -> None:
    person = desk.person(channel="zalo")
    use(desk, 95)
    assert unasked(desk, person) == 0


def test_from_95_percent_on_people_are_shown_the_web_page_once(desk: Installation) -> None:
    person = desk.joined(channel="zalo")
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("DELETE FROM one_time_link")
    use(desk, 95)
    person.says("1.1: 2 lớp 60 người")
    assert "Mục 1.2" in person.last
    assert LINK.search(person.last)
    person.says("1.2: 2 lớp 60 người")
    assert not LINK.search(person.last)


def test_a_used_up_plan_leaves_the_way_to_the_web_page_and_nothing_else(
    desk: Installation,
) -> None:
    person = desk.joined(channel="zalo")
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("DELETE FROM one_time_link")
    use(desk, 100)
    [only] = person.says("1.1: 2 lớp 60 người")
    assert LINK.search(only.text)
    assert "Mục" not in only.text
    assert person.says("1.2: 1 lớp 20 người") == []
    assert len(desk.submission().answers) == 2


def test_a_receipt_goes_out_whatever_is_used(desk: Installation) -> None:
    person = desk.joined(channel="zalo")
    person.says("1.1: 2 lớp 60 người; còn lại không")
    use(desk, 120)
    replies = person.says("nộp")
    assert [reply.urgency for reply in replies][:1] == [Urgency.RECEIPT]


def test_without_a_web_page_answers_are_tried_beyond_the_plan(desk: Installation) -> None:
    """Whether the platform counts as we do is not known: silence would be worse."""
    desk.office = replace(desk.office, personal_link="")
    person = desk.joined(channel="zalo")
    use(desk, 150)
    person.says("tiếp")
    assert "Mục 1.1 đến 1.12" in person.last


def test_every_report_arrives_by_the_web_link_after_the_plan_is_used_up(
    desk: Installation,
) -> None:
    units = ["03439", "03442", "03463", "03466"]
    people = [desk.joined(unit, name=f"Người {unit}", channel="zalo") for unit in units]
    for person in people:
        person.says("1.1: 2 lớp 60 người")
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("DELETE FROM one_time_link")
        quota.exhausted(tx, desk.office, "zalo", "bot", desk.now)
    for person in people:
        [moved] = person.says("1.2: 1 lớp 20 người")
        found = LINK.search(moved.text)
        assert found is not None
        web = desk.person(person.name, "web")
        web.starts(found.group(1))
        web.says("Đồng ý")
        web.says("còn lại không")
        web.says("đúng")
        while "Mã biên nhận" not in web.last:
            web.says("nộp")
    assert {desk.submission(unit).status for unit in units} == {Status.SUBMITTED}
    assert {desk.submission(unit).answers["1.2"].count for unit in units} == {1}
