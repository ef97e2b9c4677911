"""Another device by six digits: shown in the chat at hand, typed in the web chat of the other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from bot.use_cases.turns.device_codes import HOLDS
from tests.office import Installation, Person, said
from tests.storage.peek import AUDIT
from tests.storage.peek import ONE_TIME_LINK as LINKS

MOST_WRONG = 10
PAGE = "https://baocao.example/chat"


@pytest.fixture
def desk(desk: Installation) -> Installation:
    desk.office = replace(desk.office, personal_link=f"{PAGE}/{{code}}")
    return desk


def shown(person: Person, words: str = "mở trên máy tính") -> str:
    """The digits that a person is shown."""
    told = said(person.says(words)[0])
    found = re.search(r"mã ([0-9]{3} [0-9]{3})\.", told)
    assert found is not None and PAGE in told
    return found[1]


def wrong(desk: Installation, times: int) -> None:
    for _ in range(times):
        desk.person(channel="web").says("000 000")


def test_the_draft_goes_on_at_the_other_device(desk: Installation) -> None:
    phone = desk.joined(channel="zalo")
    phone.says("1.1: 2 lớp 60 người")
    pc = desk.person(channel="web")
    assert "trang riêng của Lò Văn Ân" in said(pc.says(shown(phone))[0])
    pc.says("Đồng ý")
    pc.says("1.3: 2 lớp 50 người")
    assert set(desk.submission().answers) == {"1.1", "1.3"}
    assert "mở trên một máy khác" in said(phone.listen()[0])


def test_digits_may_be_typed_without_the_space(desk: Installation) -> None:
    code = shown(desk.joined(channel="zalo")).replace(" ", "")
    assert "trang riêng của" in said(desk.person(channel="web").says(code)[0])


def test_a_code_works_once(desk: Installation) -> None:
    code = shown(desk.joined(channel="zalo"))
    first, second = desk.person(channel="web"), desk.person(channel="web")
    first.says(code)
    first.says("Đồng ý")
    assert "đã được dùng hoặc đã hết hạn" in said(second.says(code)[0])


def test_a_code_holds_for_minutes(desk: Installation) -> None:
    code = shown(desk.joined(channel="zalo"))
    desk.now += HOLDS
    assert "hết hạn" in said(desk.person(channel="web").says(code)[0])


def test_a_fresh_code_takes_the_place_of_the_one_before(desk: Installation) -> None:
    phone = desk.joined(channel="zalo")
    before, _ = shown(phone), shown(phone, "máy khác")
    assert "không đúng hoặc đã hết hạn" in said(desk.person(channel="web").says(before)[0])


def test_wrong_tries_from_many_chats_make_it_void(desk: Installation) -> None:
    code = shown(desk.joined(channel="zalo"))
    wrong(desk, MOST_WRONG - 1)
    assert "trang riêng của" in said(desk.person(channel="web").says(code)[0])
    wrong(desk, 1)
    assert "không đúng" in said(desk.person(channel="web").says(code)[0])


def test_one_chat_has_few_tries(desk: Installation) -> None:
    guesser = desk.person(channel="web")
    for number in range(5):
        guesser.says(f"00000{number}")
    code = shown(desk.joined(channel="zalo"))
    assert "trang riêng của" not in said(guesser.says(code)[0])


def test_neither_the_table_nor_the_record_tells_the_digits(desk: Installation) -> None:
    code = shown(desk.joined(channel="zalo")).replace(" ", "")
    with desk.store.reading() as tx:
        (kept,) = tx.connection.execute(LINKS.select()).all()
        told = [row.after for row in tx.connection.execute(AUDIT.select())]

    assert kept.digest != hashlib.sha256(code.encode()).hexdigest()
    assert not any(code in after for after in told)


def test_six_digits_of_somebody_who_reports_are_a_figure(desk: Installation) -> None:
    person = desk.joined(channel="web")
    person.says("10.1")
    assert "000" in said(person.says("500000")[0])
    assert "Mã sáu số" not in person.last
