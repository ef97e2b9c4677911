"""Files that cannot be fetched: the person is told the reason that is true."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.base import Channel
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.use_cases.turns import turn_runner
from bot.use_cases.turns.turn_runner import Turns
from tests.channels.miniature import Miniature
from tests.fakes.telegram_server import TelegramServer
from tests.office import Installation, said


def told(desk: Installation, channel: Channel, incoming: Incoming) -> str:
    """What somebody who sent a file hears once it was fetched, or not."""
    person = desk.joined()
    incoming = replace(incoming, address=person.address)

    async def work() -> None:
        running = Turns(desk.store, desk.office, {("telegram", "bot"): channel}, lambda: None)
        await running.receive([incoming])
        while not await running.round():
            await asyncio.gather(*running._fetching.values())

    asyncio.run(work())
    return said(person.listen()[-1])


def photo(remote: str, desk: Installation) -> Incoming:
    file = FileRef(remote=remote, name="anh.jpg", mime="image/jpeg", size=1)
    return Incoming(desk.person().address, "p1", IncomingKind.PHOTO, file=file)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_runner, "AGAIN_AFTER", 0.01)


def test_a_file_the_platform_does_not_know_is_asked_for_again(desk: Installation) -> None:
    with TelegramServer() as server, Miniature(server) as program:
        words = told(desk, channel(program), photo("nothing", desk))
        assert "xin gửi lại" in words
        assert "quá lớn" not in words
        assert len(server.calls_of("getFile")) == 2


def channel(program: Miniature) -> Channel:
    """The channel of a miniature, asked from the loop it lives on."""

    class Elsewhere:
        async def fetch(self, file: FileRef, into: Path) -> None:
            await asyncio.to_thread(program.run, program.channel.fetch(file, into))

    return Elsewhere()  # type: ignore[return-value]
