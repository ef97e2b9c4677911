"""What the program does by the clock and nobody asked for: reminders, the digest, the night's work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import next_round
from bot.use_cases.feeds import webhook_calls
from bot.use_cases.keeping import maintenance, nightly_copies
from bot.use_cases.keeping.aside import aside
from bot.use_cases.keeping.second_place import Place
from bot.use_cases.papers import consultations
from bot.use_cases.reminding import daily_digest, group_picture, send_reminders
from storage import Store, Transaction


class UnaskedWork:
    """The parts of a tick; `may_go` tells at every moment whether the clock can be trusted, `wake`
    sends what was queued."""

    def __init__(
        self,
        store: Store,
        office: AppContext,
        may_go: Callable[[], bool],
        wake: Callable[[], None],
        second_place: Callable[[], Place | None],
        keep: int,
    ) -> None:
        self._store, self._office = store, office
        self._may_go, self._wake = may_go, wake
        self._second_place, self._keep = second_place, keep

    async def remind(self) -> None:
        """Send the reminders that are due, again at once while there are many."""
        while self._may_go() and await self._done(send_reminders.reminder_tick):
            pass

    async def remind_silent(self) -> None:
        """Remind those who were asked about a draft and have not answered."""
        await self._done(consultations.remind_silent)

    async def tell_others(self) -> None:
        """Tell the addresses of other programs what was accepted."""
        await webhook_calls.tell_due(self._store, self._office, self._office.now())

    async def digest(self) -> None:
        """Send the morning digest when its hour has come."""
        await self._done(daily_digest.digest_tick)

    async def tell_groups(self) -> None:
        """Post the day's picture to the groups that follow a campaign."""
        await self._done(group_picture.group_tick)

    async def next_rounds(self) -> None:
        """Make the rounds of series whose time has come, as drafts."""
        if await self._write(partial(next_round.series_tick, office=self._office)):
            self._wake()

    async def upkeep(self) -> None:
        """Do the night's work once a night: what is kept too long goes, copies are made."""
        now = self._office.now()
        if not await self._write(lambda tx: maintenance.try_start_nightly(tx, self._office, now)):
            return
        await self._write(lambda tx: maintenance.purge(tx, self._office, now))
        fault = await aside(
            nightly_copies.work_at_night,
            self._store, self._office, now, self._second_place(), self._keep,
        )  # fmt: skip
        await self._write(lambda tx: nightly_copies.note_night(tx, now, fault))
        self._wake()

    async def _done(self, tick: Callable[..., int]) -> int:
        """Return how much a tick queued, and send it."""
        now = self._office.now()
        count = int(await self._write(lambda tx: tick(tx, self._office, now)))
        if count:
            self._wake()
        return count

    async def _write(self, work: Callable[[Transaction], Any]) -> Any:
        return await self._store.hand_in(work)
