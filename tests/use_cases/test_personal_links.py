"""A link of one's own: the same person, the same draft, another chat; once, and not for long."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.office import Installation, Person
from tests.storage.peek import AUDIT
from tests.storage.peek import ONE_TIME_LINK as LINKS

LINK = re.compile(r"https://baocao\.example/chat/(\w+)")


@pytest.fixture
def desk(desk: Installation) -> Installation:
    desk.office = replace(desk.office, personal_link="https://baocao.example/chat/{code}")
    return desk


def asked_for(person: Person) -> str:
    """The code of a fresh link."""
    person.says("trang web")
    found = LINK.search(person.last)
    assert found is not None
    return found.group(1)


def test_the_draft_goes_on_in_the_web_chat(desk: Installation) -> None:
    zalo = desk.joined(channel="zalo")
    zalo.says("1.1: 2 lớp 60 người; 1.2: 1 lớp 20 người")
    web = desk.person(channel="web")
    web.starts(asked_for(zalo))
    assert "trang riêng của Lò Văn Ân" in web.last
    web.taps("Đồng ý")
    assert "Mục 1.3 · Câu 3/34" in web.last
    web.says("2 lớp 50 người")
    assert desk.submission().answers["1.3"].count == 2
    with desk.store.reading() as tx:
        assert len(tx.people.seats_of_unit(desk.campaign.id, desk.submission().unit_id)) == 1


def test_opening_a_link_uses_nothing_up(desk: Installation) -> None:
    """Gateways fetch links before people do."""
    code = asked_for(desk.joined(channel="zalo"))
    desk.person(channel="web").starts(code)
    web = desk.person(channel="web")
    web.starts(code)
    web.says("Đồng ý")
    assert "Đang nhập cho: Xã Bum Nưa" in web.last


def test_a_link_works_once(desk: Installation) -> None:
    code = asked_for(desk.joined(channel="zalo"))
    first, second = desk.person(channel="web"), desk.person(channel="web")
    first.starts(code)
    first.says("Đồng ý")
    second.starts(code)
    assert "đã được dùng hoặc đã hết hạn" in second.last


def test_making_and_using_a_link_is_written_down_without_its_code(desk: Installation) -> None:
    code = asked_for(desk.joined(channel="zalo"))
    web = desk.person(channel="web")
    web.starts(code)
    web.says("Đồng ý")
    with desk.store.reading() as tx:
        lines = [(row.fact, row.after) for row in tx.connection.execute(AUDIT.select())]
    assert [fact for fact, _ in lines if "Link" in fact] == ["PersonalLinkMade", "ChatLinked"]
    assert [after for _, after in lines if code in after] == []


def test_the_same_browser_may_open_its_link_again(desk: Installation) -> None:
    web = desk.person(channel="web")
    code = asked_for(desk.joined(channel="zalo"))
    web.starts(code)
    web.says("Đồng ý")
    web.starts(code)
    assert "Đang nhập cho: Xã Bum Nưa" in web.last


def test_a_link_runs_out_after_two_days(desk: Installation) -> None:
    code = asked_for(desk.joined(channel="zalo"))
    desk.later(days=2, minutes=1)
    web = desk.person(channel="web")
    web.starts(code)
    assert "đã hết hạn" in web.last


def test_a_browser_of_somebody_else_is_not_taken_over(desk: Installation) -> None:
    code = asked_for(desk.joined("03439", name="Vàng A", channel="zalo"))
    web = desk.joined(name="Lò Văn Ân", channel="web")
    web.starts(code)
    assert "đang nhập cho Lò Văn Ân" in web.last


def test_a_link_that_was_never_shown_does_not_work(desk: Installation) -> None:
    """Every turn could give one; only those that were written into a reply are kept."""
    zalo = desk.joined(channel="zalo")
    shown = sum(bool(LINK.search(reply.text)) for reply in zalo.heard)
    zalo.says("tiếp")
    zalo.says("1.1: 2 lớp 60 người")
    with desk.store.reading() as tx:
        assert len(tx.connection.execute(LINKS.select()).all()) == shown


def test_without_a_public_address_no_link_is_offered(desk: Installation) -> None:
    desk.office = replace(desk.office, personal_link="")
    zalo = desk.joined(channel="zalo")
    zalo.says("trang web")
    assert "http" not in zalo.last


def test_what_the_channel_cannot_carry_is_offered_on_the_web(desk: Installation) -> None:
    zalo = desk.joined(channel="zalo")
    [reply] = zalo.sends_sticker()
    assert "chỉ đọc được chữ và ảnh" in reply.lead
    assert LINK.search(reply.lead)
