"""A bot that sends or takes in nothing: coordinators hear of it once, in time where they can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import RetryLater
from bot.use_cases.sending.cut_off import CutOffs
from tests.office import Installation
from tests.storage.peek import OUTBOX
from tests.use_cases.test_deliver import Platform, deliver

TICK = timedelta(minutes=1)
PATIENCE = timedelta(minutes=10)


@dataclass
class Bot:
    """One bot as the watch sees it."""

    name: str = "telegram"
    bot: str = "bot"
    trouble: str = ""


class Watched(Installation):
    """An office whose coordinators write on Telegram and on the web."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for name, channel in (("Bà Bình", "telegram"), ("Ông Cảnh", "web")):
            self.coordinator(name, channel)
        deliver(self, Platform(iter(())), 1)
        self.bot = Bot()
        self.restarted()

    def restarted(self) -> None:
        self.watch = CutOffs(self.store, self.office, [self.bot], PATIENCE)  # type: ignore[list-item]

    def passes(self, span: timedelta) -> None:
        """Look at every tick of some time."""
        until = self.now + span
        while self.now < until:
            self.now += TICK
            with self.store.transaction() as tx:
                self.watch.look(tx, self.now)

    def told(self) -> list[tuple[str, str]]:
        """Whom a notice was queued for, by channel, and its words."""
        with self.store.reading() as tx:
            rows = tx.connection.execute(OUTBOX.select().where(OUTBOX.c.key.like("cut_off:%")))
            return [(row.channel, row.body) for row in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.close()


def test_who_has_another_bot_is_told_while_it_lasts_and_others_after(desk: Watched) -> None:
    desk.bot.trouble = "telegram: cannot reach the Bot API"
    desk.passes(PATIENCE)
    assert desk.told() == []
    desk.passes(TICK * 2)
    ((channel, words),) = desk.told()
    assert channel == "web"
    assert "không gửi hoặc không nhận được tin qua Telegram" in words
    desk.restarted()
    desk.passes(PATIENCE * 6)
    assert len(desk.told()) == 1
    desk.bot.trouble = ""
    desk.passes(TICK * 3)
    assert [channel for channel, _ in desk.told()] == ["web", "telegram"]
    assert "Nay đã hoạt động lại" in desk.told()[1][1]


def test_a_short_trouble_is_told_to_nobody(desk: Watched) -> None:
    for _ in range(5):
        desk.bot.trouble = "telegram: cannot reach the Bot API"
        desk.passes(PATIENCE - TICK)
        desk.bot.trouble = ""
        desk.passes(TICK)
    assert desk.told() == []


def test_messages_that_the_platform_does_not_take_are_told_and_seen(desk: Watched) -> None:
    """Polls go on, only sending fails; each try puts the message off for a while."""
    began = desk.now
    desk.person("Lò Văn Ân").says("chào")
    deliver(desk, Platform(iter([RetryLater(3.0)] * 99)), 1)
    with desk.store.reading() as tx:
        assert tx.messages.longest_waiting(["telegram"], began) == began
    desk.passes(PATIENCE + TICK * 2)
    assert [channel for channel, _ in desk.told()] == ["web"]
    desk.later(hours=1)
    deliver(desk, Platform(iter(())), 2)
    desk.passes(TICK * 2)
    assert [channel for channel, _ in desk.told()] == ["web", "telegram"]


def test_one_chat_that_is_refused_is_no_trouble_of_the_bot(desk: Watched) -> None:
    desk.person("Lò Văn Ân").says("chào")
    deliver(desk, Platform(iter([RetryLater(3.0)])), 1)
    desk.passes(PATIENCE / 2)
    with desk.store.transaction() as tx:
        (boss,) = tx.people.heard_since("telegram", "bot", desk.now - timedelta(days=1))
        tx.messages.reached(boss, desk.now)
    desk.passes(PATIENCE / 2 + TICK * 2)
    assert desk.told() == []
