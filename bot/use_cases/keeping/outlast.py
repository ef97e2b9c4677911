"""A database that is away for a while stops nobody: what goes on for ever waits for it.

One line is logged when it goes and one when it is back, however often it is asked meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from storage import is_passing

log = logging.getLogger("baocao.database")

AGAIN_AFTER = 1.0  # seconds


class Outage:
    """Whether the database is away, as all parts of the program that wait for it know together."""

    def __init__(self) -> None:
        self.is_on = False

    async def outlast(self, work: Callable[[], Awaitable[object]]) -> bool:
        """Do a piece of work; return False, after a pause, where the database is away."""
        try:
            await work()
        except Exception as error:
            if not is_passing(error):
                raise
            self._note(error)
            await asyncio.sleep(AGAIN_AFTER)
            return False
        if self.is_on:
            self.is_on = False
            log.warning("the database is back")
        return True

    async def until_done(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it as soon as the database is there."""
        while not await self.outlast(work):
            pass

    def _note(self, error: Exception) -> None:
        if not self.is_on:
            self.is_on = True
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            log.warning("the database cannot be reached, waiting for it: %s", reason)
