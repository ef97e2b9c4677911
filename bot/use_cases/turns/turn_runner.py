"""Takes the turns of what arrived, in order within each chat, as long as the program runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import zlib
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.channels.base import Channel, Lively
from bot.errors import DeliveryError, RetryLater, TooLarge
from bot.model.message import Address, FileRef, Incoming
from bot.use_cases.app_context import AppContext
from bot.use_cases.keeping.outlast import Outage
from bot.use_cases.sending.long_waits import LONG, after
from bot.use_cases.turns import file_store, rehearsal
from bot.use_cases.turns.admission import Admission
from bot.use_cases.turns.plain_arrivals import made_plain
from bot.use_cases.turns.process_message import (
    ConcurrentTurn,
    fail,
    process,
    set_aside,
    take_at_once,
)
from bot.use_cases.turns.rehearsal import NeverEnds, Rehearsals
from bot.use_cases.turns.taken_ahead import NOTHING, Ahead, reads_many_units
from bot.use_cases.turns.turn_mark import TurnMark, mark_of
from storage import Arrived, Store, Transaction, is_passing

log = logging.getLogger("baocao.turns")

AT_ONCE = 200
FETCH_TRIES = 5
BEGUN_MOST = 3  # turns of a message that were begun and never ended
AGAIN_AFTER = 2.0  # seconds, after a refusal that may be of the moment


class Turns:
    """`receive` is what channels call; `run` takes the turns; `done` is called after each commit."""

    def __init__(
        self,
        store: Store,
        office: AppContext,
        channels: Mapping[tuple[str, str], Channel],
        done: Callable[[], None],
    ) -> None:
        self.store = store
        self.office = office
        self.channels = channels
        self.done = done
        self.wake = asyncio.Event()
        self._fetching: dict[int, asyncio.Task[None]] = {}  # address -> its file on the way
        self._ahead_of: dict[int, Ahead] = {}  # arrival -> what was found out before its turn
        self._aside: set[asyncio.Task[None]] = set()  # what nobody waits for
        self._rehearsals = Rehearsals(store)
        self.admission = Admission(store, office)
        self._mark = TurnMark(office.folder)
        self._membership = store.membership
        self.outage = Outage(store)
        self.turn_took: Callable[[float], None] = lambda _: None
        self._suspect = self._mark.left_over()  # at which the program before this one ended
        self._stopping = False

    async def receive(self, incomings: Sequence[Incoming]) -> None:
        """Store arrivals, and take their turns where nothing stands in the way; returns after the
        commits. What is over its sender's budget is not kept (`admission.py`)."""
        began = time.perf_counter()
        with after(LONG, self._show_typing_to_all, incomings):
            taken = await self.take_in(incomings)
        self.turn_took(time.perf_counter() - began)
        if any(taken):
            self.done()
        if not all(taken):
            self.wake.set()

    async def take_in(self, incomings: Sequence[Incoming]) -> list[bool]:
        """Return for each message, once it is committed, whether nothing is left to do with it. One
        whose turn fails is stored in the same place of the writer's order, which is that in which
        messages came: nothing is waited for before."""
        return await asyncio.gather(*map(self._handed_in, incomings))

    def _handed_in(self, incoming: Incoming) -> asyncio.Future[bool]:
        incoming = made_plain(incoming)
        arrive = partial(self._arrive, incoming=incoming)
        return self.store.hand_in(arrive, partial(self._keep, incoming=incoming))

    def _arrive(self, tx: Transaction, incoming: Incoming) -> bool:
        """Take a message's turn at once where that can be, else store it; False for the latter. One
        that is over its sender's budget is passed over."""
        chat = tx.people.chat_at(incoming.address)
        if not self.admission.hears(tx, incoming, chat):
            return True
        if self._must_wait(incoming):
            return self._keep(tx, incoming)
        with self._mark.at_work(incoming):
            return take_at_once(tx, self.office, incoming, chat) or self._keep(tx, incoming)

    def _must_wait(self, incoming: Incoming) -> bool:
        """Tell whether something is done before a message's turn, or its turn is suspected."""
        return (
            incoming.file is not None or rehearsal.is_slow(incoming) or self._is_suspect(incoming)
        )

    def _is_suspect(self, incoming: Incoming) -> bool:
        return self._suspect is not None and self._suspect == mark_of(incoming)

    def _keep(self, tx: Transaction, incoming: Incoming) -> bool:
        """Store a message that waits for its turn."""
        kept = tx.messages.keep(incoming, self.office.now())
        if kept is not None and self._is_suspect(incoming):
            tx.messages.count_begun(kept)
        return False

    def _own_first(self, waiting: list[Arrived]) -> list[Arrived]:
        """Return arrivals in an order of this program's own: others begin with other chats."""
        count, place = len(self._membership.alive), self._membership.place
        return sorted(waiting, key=lambda arrived: (arrived.address_id - place) % count)

    async def run(self) -> None:
        """Take turns whenever something arrived, and look once a second for what other processes
        stored."""
        await self.outage.until_done(self._count_left_over)
        while not self._stopping:
            self.wake.clear()
            await self.outage.outlast(self.round)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self.wake.wait()

    async def stop(self) -> None:
        self._stopping = True
        self.wake.set()
        for task in (*self._fetching.values(), *self._aside):
            task.cancel()
        self._rehearsals.close()

    async def _count_left_over(self) -> None:
        """Suspect a message at which the program ended, whether it was stored already or is still
        to come again; see `begun`."""
        if self._suspect is not None:
            log.warning("the program ended while it read a message")
            await self.store.hand_in(self._count_begun)

    def _count_begun(self, tx: Transaction) -> None:
        for arrived in tx.messages.waiting(AT_ONCE):
            if self._is_suspect(arrived.incoming):
                tx.messages.count_begun(arrived.id)

    async def round(self) -> bool:
        """Take the turns that can be taken now; False when there was none."""
        waiting = await self.store.look(self._waiting)
        blocked = set(self._fetching)
        jobs = []
        for arrived in waiting:
            if arrived.address_id in blocked:
                continue
            if ahead := self._ahead(arrived):
                blocked.add(arrived.address_id)
                self._fetching[arrived.address_id] = asyncio.create_task(ahead)
                continue
            found = self._ahead_of.pop(arrived.id, NOTHING)
            job = self.store.hand_in(partial(self._process, arrived=arrived, ahead=found))
            jobs.append((arrived, job))
        for arrived, job in jobs:
            await self._settle(arrived, job)
        if jobs:
            self.done()
            if len(waiting) == AT_ONCE:
                self.wake.set()  # there may be more
        return bool(jobs)

    def _process(self, tx: Transaction, arrived: Arrived, ahead: Ahead) -> bool:
        with self._mark.at_work(arrived.incoming):
            return process(tx, self.office, arrived, ahead)

    def _ahead(self, arrived: Arrived) -> Coroutine[Any, Any, None] | None:
        """Return what must be done before a message's turn can be taken."""
        if _is_raw(arrived.incoming.file):
            self._show_typing(arrived.incoming.address)
            return self._fetch(arrived)
        if arrived.begun >= BEGUN_MOST:
            return self._set_aside(arrived)
        if rehearsal.is_needed(arrived) and arrived.id not in self._ahead_of:
            return self._rehearse(arrived)
        return None

    def _show_typing_to_all(self, incomings: Sequence[Incoming]) -> None:
        for incoming in incomings:
            self._show_typing(incoming.address)

    def _show_typing(self, where: Address) -> None:
        """Show that something is being worked on, where the channel can; nobody waits for it."""
        channel = self.channels.get((where.channel, where.bot))
        if isinstance(channel, Lively):
            task = asyncio.create_task(channel.show_typing(where.chat))
            self._aside.add(task)
            task.add_done_callback(self._aside.discard)

    async def _rehearse(self, arrived: Arrived) -> None:
        """Try a message away from the writer, which others wait for."""
        try:
            self._ahead_of[arrived.id] = await self._rehearsals.hold(self.office, arrived)
        except NeverEnds:
            await self._give_up(arrived)
        except Exception:  # the turn itself will say what is wrong
            log.exception("message %s could not be tried before its turn", arrived.id)
            self._ahead_of[arrived.id] = NOTHING
        finally:
            self._fetching.pop(arrived.address_id, None)
            self.wake.set()

    async def _set_aside(self, arrived: Arrived) -> None:
        try:
            await self._give_up(arrived)
        finally:
            self._fetching.pop(arrived.address_id, None)
            self.wake.set()

    async def _give_up(self, arrived: Arrived) -> None:
        """Mark a message whose turn does not end, and tell its sender."""
        code = f"L{arrived.id % 100_000:05d}"
        log.error(
            "message %s takes too long or ends the program: set aside (%s)", arrived.id, code
        )
        await self.store.hand_in(lambda tx: set_aside(tx, self.office, arrived, code))
        self.done()

    def _waiting(self, tx: Transaction) -> list[Arrived]:
        waiting = tx.messages.waiting(AT_ONCE)
        return self._own_first([self._with_its_reach(tx, arrived) for arrived in waiting])

    def _with_its_reach(self, tx: Transaction, arrived: Arrived) -> Arrived:
        """Return an arrival that says whether its turn reads many units."""
        known = arrived.id in self._ahead_of or arrived.incoming.file is not None
        chat = tx.people.chat(arrived.address_id)
        if known or not reads_many_units(tx, chat, arrived.incoming):
            return arrived
        return replace(arrived, reads_many_units=True)

    async def _settle(self, arrived: Arrived, job: asyncio.Future[bool]) -> None:
        try:
            await job
        except ConcurrentTurn:
            self.wake.set()
        except Exception as error:
            if is_passing(error):  # the message waits in the inbox; nobody is told that it is lost
                self.outage.note(error)
                await asyncio.sleep(1)
                self.wake.set()
                return
            code = f"L{zlib.crc32(repr(error).encode()) % 100_000:05d}"
            log.exception("turn %s failed (%s)", arrived.id, code)
            await self.store.hand_in(lambda tx: fail(tx, self.office, arrived, code))

    async def _fetch(self, arrived: Arrived) -> None:
        """Bring a file's bytes home before its turn; give up after some tries, saying so."""
        incoming = arrived.incoming
        raw = self.office.folder / file_store.INCOMING / f"{arrived.id}.raw"
        raw.parent.mkdir(parents=True, exist_ok=True)
        try:
            kept = await self._fetched(arrived, incoming, raw)
            await self.store.hand_in(lambda tx: tx.messages.set_file(arrived.id, kept))
        finally:
            self._fetching.pop(arrived.address_id, None)
            self.wake.set()

    async def _fetched(self, arrived: Arrived, incoming: Incoming, raw: Path) -> Incoming:
        address = incoming.address
        if await self.admission.member(address) is None:
            return _not_kept(incoming, "no_seat")
        channel = self.channels.get((address.channel, address.bot))
        reason = "unreachable"
        for attempt in range(1, FETCH_TRIES + 1):
            try:
                if channel is None:
                    break
                await channel.fetch(incoming.the_file, raw)
                if not await self.admission.may_send(address, raw.stat().st_size):
                    raw.unlink()
                    return _not_kept(incoming, "too_many")
                return await asyncio.to_thread(
                    file_store.store_file, incoming, raw, self.office.folder
                )
            except RetryLater as error:
                await asyncio.sleep(min(error.after, 30) * attempt)
            except TooLarge:
                reason = "too_large"
                break
            except DeliveryError:  # some platforms say so of a file that is not there yet
                if attempt > 1:
                    break
                await asyncio.sleep(AGAIN_AFTER)
            except OSError:
                log.exception("file of message %s", arrived.id)
                break
        return _not_kept(incoming, reason)


def _not_kept(incoming: Incoming, reason: str) -> Incoming:
    """Return a message whose file was not taken, with one of `file_store.REASONS`."""
    return replace(incoming, file=replace(incoming.the_file, path="", remote=reason))


def _is_raw(file: FileRef | None) -> bool:
    """Tell whether a file still lies at the platform, or unchecked where the page's upload put it."""
    if file is None:
        return False
    if file.path:
        return file.path.startswith(f"{file_store.INCOMING}/")
    return bool(file.remote) and file.remote not in file_store.REASONS
