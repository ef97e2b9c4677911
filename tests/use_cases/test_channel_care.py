"""What a channel cannot mend by itself reaches the coordinator in time, once a day, by a chat that
works, and stands on the board until it is mended."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from bot.use_cases.sending import channel_care, message_windows
from tests.office import Installation, Person, sent_now

WORDS = "Xin kết nối lại Zalo OA."


class Account:
    """A channel that looks after itself: `says` is what people have to do, `trouble` why nothing leaves."""

    name, bot = "zalo_oa", "bot"

    def __init__(self) -> None:
        self.says, self.trouble, self.asked = "", "", 0

    async def take_care(self, now: datetime) -> str:
        self.asked += 1
        return self.says


@pytest.fixture
def account() -> Account:
    return Account()


def looks(desk: Installation, account: Account) -> None:
    channels: Any = [account]
    asyncio.run(channel_care.look_after(desk.store, desk.office, channels))


def coordinator(desk: Installation, channel: str) -> Person:
    boss = desk.coordinator("Bà Điều", channel)
    boss.says("tên tôi là Lò Thị Điều")
    return boss


def told(desk: Installation) -> list[str]:
    """By which channels the words wait to leave."""
    with desk.store.reading() as tx:
        rows = tx.connection.exec_driver_sql(
            "SELECT channel FROM outbox WHERE key LIKE 'care:%' ORDER BY id"
        )
        return [row.channel for row in rows]


def board(desk: Installation) -> tuple[str, ...]:
    with desk.store.reading() as tx:
        return message_windows.usage_lines(tx, desk.office, desk.now, desk.campaign.id)


def test_the_coordinator_is_told_once_a_day_until_it_is_mended(
    desk: Installation, account: Account
) -> None:
    boss = coordinator(desk, "telegram")
    account.says = WORDS
    for _ in range(3):
        looks(desk, account)
        desk.later(hours=1)
    assert (told(desk), account.asked) == (["telegram"], 1)
    assert WORDS in "".join(sent_now(desk))
    boss.says("tiến độ")
    assert WORDS in boss.last
    desk.later(days=1)
    looks(desk, account)
    account.says = ""
    desk.later(days=1)
    looks(desk, account)
    assert (told(desk), board(desk)) == (["telegram", "telegram"], ())


def test_an_account_that_stops_sending_is_told_at_once(
    desk: Installation, account: Account
) -> None:
    coordinator(desk, "telegram")
    looks(desk, account)
    account.says, account.trouble = WORDS, "the token is refused"
    desk.later(minutes=1)
    looks(desk, account)
    assert (told(desk), board(desk)) == (["telegram"], (WORDS,))
    account.says, account.trouble = "", ""
    desk.later(minutes=1)
    looks(desk, account)
    assert (len(told(desk)), board(desk)) == (1, ())


def test_it_is_told_by_a_chat_that_works_where_there_is_one(
    desk: Installation, account: Account
) -> None:
    alone, both = coordinator(desk, "zalo_oa"), coordinator(desk, "telegram")
    assert alone.address != both.address
    with desk.store.transaction() as tx:
        me = tx.people.chat(tx.messages.known_address(both.address)).person
        spare = tx.messages.address_id(both.address.__class__("zalo_oa", "bot", "newer"), desk.now)
        tx.connection.exec_driver_sql(
            f"UPDATE address SET person_id = {me.id}, heard_at = '2030-01-01 00:00:00' WHERE id = {spare}"
        )
    account.says = WORDS
    looks(desk, account)
    assert sorted(told(desk)) == ["telegram", "zalo_oa"]
