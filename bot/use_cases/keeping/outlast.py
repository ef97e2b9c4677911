"""A database that is away for a while stops nobody: what goes on for ever waits for it.

One line is logged when it goes and one when it is back, however often it is asked meanwhile. It is
back when it takes what is written again: a full disk lets everything be read.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from storage import Store, Transaction, cause_of, is_passing

log = logging.getLogger("baocao.database")

AGAIN_AFTER = 1.0  # seconds
QUIET = 5.0  # seconds without a failure before it is believed to be back
PROOF = "database.back"  # the setting that is written to see whether it is


class Outage:
    """Whether the database is away, as all parts of the program that wait for it know together."""

    def __init__(self, store: Store, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.is_on = False
        self._store = store
        self._monotonic = monotonic
        self._failed_at = 0.0

    async def outlast(self, work: Callable[[], Awaitable[object]]) -> bool:
        """Do a piece of work; return False, after a pause, where the database is away."""
        return await self._attempt(work) and await self._attempt(self._look_whether_it_is_back)

    async def until_done(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it as soon as the database is there."""
        while not await self._attempt(work):
            pass

    async def _attempt(self, work: Callable[[], Awaitable[object]]) -> bool:
        try:
            await work()
        except Exception as error:
            if not is_passing(error):
                raise
            self.note(error)
            await asyncio.sleep(AGAIN_AFTER)
            return False
        return True

    def note(self, error: Exception) -> None:
        """Note that the database failed; the first time in a row it is logged."""
        self._failed_at = self._monotonic()
        if not self.is_on:
            self.is_on = True
            log.warning("the database cannot be reached, waiting for it: %s", cause_of(error))

    async def _look_whether_it_is_back(self) -> None:
        if not self.is_on or self._monotonic() - self._failed_at < QUIET:
            return
        await self._store.hand_in(_write_something)
        if self.is_on:  # nobody else was faster
            self.is_on = False
            log.warning("the database is back")


def _write_something(tx: Transaction) -> None:
    tx.campaigns.set_setting(PROOF, "1")
