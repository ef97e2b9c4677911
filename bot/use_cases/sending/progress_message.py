"""While a long document is made: one message in the chat that says how far it is.

It is nobody's answer: it is not kept, nothing waits for it, and whatever goes wrong with it is
passed over. The document itself goes the durable way, with or without it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from bot.channels.base import Channel, Editing, Page
from bot.channels.rate_limit import RateLimiter
from bot.errors import DeliveryError, RetryLater
from bot.locale.say import say
from bot.use_cases.papers.process_pool import Progress

log = logging.getLogger("baocao.waiting")

PATIENCE = 2.0  # seconds that nobody needs an explanation for
EVERY = 3.0  # seconds between two changes of the message


class WaitingNotes:
    """The notes of one deliverer. `patience` and `every` are in seconds."""

    def __init__(self, patience: float = PATIENCE, every: float = EVERY) -> None:
        self.patience = patience
        self.every = every
        self._running: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def beside(
        self, channel: Channel, pacer: RateLimiter, chat: str, name: str
    ) -> AsyncIterator[Progress]:
        """Around the making of a file: yields what its maker notes progress in. Silent where the
        channel cannot change a message. Leaving never waits for the network."""
        progress = Progress()
        if not isinstance(channel, Editing):
            yield progress
            return
        note = _Note(channel, pacer, chat, name, progress)
        task = asyncio.create_task(note.run(self.patience, self.every))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            yield progress
            note.last = say("document.made", name=name)
        finally:
            note.over.set()

    async def stop(self) -> None:
        """Give last words a moment, then leave the messages as they are."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=1)
            for task in late:
                task.cancel()


class _Note:
    """One message, first sent after a while and then changed until its work is over."""

    def __init__(
        self, channel: Channel, pacer: RateLimiter, chat: str, name: str, progress: Progress
    ) -> None:
        self.channel = channel
        self.pacer = pacer
        self.chat = chat
        self.name = name
        self.progress = progress
        self.over = asyncio.Event()
        self.last = say("document.not_made", name=name)

    async def run(self, patience: float, every: float) -> None:
        try:
            await self._run(patience, every)
        except DeliveryError as error:
            log.info("a note of progress: %s", type(error).__name__)
            if isinstance(error, RetryLater):
                self.pacer.hold(error.after, self.chat)
        except Exception:
            log.exception("a note of progress")

    async def _run(self, patience: float, every: float) -> None:
        if await self._ends_within(patience):
            return
        async with self.pacer.turn(self.chat, urgent=False):
            if self.over.is_set():
                return
            shown = self._words()
            remote = await self.channel.send(self.chat, Page(shown))
        while not await self._ends_within(every):
            words = self._words()
            if words != shown:
                await self._change(remote, words)
                shown = words
        await self._change(remote, self.last)

    def _words(self) -> str:
        percent = min(int(100 * self.progress.share), 99)
        return say("document.making", name=self.name, percent=percent)

    async def _change(self, remote: str, words: str) -> None:
        assert isinstance(self.channel, Editing)
        async with self.pacer.turn(self.chat, urgent=False):
            await self.channel.edit(self.chat, remote, Page(words))

    async def _ends_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)
        return self.over.is_set()
