"""Outbox -> channel: order within a chat, pacing, retries, results.

Claiming and recording go to the writer in batches; no transaction is open while the network is
waited for. Answers to people go before everything else. Unasked messages are claimed
shortly before their turn at the channel, a few at a time, so that a crash leaves only those in
doubt; a reminder is re-checked in the transaction that claims it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels.base import Channel, Editing, Lively, Page
from bot.channels.rate_limit import RateLimiter
from bot.channels.render import render
from bot.errors import (
    Blocked,
    DeliveryError,
    Disconnected,
    QuotaExceeded,
    Rejected,
    RetryLater,
    Unknown,
)
from bot.locale.say import say
from bot.model.documents import Document
from bot.model.message import Address, Placing, Reply, Urgency
from bot.model.optional import optional, sure
from bot.use_cases.app_context import AppContext
from bot.use_cases.keeping.outlast import Outage
from bot.use_cases.papers.process_pool import Progress
from bot.use_cases.reminding import pre_send_check
from bot.use_cases.sending import message_windows, quota
from bot.use_cases.sending.export_messages import ExportResult
from bot.use_cases.sending.joined_answers import with_those_behind
from bot.use_cases.sending.long_waits import LONG, after
from bot.use_cases.sending.progress_message import WaitingNotes
from bot.use_cases.sending.sent_cards import SentCards
from storage import Due, Queued, Store, Transaction, WriteBatches, is_passing

log = logging.getLogger("baocao.deliver")

AT_ONCE = 200  # claims looked at in one round
ATTEMPTS = 12
UNSURE = {  # tries of a message that may have arrived: rather twice than never, but for a reminder
    Urgency.REPLY: ATTEMPTS,
    Urgency.RECEIPT: ATTEMPTS,
    Urgency.NOTICE: 3,
    Urgency.REMINDER: 1,
}
PATIENCE = timedelta(days=1)  # a platform that is down for hours costs nobody an answer
LONGEST_PAUSE = {RetryLater: 30.0, Unknown: 60.0}  # seconds between two tries; all behind it wait
FRESH = 2.0  # seconds of waiting after which an unasked message is looked at once more
AHEAD = 8  # unasked messages of one bot that are claimed and wait for their turn

Make = Callable[[Document, Progress], Awaitable[ExportResult]]
Announce = Callable[[Document], Awaitable[str]]
"""What is told with a document that its reader fetches later."""
FileLink = Callable[[Queued], str]
"""Where the file of a message can be fetched, for channels that carry none."""


class _Place:
    """One of the few places ahead of the channel's turn; left once, whatever happens."""

    def __init__(self, gate: asyncio.Semaphore | None) -> None:
        self._gate = gate
        self.looked_at = 0.0  # when what is sent was last found to be true still

    def leave(self) -> None:
        gate, self._gate = self._gate, None
        if gate is not None:
            gate.release()


class Deliverer:
    """Sends what is due until told to stop. Channels and pacers are those of each (channel, bot);
    `make` turns a document into a file, `announce` tells of one that is fetched."""

    def __init__(
        self,
        store: Store,
        office: AppContext,
        channels: Mapping[tuple[str, str], Channel],
        pacers: Mapping[tuple[str, str], RateLimiter],
        make: Make,
        file_link: FileLink | None = None,
        announce: Announce | None = None,
        may_send_unasked: Callable[[], bool] = lambda: True,
    ) -> None:
        self.store = store
        self.office = office
        self.channels = channels
        self.pacers = pacers
        self.make = make
        self.file_link = file_link
        self.announce = announce
        self.may_send_unasked = may_send_unasked
        self.notes = WaitingNotes()
        self.outage = Outage(store)
        self.sent: Callable[[str, str], None] = lambda _channel, _result: None
        self.cards = SentCards(store, pacers)
        self.wake = asyncio.Event()
        self._busy: dict[tuple[int, bool], asyncio.Task[None]] = {}  # by chat, and urgent or not
        self._answered: dict[Address, float] = {}  # when a chat was answered last
        self._ahead = {sender: asyncio.Semaphore(AHEAD) for sender in channels}
        self._refused: dict[
            tuple[str, str], tuple[str, float]
        ] = {}  # the last chat, and until when
        self._queueing: set[asyncio.Task[None]] = set()  # those not yet claimed
        self._aside: set[asyncio.Task[None]] = set()  # what nobody waits for
        self._stopping = False
        self._batches = WriteBatches(store)

    async def run(self) -> None:
        """Send what is due, then wait to be woken (or a second, for what other processes wrote)."""
        while not self._stopping:
            self.wake.clear()
            await self.outage.outlast(self.round)
            await self._pause()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), timeout=1.0)

    async def stop(self) -> None:
        """Let what is on its way arrive; the rest stays in the outbox."""
        self._stopping = True
        self.wake.set()
        for task in self._queueing:
            task.cancel()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=4)
        await self.notes.stop()
        await self.cards.stop()
        for task in self._aside:
            task.cancel()

    async def round(self) -> bool:
        """Start sending for every chat with something due; False when there was nothing new."""
        now = self.office.now()
        bots = list(self.channels)

        def found(tx: Transaction) -> list[Due]:
            urgent = tx.messages.due(bots, now, AT_ONCE, urgent=True)
            if not self.may_send_unasked():
                return urgent
            return urgent + tx.messages.due(bots, now, AT_ONCE, urgent=False)

        started = False
        for due in await self.store.look(found):
            chat = (due.address_id, due.urgent)  # an answer does not wait behind a reminder
            if chat not in self._busy and not self._stopping:
                self._busy[chat] = asyncio.create_task(self._one(due))
                started = True
        return started

    async def drain(self) -> None:
        """Send everything that is due now and wait for it: for a command without `run`."""
        while True:
            idle = not self._busy  # what ends during a look may leave something behind it
            if not await self.round() and idle:
                return
            await asyncio.sleep(0.02)

    async def _one(self, due: Due) -> None:
        queued = None
        place = _Place(None)
        try:
            place = await self._place(due)
            if not due.urgent and not self.may_send_unasked():
                return
            room = self.channels[due.channel, due.bot].capabilities.max_text
            queued = await self._batches.do(
                lambda tx: claim_for_sending(tx, self.office, due.id, room)
            )
            if queued is not None:
                place.looked_at = asyncio.get_running_loop().time()
                if due.urgent:
                    self._answered[queued.address] = place.looked_at
                await self._send_while_shown(queued, place)
        except Exception as error:
            if not is_passing(error):
                log.exception("sending outbox %s failed", due.id)
            await asyncio.sleep(1)
            if queued is not None:
                await self._give_back(queued)
        finally:
            place.leave()
            self._busy.pop((due.address_id, due.urgent), None)
            if queued is not None:  # the next message of this chat may go
                self.wake.set()

    async def _send_while_shown(self, queued: Queued, place: _Place) -> None:
        """Send a message; somebody who has waited long for it sees that it is being made."""
        if not _is_answer(queued):
            return await self._send(queued, place)
        with after(LONG, self._show_typing, queued.address):
            return await self._send(queued, place)

    async def _give_back(self, queued: Queued) -> None:
        """Give a message back when something of ours broke: nobody knows whether it left. Without this
        it would stay on its way, and hold up all later answers of its chat."""
        lost = Unknown("not noted")
        with contextlib.suppress(Exception):
            await self.store.hand_in(
                lambda tx: self._failed(tx, queued, lost, _pause(queued, lost))
            )

    def _slow_down(self, sender: tuple[str, str], chat: str, seconds: float) -> None:
        """Slow down when a second chat is refused while the first waits: the bot as a whole is too fast."""
        now = asyncio.get_running_loop().time()
        other, until = self._refused.get(sender, (chat, 0.0))
        if other != chat and now < until:
            self.pacers[sender].hold(seconds)
        self._refused[sender] = (chat, now + seconds)

    async def _place(self, due: Due) -> _Place:
        """Wait until few enough are ahead; an answer never waits."""
        if due.urgent:
            return _Place(None)
        task = sure(asyncio.current_task())
        self._queueing.add(task)
        try:
            gate = self._ahead[due.channel, due.bot]
            await gate.acquire()
            return _Place(gate)
        finally:
            self._queueing.discard(task)

    async def _send(self, queued: Queued, place: _Place) -> None:
        """Send all its pages, each when the channel's limits let it leave."""
        sender = (queued.address.channel, queued.address.bot)
        channel = self.channels[sender]
        urgent = _is_answer(queued)
        try:
            told = await self._announced(queued, channel)
            reply = await self._with_file(queued, self._with_link(told, channel), channel)
            pages = message_windows.in_its_way(render(reply, channel.capabilities), queued)
            if channel.capabilities.shows_addresses:
                pages = self._with_picture(told, pages)
            if reply.replaces and await self._in_its_card(queued, channel, pages):
                return
            remote = ""
            for number, page in enumerate(pages[queued.pages_sent :], start=queued.pages_sent + 1):
                async with self.pacers[sender].turn(queued.address.chat, urgent=urgent) as waited:
                    place.leave()
                    if not urgent and not remote and self._is_old(queued, place, waited):
                        await self._look_again(queued, place)
                        return
                    remote = await channel.send(queued.address.chat, page)
                if number < len(pages):
                    await self.store.hand_in(
                        partial(self._page, queued=queued, number=number, remote=remote)
                    )
            await self.store.hand_in(lambda tx: self._sent(tx, queued, remote))
            if reply.menu and isinstance(channel, Lively):
                self._beside(channel.show_menu(queued.address.chat, reply.menu))
            if isinstance(channel, Editing) and urgent:
                self.cards.tidy_later(queued, channel, channel.capabilities)
        except DeliveryError as error:
            pause = _pause(queued, error)
            if pause:
                self.pacers[sender].hold(pause, queued.address.chat)
            if isinstance(error, RetryLater):
                self._slow_down(sender, queued.address.chat, error.after)
            await self.store.hand_in(
                partial(self._failed, queued=queued, error=error, pause=pause)
            )

    def _show_typing(self, where: Address) -> None:
        """Show that an answer is being made, where the channel can."""
        channel = self.channels[where.channel, where.bot]
        if isinstance(channel, Lively):
            self._beside(channel.show_typing(where.chat))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what nobody waits for."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _in_its_card(
        self, queued: Queued, channel: Channel, pages: tuple[Page, ...]
    ) -> bool:
        """Change the card that a reply takes the place of; False where it is sent as a message."""
        if not isinstance(channel, Editing):
            return False
        remote = await self.cards.change(queued, channel, pages)
        if remote:
            await self.store.hand_in(lambda tx: self._sent(tx, queued, remote))
            return True
        if queued.reply.placing is Placing.ONLY_IN_CARD:
            now = self.office.now()
            await self.store.hand_in(lambda tx: tx.messages.finish(queued.id, "cancelled", now))
            return True
        alone = replace(queued.reply, replaces=0, placing=Placing.BELOW)
        await self.store.hand_in(lambda tx: tx.messages.replace_body(queued.id, alone))
        return False

    def _is_old(self, queued: Queued, place: _Place, waited: float) -> bool:
        """Tell whether an unasked message has waited long, or its chat was answered since it was looked at:
        the answer may be the receipt of what it asks for."""
        return waited >= FRESH or self._answered.get(queued.address, 0.0) > place.looked_at

    async def _look_again(self, queued: Queued, place: _Place) -> None:
        """Look again at an unasked message that had to wait: its report may have come meanwhile."""
        place.looked_at = asyncio.get_running_loop().time()
        checked = await self.store.hand_in(lambda tx: _last_look(tx, self.office, queued))
        if checked is not None:
            await self._send(checked, place)

    def _with_link(self, queued: Queued, channel: Channel) -> Reply:
        """Return where the file is to be had, for a channel that carries none. Nobody is told that a
        receipt would have had one."""
        reply = queued.reply
        if reply.document is None or channel.capabilities.carries(reply.document.name):
            return reply
        return self._linked(queued, reply, reply.document.name)

    def _with_picture(self, queued: Queued, pages: tuple[Page, ...]) -> tuple[Page, ...]:
        """Return pages whose last shows the document by its address, where it is a picture."""
        document = queued.reply.document
        if document is None or self.file_link is None or not document.name.endswith(".png"):
            return pages
        return (*pages[:-1], replace(pages[-1], picture=self.file_link(queued)))

    def _linked(self, queued: Queued, reply: Reply, name: str) -> Reply:
        """Return a reply without its file, and with the file's address where there is one."""
        reply = replace(reply, document=None)
        if self.file_link is not None:
            told = say("document.link", name=name, link=self.file_link(queued))
        elif reply.urgency is Urgency.RECEIPT:
            return reply
        else:
            told = say("document.not_here")
        return replace(reply, text=f"{reply.text}\n{told}")

    async def _with_file(self, queued: Queued, reply: Reply, channel: Channel) -> Reply:
        """Return the reply with its document made, where the channel carries files. A document that
        cannot be made never holds the words back."""
        document, where = reply.document, queued.address
        abilities = channel.capabilities
        if (
            document is None
            or document.is_made
            or not abilities.files_out
            or abilities.fetches_files
        ):
            return reply
        self._show_typing(where)
        try:
            made = await self._made(document, where)
        except Exception:
            log.exception("document %s", document.name)
            return replace(reply, document=None, text=f"{reply.text}\n{say('document.failed')}")
        with_words = _told_with(reply, made.words)
        if not abilities.carries(document.name, made.path.stat().st_size):
            return self._linked(queued, with_words, document.name)
        return replace(with_words, document=replace(document, request=None, path=str(made.path)))

    async def _made(self, document: Document, where: Address) -> ExportResult:
        """Return the file; a long one with a note in the chat that says how far it is."""
        if document.request is None or not document.request.is_long:
            return await self.make(document, Progress())
        sender = (where.channel, where.bot)
        channel, pacer = self.channels[sender], self.pacers[sender]
        async with self.notes.beside(channel, pacer, where.chat, document.name) as progress:
            return await self.make(document, progress)

    async def _announced(self, queued: Queued, channel: Channel) -> Queued:
        """Return what is to be told with a document that is fetched later, kept with the message: the
        page shows what is stored."""
        document, abilities = queued.reply.document, channel.capabilities
        if document is None or document.is_made or self.announce is None:
            return queued
        if not abilities.fetches_files and (
            abilities.carries(document.name) or self.file_link is None
        ):
            return queued
        try:
            words = await self.announce(document)
        except Exception:
            log.exception("document %s", document.name)
            return queued
        if not words or words in queued.reply.text:
            return queued
        reply = _told_with(queued.reply, words)
        await self.store.hand_in(lambda tx: tx.messages.replace_body(queued.id, reply))
        return queued.with_reply(reply)

    def _page(self, tx: Transaction, queued: Queued, number: int, remote: str) -> None:
        tx.messages.page_sent(queued.id, number, remote)
        where = queued.address
        quota.count(tx, self.office, where.channel, where.bot, self.office.now(), sent=1)
        message_windows.count(tx, self.office, queued, self.office.now())

    def _sent(self, tx: Transaction, queued: Queued, remote: str) -> None:
        now = self.office.now()
        quota.count(tx, self.office, queued.address.channel, queued.address.bot, now, sent=1)
        message_windows.count(tx, self.office, queued, now)
        known = "" if queued.behind else remote  # joined answers are never changed to one
        for entry in queued.entries:
            tx.messages.finish(entry.id, "sent", now, remote=known)
        self.sent(queued.address.channel, "sent")
        tx.messages.reached(queued.address_id, now)

    def _failed(self, tx: Transaction, queued: Queued, error: DeliveryError, pause: float) -> None:
        now = self.office.now()
        name = type(error).__name__
        if isinstance(error, QuotaExceeded):
            where = queued.address
            quota.exhausted(tx, self.office, where.channel, where.bot, now)
        for entry in queued.entries:
            if queued.behind and isinstance(error, Rejected):  # one of them: each goes alone
                tx.messages.postpone(entry.id, now, name)
            else:
                self._failed_entry(tx, entry, error, pause)
        log.warning("outbox %s: %s", queued.id, name)
        self.sent(queued.address.channel, name)

    def _failed_entry(
        self, tx: Transaction, queued: Queued, error: DeliveryError, pause: float
    ) -> None:
        now, name = self.office.now(), type(error).__name__
        match error:
            case Disconnected() if self._goes_elsewhere(tx, queued, now, name):
                tx.messages.finish(queued.id, "failed", now, failure=name)
            case RetryLater() if queued.attempts < ATTEMPTS or now - queued.created_at < PATIENCE:
                tx.messages.postpone(queued.id, now + timedelta(seconds=pause), name)
            case Unknown() if queued.attempts < UNSURE[queued.reply.urgency]:
                tx.messages.postpone(queued.id, now + timedelta(seconds=pause), name)
            case Unknown():
                tx.messages.finish(queued.id, "unknown", now, failure=name)
            case Blocked() | Rejected() | QuotaExceeded() | _:
                tx.messages.finish(queued.id, "failed", now, failure=name)
                tx.messages.unreached(queued.address_id, now, name)
                pre_send_check.try_other_channel(tx, queued, now)

    def _goes_elsewhere(self, tx: Transaction, queued: Queued, now: datetime, why: str) -> bool:
        """Note that a chat cannot be reached while its channel is out of order; return whether the
        person has another, where a message goes that nobody waits for."""
        tx.messages.unreached(queued.address_id, now, why)
        return pre_send_check.try_other_channel(tx, queued, now)


def _told_with(reply: Reply, words: str) -> Reply:
    return replace(reply, text=f"{reply.text}\n{words}") if words else reply


def _is_answer(queued: Queued) -> bool:
    """Tell whether a person who wrote waits for it."""
    return queued.reply.urgency in (Urgency.REPLY, Urgency.RECEIPT)


def _pause(queued: Queued, error: DeliveryError) -> float:
    """Return seconds until the next try, longer with every one; 0 where there is none.

    A lost connection may have carried the message: those tries grow rare quickly."""
    longest = next((most for kind, most in LONGEST_PAUSE.items() if isinstance(error, kind)), None)
    if longest is None:
        return 0.0
    asked = error.after if isinstance(error, RetryLater) else 0.0
    return max(asked, min(2.0**queued.attempts, longest))


def claim_for_sending(
    tx: Transaction, office: AppContext, outbox_id: int, room: int = 0
) -> Queued | None:
    """Take a message; an unasked one is checked once more: is it still needed, is it still its day
    and the office open? If not it is cancelled, or put off, here and now. An answer that had to wait
    takes those behind it along, within `room` UTF-16 units."""
    now = office.now()
    queued = optional(partial(_last_look, tx, office), tx.messages.claim(outbox_id, now))
    return optional(lambda found: with_those_behind(tx, found, now, room), queued)


def _last_look(tx: Transaction, office: AppContext, queued: Queued) -> Queued | None:
    now = office.now()
    checked = pre_send_check.recheck(tx, office, queued, now)
    admitted = None if checked is None else quota.admit(tx, office, checked, now)
    return None if admitted is None else message_windows.admit(tx, office, admitted, now)
