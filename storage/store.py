"""The one door to the database: open, transactions, the group-committing writer, close."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage.engine import open_engine, reading_options
from storage.membership import Membership
from storage.migrations import migrate
from storage.shared_database import alone
from storage.transaction import Transaction
from storage.writer import Job, Writer

T = TypeVar("T")


def is_passing(error: BaseException) -> bool:
    """Return whether the database failed, not the work: locked for long, a full disk, a lost
    connection. The same work may succeed later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | sqlite3.OperationalError)


class Store:
    """An open database. `transaction` and `reading` work in the calling thread; `write` hands work
    to the one writer thread, which commits what is waiting as a group."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Writer(engine)
        self._reading = reading_options(engine)
        self.membership = Membership(engine)

    @classmethod
    def open(cls, url: str, now: datetime | None = None, backups: Path | None = None) -> Store:
        """Open (or make) a database and bring it to this program's version.

        Raises NewerDatabase when a newer program made it."""
        engine = open_engine(url)
        try:
            migrate(engine, now or datetime.now(UTC), backups)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    @property
    def url(self) -> str:
        """Where the database is, with which another process opens it."""
        return self.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit at the end, roll back on an exception. No other work of any process changes
        anything meanwhile, since what stands in a `with` cannot be begun again."""
        with alone(self.engine), self.engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a consistent view; nothing written in it is kept."""
        with self.engine.connect() as connection:
            connection.execution_options(**self._reading)
            with connection.begin() as transaction:
                yield Transaction(connection)
                transaction.rollback()

    async def look(self, work: Callable[[Transaction], T]) -> T:
        """Return what some work reads, beside the running event loop."""
        return await asyncio.to_thread(self._looked, work)

    def _looked(self, work: Callable[[Transaction], T]) -> T:
        with self.reading() as tx:
            return work(tx)

    @contextmanager
    def rehearsal(self) -> Iterator[Transaction]:
        """Let work be done that is thrown away; others wait until it is."""
        with (
            alone(self.engine),
            self.engine.connect() as connection,
            connection.begin() as transaction,
        ):
            try:
                yield Transaction(connection)
            finally:
                transaction.rollback()

    def write(
        self, work: Callable[[Transaction], T], otherwise: Callable[[Transaction], T] | None = None
    ) -> Future[T]:
        """Run `work` on the writer thread, and `otherwise` in its place where it raises; the future
        is set after the commit."""
        future: Future[T] = Future()
        self._writer.put(Job(work, otherwise, future))
        return future

    def hand_in(
        self, work: Callable[[Transaction], T], otherwise: Callable[[Transaction], T] | None = None
    ) -> asyncio.Future[T]:
        """Do what `write` does, for a task of the running event loop."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(Job(work, otherwise, future))
        return future

    @property
    def waiting(self) -> int:
        """How much work waits for the writer."""
        return self._writer.length

    def close(self) -> None:
        """Finish the waiting work and let the file go."""
        self._writer.close()
        self.membership.leave()
        self.engine.dispose()
