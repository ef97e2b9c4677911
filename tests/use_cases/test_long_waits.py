"""Who waits for two seconds sees that an answer is being made, once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot.channels.rate_limit import Pace, RateLimiter
from bot.model.message import Incoming, IncomingKind
from bot.use_cases.sending import deliver, long_waits
from bot.use_cases.sending.deliver import Deliverer
from bot.use_cases.turns import turn_runner
from bot.use_cases.turns.turn_runner import Turns
from tests.office import Installation
from tests.use_cases.test_deliver import Platform, never_made

SENDER = ("telegram", "bot")
SLOW = Pace(overall=1, per_chat=1, chat_burst=1)


@dataclass
class Showing(Platform):
    """A platform that shows what is going on, and hears of it."""

    troubles: Iterator[Exception] = field(default_factory=lambda: iter(()))
    typing: list[str] = field(default_factory=list)

    async def show_typing(self, chat: str) -> None:
        self.typing.append(chat)

    async def show_menu(self, chat: str, role: str) -> None: ...


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (deliver, turn_runner):
        monkeypatch.setattr(module, "LONG", 0.0)


def test_whoever_waits_for_the_platform_sees_that_an_answer_is_made(desk: Installation) -> None:
    platform, pacer = Showing(), RateLimiter(SLOW)
    person = desk.person()
    person.says("chào")
    pacer.hold(0.2)
    deliverer = Deliverer(desk.store, desk.office, {SENDER: platform}, {SENDER: pacer}, never_made)  # type: ignore[dict-item]
    asyncio.run(deliverer.drain())
    assert (platform.typing, len(platform.got)) == ([person.address.chat], 1)


def test_whoever_waits_for_the_database_sees_that_an_answer_is_made(desk: Installation) -> None:
    platform, go, person = Showing(), threading.Event(), desk.person()

    async def work() -> None:
        running = Turns(desk.store, desk.office, {SENDER: platform}, lambda: None)  # type: ignore[dict-item]
        busy = desk.store.hand_in(lambda _: go.wait(30))
        said = Incoming(person.address, "1", IncomingKind.TEXT, "chào")
        receiving = asyncio.create_task(running.receive([said]))
        while not platform.typing:
            await asyncio.sleep(0.01)
        go.set()
        await asyncio.gather(busy, receiving)

    asyncio.run(asyncio.wait_for(work(), 30))
    assert platform.typing == [person.address.chat]


def test_what_is_done_in_time_shows_nothing() -> None:
    shown: list[str] = []

    async def work() -> None:
        with long_waits.after(0.0, shown.append, "typing"):
            pass
        await asyncio.sleep(0.01)

    asyncio.run(work())
    assert shown == []
