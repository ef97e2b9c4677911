"""Messages of ours that are changed after they were sent: cards, and buttons that do nothing any more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.channels.base import Editing, Page
from bot.channels.rate_limit import RateLimiter
from bot.channels.render import render
from bot.conversation import state as states
from bot.errors import DeliveryError, Rejected
from bot.model.message import Capabilities, Reply, still_working
from storage import Queued, Store

log = logging.getLogger("baocao.deliver")

CALM = 2.0  # seconds without an answer to a chat


class SentCards:
    """The cards of all chats. `pacers` are those of each (channel, bot)."""

    def __init__(self, store: Store, pacers: Mapping[tuple[str, str], RateLimiter]) -> None:
        self.store = store
        self.pacers = pacers
        self._tidied: dict[int, int] = {}  # the last message of a chat whose buttons are gone
        self._tidying: dict[int, asyncio.Task[None]] = {}

    async def change(self, queued: Queued, channel: Editing, pages: tuple[Page, ...]) -> str:
        """Change the message whose place a reply takes; return the platform's id of it, "" where
        it cannot be changed. Any other DeliveryError is the caller's."""
        with self.store.reading() as tx:
            remote, is_one_page = tx.sent_messages.card_of(queued.reply.replaces)
        if not remote or not is_one_page or len(pages) > 1:
            return ""
        where = queued.address
        try:
            async with self.pacers[where.channel, where.bot].turn(where.chat, urgent=True):
                await channel.edit(where.chat, remote, pages[0])
        except Rejected:
            return ""
        return remote

    def tidy_later(self, queued: Queued, channel: Editing, capabilities: Capabilities) -> None:
        """Take the buttons from earlier messages of a chat that do nothing any more, once nothing was
        said there for a moment: no answer waits for it."""
        chat = queued.address_id
        if chat in self._tidying:
            self._tidying[chat].cancel()
        task = asyncio.create_task(self._tidy(queued, channel, capabilities))
        self._tidying[chat] = task

    async def stop(self) -> None:
        """Leave the buttons that are still there: a tap on an old one is answered anyway."""
        for task in self._tidying.values():
            task.cancel()
        await asyncio.gather(*self._tidying.values(), return_exceptions=True)

    async def _tidy(self, queued: Queued, channel: Editing, capabilities: Capabilities) -> None:
        await asyncio.sleep(CALM)
        where = queued.address
        try:
            for remote, reply in await asyncio.to_thread(self._with_old_buttons, queued):
                page = render(reply, capabilities)[-1]
                async with self.pacers[where.channel, where.bot].turn(where.chat, urgent=False):
                    await channel.edit(where.chat, remote, page)
        except DeliveryError as error:
            log.debug("old buttons stay: %s", type(error).__name__)
        finally:
            if self._tidying.get(queued.address_id) is asyncio.current_task():
                del self._tidying[queued.address_id]

    def _with_old_buttons(self, queued: Queued) -> list[tuple[str, Reply]]:
        """Return what was sent before this one and has buttons of no open question: the platform's
        id and the message, each as it was changed last, with the buttons that still work."""
        after = self._tidied.get(queued.address_id, 0)
        with self.store.reading() as tx:
            found = tx.sent_messages.with_buttons(queued.address_id, after, queued.id)
            prompt = states.from_json(tx.people.chat(queued.address_id).conversation).prompt
        latest: dict[str, tuple[int, Reply]] = {}
        for number, remote, reply in found:
            latest.setdefault(remote, (number, reply))
        old = {
            remote: (number, replace(reply, choices=still_working(reply, prompt)))
            for remote, (number, reply) in latest.items()
            if len(still_working(reply, prompt)) < len(reply.choices) and reply.document is None
        }
        if old:
            self._tidied[queued.address_id] = max(number for number, _ in old.values())
        return [(remote, reply) for remote, (_, reply) in old.items()]
