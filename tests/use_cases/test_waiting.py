"""A long document says in the chat how far it is, and nobody else waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import database
from bot.channels.rate_limit import RateLimiter
from bot.channels.telegram_bot import TelegramChannel
from bot.channels.web_chat import Waiters, WebChat
from bot.model.person import Role
from bot.use_cases.campaigns import invites
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.papers.process_pool import Progress
from bot.use_cases.sending.deliver import Deliverer
from bot.use_cases.sending.progress_message import WaitingNotes
from bot.use_cases.turns.turn_runner import Turns
from tests.channels.miniature import Miniature
from tests.fakes.people import Person
from tests.fakes.telegram_limits import REAL
from tests.fakes.telegram_server import TelegramServer

NAME = "tong-hop.xlsx"
UNITS = 800  # whose workbook takes seconds


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(limits=REAL) as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Person:
    return server.person("Lò Văn Mẫu", started=True)


class Making:
    """A file that is made as fast as a test wants it."""

    def __init__(self, program: Miniature, to: Person) -> None:
        self.program = program
        self.to = to
        self.share = 0.0

    def __call__(self, *shares: float, patience: float = 0.0, breaks: bool = False) -> None:
        self.program.run(self._make(shares, patience, breaks))

    async def _make(self, shares: tuple[float, ...], patience: float, breaks: bool) -> None:
        notes = WaitingNotes(patience, every=0.01)
        channel, pacer = self.program.channel, RateLimiter(TelegramChannel.pace)
        before = len(self.to.inbox)
        try:
            async with notes.beside(channel, pacer, str(self.to.chat_id), NAME) as progress:
                progress.follow(lambda: self.share)
                for share in shares:
                    self.share = share
                    wanted = f"{int(100 * share)}%"
                    await self._shown(before, wanted)
                if breaks:
                    raise ValueError("no room on the disk")
        except ValueError:
            assert breaks
        while notes._running:
            await asyncio.sleep(0.01)

    async def _shown(self, before: int, words: str) -> None:
        async with asyncio.timeout(10):
            while not any(words in each.text for each in self.to.inbox[before:]):
                await asyncio.sleep(0.01)


@pytest.fixture
def making(server: TelegramServer, person: Person) -> Iterator[Making]:
    with Miniature(server) as program:
        yield Making(program, person)


def methods(server: TelegramServer) -> list[str]:
    """What the bot asked of Telegram besides news."""
    sent = ("sendMessage", "editMessageText", "sendDocument")
    return [call.method for call in server.calls if call.method in sent]


def test_one_message_is_changed_as_the_work_goes_on(
    making: Making, server: TelegramServer, person: Person
) -> None:
    making(0.1, 0.4, 0.85)
    assert methods(server) == ["sendMessage", *["editMessageText"] * 3]
    assert [each.text for each in person.inbox] == [f"Đã lập xong tệp {NAME}."]


def test_work_that_failed_is_not_said_to_be_done(making: Making, person: Person) -> None:
    making(0.4, breaks=True)
    assert person.last.text == f"Chưa lập được tệp {NAME}."


def test_quick_work_says_nothing(making: Making, person: Person) -> None:
    making(patience=5.0)
    assert person.inbox == []


def test_trouble_with_the_message_does_not_touch_the_work(
    making: Making, server: TelegramServer, person: Person
) -> None:
    server.fail("429", "editMessageText")
    making(0.4)
    assert methods(server) == ["sendMessage", "editMessageText"]
    assert person.last.text == f"Đang lập tệp {NAME}: 40%."


def test_a_channel_that_changes_no_message_stays_silent() -> None:
    async def work() -> float:
        notes = WaitingNotes(patience=0.0, every=0.0)
        channel = WebChat(Waiters(), Path())
        async with notes.beside(channel, RateLimiter(channel.pace), "a", NAME) as progress:
            await asyncio.sleep(0)
        assert notes._running == set()
        return progress.share

    assert asyncio.run(work()) == 0.0


def test_progress_is_nothing_before_its_turn_and_then_what_the_worker_says() -> None:
    progress = Progress()
    assert progress.share == 0.0
    progress.follow(lambda: 0.7)
    assert progress.share == 0.7


class Office:
    """The program's parts around one database, with the fake in place of Telegram."""

    def __init__(self, made: database.Reported, server: TelegramServer) -> None:
        self.store = database.open_store(made.folder)
        self.office = database.make_office(made.folder)
        self.channel = TelegramChannel(server.token, api_base=server.api_base)
        self.sender = (self.channel.name, self.channel.bot)

    def code(self, slug: str, unit: str | None, role: Role) -> str:
        with self.store.transaction() as tx:
            return invites.hand_out(tx, self.office, slug, unit, role, {}, new=True)[0].code

    async def run(self, script: object) -> None:
        """Run beside a script of people, which is spoken on another thread."""
        documents = Documents(self.store, self.office)
        channels = {self.sender: self.channel}
        deliverer = Deliverer(
            self.store,
            self.office,
            channels,
            {self.sender: RateLimiter(TelegramChannel.pace)},
            documents.render,
        )
        deliverer.notes = WaitingNotes(patience=0.2, every=0.5)
        turns = Turns(self.store, self.office, channels, deliverer.wake.set)
        await self.channel.start(turns.receive)
        parts = [asyncio.create_task(part.run()) for part in (turns, deliverer)]
        try:
            await asyncio.to_thread(script)  # type: ignore[arg-type]
        finally:
            await turns.stop()
            await deliverer.stop()
            await self.channel.stop()
            for part in parts:
                part.cancel()
            documents.close()
            self.store.close()


def test_others_are_answered_while_a_large_workbook_is_made(
    tmp_path: Path, server: TelegramServer
) -> None:
    made = database.make_reported(tmp_path / "large", UNITS)
    office = Office(made, server)
    coordinator, official = server.person("Vàng Thị Mẫu"), server.person("Pờ Văn Mẫu")
    codes = (
        office.code(made.slug, None, Role.COORDINATOR),
        office.code(made.slug, "03436", Role.REPORTER),
    )

    def script() -> None:
        for who, code in zip((coordinator, official), codes, strict=True):
            who.starts(code)
            who.wait_for("Đồng ý")
        coordinator.says("Đồng ý")
        coordinator.wait_for("tiến độ")
        coordinator.says("xuất")
        coordinator.wait_for("Đang lập tệp")
        official.says("Đồng ý")
        official.wait_for("Biểu có 34 câu")
        coordinator.wait_for(lambda each: each.file_name.endswith(".xlsx"), timeout=60)
        server.wait_until(
            lambda: any("Đã lập xong tệp" in each.text for each in coordinator.inbox)
        )

    asyncio.run(office.run(script))
    done = [(call.method, call.chat) for call in server.calls if call.status == 200]
    to_official = ("sendMessage", str(official.chat_id))
    document = done.index(("sendDocument", str(coordinator.chat_id)))
    assert done[:document].count(to_official) == done.count(to_official) == 2
