"""The rest of the program in miniature: a channel running beside the test, keeping what arrives."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any, Self, TypeVar

from bot.channels.base import Page
from bot.channels.telegram_bot import TelegramChannel
from bot.model.message import Incoming
from tests.fakes.people import Person
from tests.fakes.telegram_server import TelegramServer

Result = TypeVar("Result")


class Miniature:
    """Runs a Telegram channel on a loop of its own. `kept` are the stored messages; storing fails
    while `failures` is above zero; `pauses` are the seconds that polling waited after trouble."""

    def __init__(self, server: TelegramServer, *, failures: int = 0, **options: Any) -> None:
        self.server = server
        self.kept: list[Incoming] = []
        self.offered: list[str] = []  # keys, also of what could not be stored
        self.failures = failures
        self.pauses: list[float] = []
        self.may_commit = threading.Event()
        self.may_commit.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._options = {"api_base": server.api_base, "token": server.token, **options}
        self.channel: TelegramChannel

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self.channel.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def send(self, to: Person | str, page: Page | str) -> str:
        chat = to if isinstance(to, str) else str(to.chat_id)
        return self.run(self.channel.send(chat, Page(page) if isinstance(page, str) else page))

    def waits_for(self, count: int) -> list[Incoming]:
        """Wait until so many messages are stored."""
        self.server.wait_until(lambda: len(self.kept) >= count)
        return self.kept

    async def _start(self) -> None:
        self.channel = TelegramChannel(**self._options, sleep=self._pause)
        await self.channel.start(self._receive)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0.01)

    async def _receive(self, incomings: Sequence[Incoming]) -> None:
        self.offered += [incoming.key for incoming in incomings]
        while not self.may_commit.is_set():
            await asyncio.sleep(0.005)
        if self.failures > 0:
            self.failures -= 1
            raise OSError("the disk is full")
        self.kept += incomings
