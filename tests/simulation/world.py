"""The program in simulated time: real services on a real database, a platform that fails at will,
and crashes between any two steps. Nothing sleeps; the clock moves when the story says so."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import select

from bot.channels.base import Page
from bot.errors import Blocked, RetryLater, Unknown
from bot.model.calendar import OfficeHours
from bot.model.documents import Document
from bot.model.message import Address, Capabilities, FileRef, Incoming, IncomingKind
from bot.model.optional import sure
from bot.model.paper import PaperEvent
from bot.model.person import Role
from bot.reminders.schedule import parse_ladder
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.load_calendar import load_calendar
from bot.use_cases.papers import outgoing
from bot.use_cases.reminding import daily_digest, send_reminders
from bot.use_cases.sending.deliver import Deliverer
from bot.use_cases.sending.export_messages import ExportResult
from bot.use_cases.turns import file_store
from bot.use_cases.turns.process_message import (
    ConcurrentTurn,
    process,
    take_at_once,
)
from storage import Arrived, FreshCode, Store, Transaction, UnitRecord
from tests.simulation.calendar import LADDER, TZ
from tests.simulation.ledger import Attempt, Ledger
from tests.simulation.province import FILE, PHOTO, TOTAL, WORDS, owed_by, parents_of, place_of
from tests.storage.peek import SUBMISSION

ABILITIES = Capabilities(max_text=4096, buttons=True, files_in=True, files_out=True)
CALENDAR = load_calendar()
BOTS = (("telegram", "bot"), ("zalo", "bot"))
REMINDER, DIGEST = "Nhắc", "Tình hình sáng nay"


T = TypeVar("T")


class Crash(BaseException):
    """The power went out."""


@dataclass
class Weather:
    """How often things go wrong: shares of all sendings; `until_crash` counts steps down."""

    blocked: set[str] = field(default_factory=set)
    later: float = 0.0
    doubt: float = 0.0
    until_crash: int = -1


class NoPace:
    """The platform's speed limits belong to real time; here nobody waits."""

    @asynccontextmanager
    async def turn(self, chat: str, *, urgent: bool) -> AsyncIterator[float]:
        yield 0.0

    def hold(self, seconds: float, chat: str | None = None) -> None:
        return


class Platform:
    """A channel whose every message is judged by the ledger."""

    bot = "bot"
    capabilities = ABILITIES

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name
        self.numbers = itertools.count(1)

    async def send(self, chat: str, page: Page) -> str:
        world, weather = self.world, self.world.weather
        text = f"{page.head}\n{page.text}"
        reminder = page.head.startswith(REMINDER)
        try:
            world.step()
        except Crash:
            if reminder:  # claimed, and never sent: in doubt for ever
                world.ledger.reminded(Attempt(world.now, world.owner[chat], text, "later"))
            raise
        if chat in weather.blocked:
            self._judge(chat, page, text, "refused")
            raise Blocked
        if reminder and world.chance.random() < weather.later:
            self._judge(chat, page, text, "later")
            raise RetryLater(30)
        if reminder and world.chance.random() < weather.doubt:
            self._judge(chat, page, text, "doubt")
            raise Unknown
        self._judge(chat, page, text, "delivered")
        world.heard[chat] = page
        world.step()
        return f"{self.name}{next(self.numbers)}"

    def _judge(self, chat: str, page: Page, text: str, outcome: str) -> None:
        world = self.world
        if page.head.startswith(REMINDER):
            world.ledger.reminded(Attempt(world.now, world.owner[chat], text, outcome))
        elif page.head.startswith(DIGEST) and outcome == "delivered":
            world.ledger.morning(world.owner[chat], world.now, text)


class Grumbles(logging.Handler):
    """Errors that the program writes to its log are faults of the simulation."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        reason = record.exc_info[1] if record.exc_info else ""
        self.faults.append(f"log: {record.getMessage()} {reason!r}")


class World:
    """The office, its people's chats and the clock. `now` is what the program's clock shows."""

    def __init__(self, folder: Path, campaign_file: Path, now: datetime, chance: Random) -> None:
        self.folder = folder
        self.now = now
        self.chance = chance
        self.weather = Weather()
        self.heard: dict[str, Page] = {}
        self.owner: dict[str, str] = {}  # chat -> person
        self.crashes = 0
        self.unconfirmed: list[Incoming] = []  # what the platform will deliver again
        self.turns = itertools.count(1)
        self._codes = (f"S{number:06d}CODE" for number in itertools.count(1))
        self.loop = asyncio.new_event_loop()
        self.start()
        with self.store.transaction() as tx:
            read = campaign_setup.read_campaign(campaign_file, self.office)
            self.campaign = campaign_setup.create_campaign(tx, self.office, read)
            self.campaign = campaign_setup.open_campaign(tx, self.office, self.campaign.slug)
            members = tx.campaigns.members(self.campaign.id)
        self.unit_ids = {unit.code: unit.id for unit in members}
        self.parents = parents_of(len(members))  # of the units that the campaign has now
        self.ledger: Ledger

    # The process

    def start(self) -> None:
        """A fresh process on the same database: everything in memory is gone."""
        url = f"sqlite:///{self.folder / 'baocao.db'}"
        self.store = Store.open(url, self.now)
        self.twin = Store.open(url, self.now)  # a second process, by mistake
        self.office = AppContext(
            lambda: self.now, lambda: next(self._codes), TZ, CALENDAR, OfficeHours(),
            parse_ladder(LADDER), self.folder,
            capabilities={"telegram": ABILITIES, "zalo": ABILITIES},
        )  # fmt: skip
        channels = {bot: Platform(self, bot[0]) for bot in BOTS}
        paces = {bot: NoPace() for bot in BOTS}
        self.deliverers = [
            Deliverer(store, self.office, channels, paces, self._no_file)  # type: ignore[arg-type]
            for store in (self.store, self.twin)
        ]
        with self.store.transaction() as tx:
            tx.messages.release(self.now, timedelta(0))
            for incoming in self.unconfirmed:
                tx.messages.keep(incoming, self.now)
        self.unconfirmed.clear()

    async def _no_file(self, document: Document, progress: object) -> ExportResult:
        """Documents have their own tests; here a file that is there will do."""
        return ExportResult(self.folder / "units.csv")

    def step(self) -> None:
        """A place where the power may go out."""
        if self.weather.until_crash > 0:
            self.weather.until_crash -= 1
            if self.weather.until_crash == 0:
                raise Crash

    def survive(self, work: Callable[[], T]) -> T | None:
        """Do something; None when the power went out meanwhile. The process stays down until
        `start`."""
        try:
            return work()
        except Crash:
            self.crashes += 1
            self.weather.until_crash = -1
            self._close()
            return None

    def _close(self) -> None:
        self.store.close()
        self.twin.close()

    def stop(self) -> None:
        self._close()
        self.loop.close()

    # The rounds of the program

    def round(self, between: Callable[[], None], most: int = 10**9) -> bool:
        """Turns that wait, reminders, digest, then sending, at most so many: a slow channel leaves
        the rest in the outbox. People write in between. True when nothing was left."""
        self.take_turns()
        while self._ticked():
            between()
        with self.store.transaction() as tx:
            daily_digest.digest_tick(tx, self.office, self.now)
            self.step()
        complete = self.loop.run_until_complete(self._deliver(between, most))
        while complete and self._ticked():  # duties that were passed on at the door
            complete = self.loop.run_until_complete(self._deliver(between, most))
        return complete

    def _ticked(self) -> bool:
        with self.chance.choice((self.store, self.twin)).transaction() as tx:
            some = send_reminders.reminder_tick(tx, self.office, self.now)
            self.step()
        self.step()
        return bool(some)

    async def _deliver(self, between: Callable[[], None], most: int) -> bool:
        """What is due, one after the other, answers first; True when that was all."""
        while True:
            with self.store.reading() as tx:
                due = [
                    one
                    for urgent in (True, False)
                    for one in tx.messages.due(BOTS, self.now, 100, urgent)
                ]
            if not due:
                return True
            for one in due:
                if not one.urgent:
                    most -= 1
                if most < 0:
                    return False
                first, second = self.chance.sample(self.deliverers, 2)
                await first._one(one)
                if self.chance.random() < 0.02:  # both had seen it
                    await second._one(one)
                between()

    def take_turns(self) -> None:
        with self.store.reading() as tx:
            waiting = tx.messages.waiting()
        for arrived in waiting:
            with suppress(ConcurrentTurn):
                self.store.write(partial(self._takes_later, arrived=arrived)).result()
            self.step()

    def _takes_later(self, tx: Transaction, arrived: Arrived) -> None:
        process(tx, self.office, arrived)
        self.step()

    def _takes_at_once(self, tx: Transaction, incoming: Incoming) -> bool:
        taken = take_at_once(tx, self.office, incoming)
        self.step()
        return taken

    # What people do

    def shows(self, chat: str) -> None:
        """Somebody sends a picture."""
        file = FileRef(
            name="x.jpg", mime="image/jpeg", size=1, path="files/x.jpg", sha256="0" * 64
        )
        self.says(chat, "", IncomingKind.PHOTO, file)

    def sends_scan(self, chat: str) -> None:
        """Somebody sends a signed paper as a picture in a file."""
        raw = self.folder / file_store.INCOMING / f"{next(self.turns)}.raw"
        raw.parent.mkdir(exist_ok=True)
        raw.write_bytes(b"%PDF-1.4 signed and scanned\n%%EOF\n")
        sent = Incoming(Address("", "", ""), "", IncomingKind.FILE, file=FileRef(name="ky.pdf"))
        kept = file_store.store_file(sent, raw, self.folder)
        self.says(chat, "", IncomingKind.FILE, kept.file)

    def sends_papers(self, receivers: Sequence[str]) -> None:
        """The coordinator makes the province's papers and notes that they were sent."""
        made = outgoing.make_reports(self.store, self.office, self.campaign.slug, receivers)
        with self.store.transaction() as tx:
            for each in made:
                sent = PaperEvent("sent", self.now, each.paper.addressee)
                tx.papers.note(each.paper.id, sent)

    def says(
        self,
        chat: str,
        text: str,
        kind: IncomingKind = IncomingKind.TEXT,
        file: FileRef | None = None,
    ) -> None:
        """A message arrives and has its turn, at once or after it was stored; the answers wait in the
        outbox. The platform keeps what was not confirmed."""
        channel, _, name = chat.partition(":")
        number = f"m{next(self.turns)}"
        incoming = Incoming(
            Address(channel, "bot", chat),
            number,
            kind,
            text,
            file=file,
            message=number,
            sender_name=name,
        )
        self.unconfirmed.append(incoming)
        taken = False
        if self.chance.random() < 0.8:
            taken = self.store.write(partial(self._takes_at_once, incoming=incoming)).result()
        if not taken:
            self.store.write(lambda tx: tx.messages.keep(incoming, self.now)).result()
        self.step()
        self.unconfirmed.clear()
        self.take_turns()

    def joins(self, chat: str, person: str, unit: str | None, role: Role) -> None:
        """Somebody follows an invitation and agrees to the notice."""
        self.owner[chat] = person
        code = next(self._codes)
        place = None if unit is None else self.unit_ids[unit]
        until = self.now + timedelta(days=30)
        with self.store.transaction() as tx:
            tx.invites.void(self.campaign.id, [place], role, self.now)
            tx.invites.add([FreshCode(code, place)], self.campaign.id, role, self.now, until)
        self.says(chat, code, IncomingKind.START)
        self.says(chat, "Đồng ý")

    def leaves(self, chat: str, unit: str) -> None:
        """Somebody hands the seat over: it ends at once."""
        with self.store.transaction() as tx:
            address = tx.messages.known_address(Address(chat.partition(":")[0], "bot", chat))
            if address is None:
                return
            for seat in tx.people.seats_of_chat(address):
                if seat.unit_code == unit:
                    tx.people.leave(seat.id, self.now)

    def state_of(self, unit: str) -> str:
        with self.store.reading() as tx:
            found = tx.submissions.of_unit(self.campaign.id, self.unit_ids[unit])
            assert found is not None
            return found.status.value

    def lacks(self, unit: str, place: int) -> set[str]:
        """What a unit owes besides its figures and has not given."""
        with self.store.reading() as tx:
            (line,) = tx.views.board(self.campaign.id, [self.unit_ids[unit]])
        return self._lacks(line, place)

    def lacks_by_code(self) -> dict[str, set[str]]:
        """The same of every unit of the campaign."""
        with self.store.reading() as tx:
            board = tx.views.board(self.campaign.id)
        return {
            line.unit.code: self._lacks(line, sure(place_of(line.unit.code))) for line in board
        }

    def _lacks(self, line: UnitRecord, place: int) -> set[str]:
        given = line.given(0)
        come = {PHOTO: given.all_photos, WORDS: given.words, FILE: given.files}
        return {
            what
            for what in owed_by(place, self.parents)
            if not (given.has_total if what == TOTAL else come[what])
        }

    def looks_at_list(self) -> None:
        """Take over which units the campaign has, and which stand below which."""
        with self.store.reading() as tx:
            members = tx.campaigns.members(self.campaign.id)
        self.unit_ids |= {unit.code: unit.id for unit in members}
        self.parents = {place_of(each.code): place_of(each.parent) for each in members}

    def states(self) -> dict[int, str]:
        """Every report's state, by unit id."""
        with self.store.reading() as tx:
            rows = tx.connection.execute(select(SUBMISSION.c.unit_id, SUBMISSION.c.status))
            return {row.unit_id: row.status for row in rows}

    def sits(self, chat: str, unit: str) -> bool:
        with self.store.reading() as tx:
            address = tx.messages.known_address(Address(chat.partition(":")[0], "bot", chat))
            seats = () if address is None else tx.people.seats_of_chat(address)
            return any(seat.unit_code == unit for seat in seats)
