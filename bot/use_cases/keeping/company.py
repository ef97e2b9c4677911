"""One program in the company of others on a database: who leads, who is gone, what they told.

Looked at every second. Only the leader polls, reminds and works at night; each program takes the
turns and sends the messages that nobody else has in hand.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.channels.base import Channel
from bot.channels.rate_limit import Pace, RateLimiter
from bot.channels.web_chat import NAME, Waiters
from bot.use_cases.app_context import AppContext
from bot.use_cases.keeping.outlast import Outage
from storage import Store

log = logging.getLogger("baocao.company")

EVERY = 1.0  # seconds
BEHIND = 300  # outbox ids: others may commit an earlier one a little later


class Company:
    """Keeps this program's place among the others; alone it leads and has nothing to do."""

    def __init__(
        self,
        store: Store,
        office: AppContext,
        channels: Mapping[tuple[str, str], Channel],
        pacers: Mapping[tuple[str, str], RateLimiter],
        waiters: Waiters,
        begin_to_lead: Callable[[], Awaitable[None]],
    ) -> None:
        self.store = store
        self.office = office
        self.membership = store.membership
        self.waiters = waiters
        self.begin_to_lead = begin_to_lead
        self._pacers = {pacer: pacer.pace for pacer in pacers.values()}
        self._led = False
        self._told: set[int] = set()
        self._highest = 0
        for channel in channels.values():
            channel.may_poll = self.may_lead

    def may_lead(self) -> bool:
        """Return whether this program is the one that polls and ticks."""
        return self.membership.leads

    async def join(self) -> None:
        """Take a place; returns when it is known who leads."""
        await self._look()

    async def run(self, outage: Outage) -> None:
        """Look about for as long as the program runs."""
        while self.membership.is_shared:
            await asyncio.sleep(EVERY)
            await outage.outlast(self._look)

    async def _look(self) -> None:
        count = len(self.membership.alive)
        await asyncio.to_thread(self.membership.look)
        if len(self.membership.alive) != count:
            self._share_pace(len(self.membership.alive))
        if self.membership.leads:
            if not self._led:
                log.info("this program leads, of %d", len(self.membership.alive))
                await self.begin_to_lead()
            await self._release_of_the_gone()
        self._led = self.membership.leads
        await self._wake_pages()

    def _share_pace(self, programs: int) -> None:
        """Give each program its part of what a platform takes from a bot."""
        for pacer, whole in self._pacers.items():
            pacer.pace = part_of(whole, programs)

    async def _release_of_the_gone(self) -> None:
        if not self.membership.is_shared:
            return
        gone = self.membership.gone(await self.store.look(lambda tx: tx.messages.claimers()))
        if gone:
            log.warning("%d programs are gone with messages in hand", len(gone))
            now = self.office.now()
            await self.store.hand_in(lambda tx: tx.messages.release_of(gone, now))

    async def _wake_pages(self) -> None:
        """Tell the pages that wait here of lines that another program delivered."""
        if not self.membership.is_shared or len(self.membership.alive) < 2:
            return
        after = self._highest - BEHIND
        for outbox_id, chat in await self.store.look(
            lambda tx: tx.messages.told_since(NAME, after)
        ):
            if outbox_id not in self._told:
                self.waiters.wake(chat)
                self._told.add(outbox_id)
            self._highest = max(self._highest, outbox_id)
        self._told = {number for number in self._told if number > self._highest - BEHIND}


def part_of(pace: Pace, programs: int) -> Pace:
    """Return one program's part of a bot's allowance; at least a message a second."""
    return replace(pace, overall=max(1, pace.overall // max(1, programs)))
