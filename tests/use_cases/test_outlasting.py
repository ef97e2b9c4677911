"""A database that takes nothing is said once, and is said to be back when it takes something again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.use_cases.keeping import outlast
from bot.use_cases.keeping.outlast import QUIET, Outage
from storage import Store, Transaction

AWAY, BACK = (
    "the database cannot be reached, waiting for it: database or disk is full",
    ("the database is back"),
)


class Disk:
    """A database on a disk that fills up; time passes by being told."""

    def __init__(self, file: Path) -> None:
        self.store = Store.open(f"sqlite:///{file}")
        self.now = 0.0
        self.is_full = False
        self.outage = Outage(self.store, lambda: self.now)

    async def reads(self) -> None:
        with self.store.reading() as tx:
            tx.campaigns.all()

    async def writes(self) -> None:
        if self.is_full:
            raise sqlite3.OperationalError("database or disk is full")
        await self.store.hand_in(lambda tx: tx.campaigns.set_setting("x", "1"))

    def proof(self, tx: Transaction) -> None:
        if self.is_full:
            raise sqlite3.OperationalError("database or disk is full")


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk(tmp_path / "a.db")
    monkeypatch.setattr(outlast, "AGAIN_AFTER", 0.0)
    monkeypatch.setattr(outlast, "_write_something", made.proof)
    yield made
    made.store.close()


def test_a_full_disk_that_is_read_is_not_back(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        disk.is_full = True
        for _ in range(3):
            assert not await disk.outage.outlast(disk.writes)
            for _ in range(5):
                disk.now += QUIET
                await disk.outage.outlast(disk.reads)
        disk.is_full = False
        await disk.outage.outlast(disk.reads)
        assert disk.outage.is_on  # it failed just now
        disk.now += QUIET
        assert await disk.outage.outlast(disk.reads)
        assert await disk.outage.outlast(disk.reads)

    asyncio.run(story())
    assert caplog.messages == [AWAY, BACK]


def test_what_is_to_be_done_once_is_done_once(disk: Disk) -> None:
    """Noting that a message left is not repeated because something else cannot be written yet."""
    done: list[float] = []

    async def note() -> None:
        done.append(disk.now)

    async def story() -> None:
        disk.outage.note(sqlite3.OperationalError("database or disk is full"))
        disk.now, disk.is_full = 2 * QUIET, True
        await disk.outage.until_done(note)

    asyncio.run(story())
    assert len(done) == 1
