"""Group chats that follow a campaign: bound by a code, one picture a day, no figures taken."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.model.message import Address, Incoming, Reply
from bot.model.person import Role
from bot.use_cases.reminding.group_picture import group_tick
from bot.use_cases.sending.deliver import claim_for_sending
from storage import Queued
from tests.office import Installation, Person, said

SENDERS = [("telegram", "bot")]
CODE = re.compile(r"NHOM (\w{10})")


class Group(Person):
    """A group chat; `speaks` is what one of its members says to us there."""

    def __init__(self, desk: Installation, channel: str = "telegram") -> None:
        super().__init__(desk, "Nhóm", channel)
        self.member = Address(channel, "bot", "")

    def speaks(self, who: Person, text: str) -> str:
        self.member = who.address
        return "\n".join(map(said, self.says(text)))

    def _send(self, incoming: Incoming) -> list[Reply]:
        return super()._send(replace(incoming, speaker=self.member.chat))


@pytest.fixture
def chief(desk: Installation) -> Person:
    return desk.coordinator("Chị Hoa")


@pytest.fixture
def group(desk: Installation, chief: Person) -> Group:
    made = Group(desk)
    made.speaks(chief, f"@bot NHOM {code_from(chief)}")
    return made


def code_from(chief: Person) -> str:
    chief.says("nhóm")
    (code,) = CODE.findall(chief.last)
    return str(code)


def picture(desk: Installation, group: Group) -> Queued | None:
    """The picture that would leave for a group now."""
    with desk.store.transaction() as tx:
        group_tick(tx, desk.office, desk.now)
        for answer in tx.messages.due(SENDERS, desk.now, 50, urgent=True):
            tx.messages.claim(answer.id, desk.now)
            tx.messages.finish(answer.id, "sent", desk.now)
        where = tx.messages.address_id(group.address, desk.now)
        due = tx.messages.due(SENDERS, desk.now, 50, urgent=False)
        mine = [each for each in due if each.address_id == where]
        found = claim_for_sending(tx, desk.office, mine[0].id) if mine else None
        if found is not None:
            tx.messages.finish(found.id, "sent", desk.now)
        return found


def test_a_coordinators_code_makes_a_group_follow_the_campaign(
    desk: Installation, chief: Person
) -> None:
    group = Group(desk)
    assert "chưa theo dõi" in group.speaks(chief, "@bot tiến độ")
    assert "Tuần lễ" in group.speaks(chief, f"@bot nhom {code_from(chief).lower()}")
    assert "0/14 đơn vị" in group.speaks(desk.person(), "@bot tiến độ")


def test_a_code_works_once_and_a_guessed_one_never(
    desk: Installation, chief: Person, group: Group
) -> None:
    code = code_from(chief)
    group.speaks(chief, f"NHOM {code}")
    assert "không dùng được" in Group(desk).speaks(chief, f"NHOM {code}")
    assert "không dùng được" in Group(desk).speaks(chief, "NHOM AAAAA11111")


def test_a_code_that_is_a_day_old_binds_nothing(desk: Installation, chief: Person) -> None:
    code = code_from(chief)
    desk.later(hours=25)
    assert "không dùng được" in Group(desk).speaks(chief, f"NHOM {code}")


def test_figures_said_in_a_group_are_taken_by_nobody(desk: Installation, group: Group) -> None:
    official = desk.joined()
    told = group.speaks(official, "@bot 1.1: 3 lớp 45 người")
    assert ("chưa ghi gì" in told, "http://127.0.0.1:8080/chat" in told) == (True, True)
    assert desk.submission().answers == {}


def test_an_invitation_said_in_a_group_seats_nobody(desk: Installation, group: Group) -> None:
    group.speaks(desk.person(), f"/start {desk.code()}")
    group.speaks(desk.person(), "Đồng ý")
    with desk.store.reading() as tx:
        assert not tx.people.seats_of_chat(tx.messages.address_id(group.address, desk.now))


def test_a_day_has_one_picture_without_names(desk: Installation, group: Group) -> None:
    found = picture(desk, group)
    assert found is not None
    assert found.reply.document is not None
    assert found.reply.document.name.endswith("-tien-do.png")
    assert "Xã" not in found.reply.text
    assert picture(desk, group) is None


def test_a_group_bound_twice_on_a_day_has_one_picture(
    desk: Installation, chief: Person, group: Group
) -> None:
    assert picture(desk, group) is not None
    group.speaks(chief, f"NHOM {code_from(chief)}")
    assert picture(desk, group) is None
    desk.later(days=1)
    assert picture(desk, group) is not None


def test_names_are_shown_only_when_a_coordinator_says_so(
    desk: Installation, chief: Person, group: Group
) -> None:
    assert "Chỉ người tổng hợp" in group.speaks(desk.joined(), "kèm tên")
    assert "Xã Bum Nưa" not in group.speaks(chief, "tiến độ")
    group.speaks(chief, "@bot kèm tên")
    assert "Xã Bum Nưa" in group.speaks(chief, "tiến độ")
    group.speaks(chief, "không kèm tên")
    assert "Xã Bum Nưa" not in group.speaks(chief, "tiến độ")


def test_a_coordinator_who_writes_elsewhere_names_units_from_their_own_chat(
    desk: Installation, chief: Person
) -> None:
    group = Group(desk, "zalo")
    group.speaks(chief, f"@bot NHOM {code_from(chief)}")
    assert "Chỉ người tổng hợp" in group.speaks(desk.joined(), "kèm tên")
    chief.says("kèm tên")
    assert "Xã Bum Nưa" in group.speaks(chief, "tiến độ")
    chief.says("nhóm không kèm tên")
    assert "Xã Bum Nưa" not in group.speaks(chief, "tiến độ")


@pytest.mark.parametrize("where", ["group", "alone"])
def test_a_coordinator_ends_it_there_or_from_their_own_chat(
    desk: Installation, chief: Person, group: Group, where: str
) -> None:
    if where == "group":
        group.speaks(chief, "@bot bỏ nhóm")
    else:
        chief.says("bỏ nhóm")
    assert picture(desk, group) is None
    assert "chưa theo dõi" in group.speaks(chief, "tiến độ")


def test_a_picture_that_waits_tells_what_is_true_when_it_leaves(
    desk: Installation, chief: Person, group: Group
) -> None:
    with desk.store.transaction() as tx:
        group_tick(tx, desk.office, desk.now)
    group.speaks(chief, "kèm tên")
    found = picture(desk, group)
    assert found is not None
    assert "Xã Bum Nưa" in found.reply.text


def test_a_group_that_takes_nothing_any_more_is_told_its_coordinator(
    desk: Installation, chief: Person, group: Group
) -> None:
    chief.says("tiến độ")
    assert "không nhận được ảnh tiến độ" not in chief.last
    with desk.store.transaction() as tx:
        where = tx.messages.address_id(group.address, desk.now)
        tx.messages.unreached(where, desk.now, "Blocked")
    chief.says("tiến độ")
    assert "1 nhóm không nhận được ảnh tiến độ" in chief.last
    chief.says("bỏ nhóm")
    chief.says("tiến độ")
    assert "không nhận được ảnh tiến độ" not in chief.last


def test_nothing_is_posted_when_the_office_is_closed(desk: Installation, group: Group) -> None:
    desk.later(hours=12)
    assert picture(desk, group) is None


def test_a_branchs_coordinator_binds_no_group(desk: Installation) -> None:
    chief = desk.person("Anh Páo")
    chief.starts(desk.code("03466", Role.COORDINATOR))
    chief.says("Đồng ý")
    chief.says("nhóm")
    assert CODE.findall(chief.last) == []
