"""The one door to the database: open, transactions, the group-committing writer, close."""

from __future__ import annotations

import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage.engine import is_still_open, open_engine, reading_options
from storage.migrations import migrate
from storage.shared_database import alone, beside_others, is_conflict
from storage.transaction import Transaction

TRIES = 10  # of work that another process was in the way of
T = TypeVar("T")
Work = Callable[[Transaction], Any]


def is_passing(error: BaseException) -> bool:
    """Return whether the database failed, not the work: locked for long, a full disk, a lost
    connection. The same work may succeed later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | sqlite3.OperationalError)


class Store:
    """An open database. `transaction` and `reading` work in the calling thread; `write` hands work
    to the one writer thread, which commits what is waiting as a group: each piece of work is a
    savepoint of its own, and none is reported done before the commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._queue: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._closed = False
        self._reading = reading_options(engine)
        self._lock = threading.Lock()

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
        with self.engine.connect().execution_options(**self._reading) as connection:
            yield Transaction(connection)
            connection.rollback()

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

    def write(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Run `work` on the writer thread; the future is set after the commit.

        Work handed in is done: cancelling the future (a waiting task that is stopped) neither
        skips it nor disturbs its neighbours."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._writer is None:
                self._writer = threading.Thread(target=self._run, name="writer", daemon=True)
                self._writer.start()
            self._queue.put((work, future))
        return future

    def close(self) -> None:
        """Finish the waiting work and let the file go."""
        with self._lock:
            self._closed = True
            if self._writer is not None:
                self._queue.put(None)
        if self._writer is not None:
            self._writer.join()
            self._writer = None
        self.engine.dispose()

    def _run(self) -> None:
        while True:
            entry = self._queue.get()
            if entry is None:
                return
            group = [entry]
            stop = False
            while len(group) < 64:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    stop = True
                    break
                group.append(following)
            self._commit(group)
            if stop:
                return

    def _commit(self, group: list[tuple[Work, Future[Any]]]) -> None:
        try:
            self._commit_once(group)
        except BaseException as error:
            if not is_conflict(error):  # the commit itself failed: nobody was served
                for _, future in group:
                    future.set_exception(error)
                return
            for work, future in group:  # another process was faster with one of them
                self._commit_alone(work, future)

    def _commit_once(self, group: list[tuple[Work, Future[Any]]]) -> None:
        """Raise where nothing was kept; else every future has its outcome."""
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        with self.engine.begin() as connection:
            beside_others(connection)
            for work, future in group:
                outcomes.append(self._one(connection, work, future, alone=len(group) == 1))
        for future, result, failure in outcomes:
            if failure is not None:
                future.set_exception(failure)
            else:
                future.set_result(result)

    def _commit_alone(self, work: Work, future: Future[Any]) -> None:
        """Begin one piece of work again until no other process is in its way."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._commit_once([(work, future)])
            except BaseException as error:
                if attempt == TRIES or not is_conflict(error):
                    return future.set_exception(error)
            time.sleep(random.uniform(0, 0.005 * attempt))  # noqa: S311  so that two do not keep step
        return None

    @staticmethod
    def _one(
        connection: Any, work: Work, future: Future[Any], *, alone: bool
    ) -> tuple[Future[Any], Any, BaseException | None]:
        if alone:  # the transaction itself is the savepoint
            return future, work(Transaction(connection)), None
        try:
            with connection.begin_nested():
                return future, work(Transaction(connection)), None
        except Exception as error:
            if is_conflict(error) or not is_still_open(connection):  # all that was done is gone
                raise
            return future, None, error
