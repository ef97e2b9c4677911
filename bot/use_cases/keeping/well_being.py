"""Whether the program takes in, stores and sends what people write."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.base import Channel
from bot.locale.dates import moment
from bot.locale.say import say
from bot.use_cases.app_context import AppContext
from storage import Store, Transaction, Trouble, cause_of, trouble_of

log = logging.getLogger("baocao")

COMMIT_WITHIN = 5.0  # real seconds, else the program is not well
MEGABYTE = 1024 * 1024
SAID: dict[Trouble | None, str] = {
    Trouble.FULL: "health.full",
    Trouble.READ_ONLY: "health.read_only",
    Trouble.UNREADABLE: "health.unreadable",
    Trouble.AWAY: "health.away",
}  # anything else takes too long or is not known
LEAST_FREE = 100  # megabytes; below that the disk is as good as full


class WellBeing:
    """Looks after one program: its channels, its database and its disk. `stuck` is how long a message
    may wait; `database` is None where a server keeps it."""

    def __init__(
        self,
        store: Store,
        office: AppContext,
        channels: Iterable[Channel],
        stuck: timedelta,
        database: Path | None,
    ) -> None:
        self._store, self._office, self._stuck = store, office, stuck
        self._channels, self._database = tuple(channels), database

    async def ailments(self) -> list[str]:
        """Return what keeps the program from its work, in sentences; nothing where it is well."""
        troubles = dict.fromkeys(channel.trouble for channel in self._channels)
        found = [say("health.channel", trouble=trouble) for trouble in troubles if trouble]
        try:
            written = self._store.hand_in(self._note)
            waits = await asyncio.wait_for(written, COMMIT_WITHIN)
        except Exception as error:
            log.warning("the database takes nothing: %s", cause_of(error))
            return [*found, self._why_nothing_is_stored(error)]
        if waits is not None and self._office.now() - waits > self._stuck:
            found.append(say("health.sending", time=moment(waits.astimezone(self._office.tz))))
        free = shutil.disk_usage(self._office.folder).free // MEGABYTE
        if free < LEAST_FREE:
            found.append(say("health.disk", free=free))
        return found

    def _note(self, tx: Transaction) -> datetime | None:
        """Write something, as an answer would; returns since when an answer waits to be sent."""
        now = self._office.now()
        tx.campaigns.set_setting("health.seen", now.isoformat())
        return tx.messages.longest_waiting([channel.name for channel in self._channels], now)

    def _why_nothing_is_stored(self, error: Exception) -> str:
        if self._database is not None and not self._database.exists():
            return say("health.lost")
        return say(SAID.get(trouble_of(error), "health.database"))
