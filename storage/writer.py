"""The one thread that writes: it commits what is waiting as a group, and remembers what it read."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from storage.engine import data_version, is_still_open, savepoint
from storage.memory import Memory
from storage.shared_database import beside_others, is_conflict
from storage.transaction import Transaction

Work = Callable[[Transaction], Any]
TRIES = 10  # of work that another process was in the way of
MOST = 64
"""Pieces of work that are committed together at most."""


@dataclass(frozen=True, eq=False)
class Job:
    """Work, what is done in its place where it fails, and who waits for it: a thread, or a task of
    an event loop."""

    work: Work
    otherwise: Work | None
    future: Future[Any] | asyncio.Future[Any]


@dataclass(frozen=True)
class Outcome:
    """How a job ended that was neither lost nor left, to be told after the commit."""

    job: Job
    result: Any = None
    failure: BaseException | None = None

    def tell(self) -> None:
        """Tell it, in the thread of whoever waits; one who waits no more hears nothing."""
        future = self.job.future
        if future.done():
            return
        if self.failure is not None:
            future.set_exception(self.failure)
        else:
            future.set_result(self.result)


def tell(outcomes: Iterable[Outcome]) -> None:
    """Tell how jobs ended: the tasks of a loop all at once, since each call into it costs a switch
    of threads."""
    of_loops: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        future = outcome.job.future
        if isinstance(future, asyncio.Future):
            of_loops.setdefault(future.get_loop(), []).append(outcome)
        else:
            outcome.tell()
    for loop, told in of_loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits there
            loop.call_soon_threadsafe(_tell_each, told)


def _tell_each(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        outcome.tell()


class Writer:
    """Runs jobs in the order in which they came, from the first one on. Each is a savepoint of its
    own, and none is reported done before the commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._held: Connection | None = None
        self._memory = Memory()

    @property
    def length(self) -> int:
        """Jobs that wait."""
        return self._queue.qsize()

    def put(self, job: Job) -> None:
        """Hand in a job. It is done then: cancelling its future (a waiting task that is stopped)
        neither skips it nor disturbs its neighbours."""
        if isinstance(job.future, Future):
            job.future.set_running_or_notify_cancel()
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._queue.put(job)

    def close(self) -> None:
        """Finish the waiting jobs."""
        with self._lock:
            self._closed = True
            if self._thread is not None:
                self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        goes_on = True
        while goes_on:
            group, goes_on = self._next_group()
            if group:
                self._commit(group)
        self._let_go()

    def _next_group(self) -> tuple[list[Job], bool]:
        """Return the jobs that wait, and whether there may be more; waits for the first one."""
        group: list[Job] = []
        job = self._queue.get()
        while job is not None:
            group.append(job)
            if len(group) == MOST or self._queue.empty():
                return group, True
            job = self._queue.get()
        return group, False

    def _commit(self, group: list[Job]) -> None:
        try:
            self._commit_once(group)
        except BaseException as error:
            if is_conflict(error):  # another process was faster with one of them
                for job in group:
                    self._commit_alone(job)
            else:
                self._fail(group, error)

    def _commit_once(self, group: list[Job]) -> None:
        """Raise where nothing was kept; else every future has its outcome."""
        outcomes: list[Outcome] = []
        try:
            with self._transaction() as connection:
                if len(group) == 1:  # the transaction itself is the savepoint
                    result = group[0].work(Transaction(connection, self._memory))
                    outcomes.append(Outcome(group[0], result))
                else:
                    outcomes += (self._apart(connection, job) for job in group)
        except BaseException:
            self._let_go()
            raise
        self._memory.commit()
        tell(outcomes)

    def _commit_alone(self, job: Job) -> None:
        """Begin one job again until no other process is in its way."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._commit_once([job])
            except BaseException as error:
                if attempt == TRIES or not is_conflict(error):
                    return self._fail([job], error)
            time.sleep(random.uniform(0, 0.005 * attempt))  # noqa: S311  so that two do not keep step
        return None

    def _fail(self, group: list[Job], error: BaseException) -> None:
        """Nobody of a group was served; one that was alone is done otherwise, where it can be."""
        instead = group[0].otherwise if len(group) == 1 else None
        if instead is not None and isinstance(error, Exception):
            self._commit([Job(instead, None, group[0].future)])
            return
        tell(Outcome(job, failure=error) for job in group)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Begin, with the memory as far as it still holds; commit, or roll back on an exception."""
        if self._held is None:
            self._held = self.engine.connect()
        with self._held.begin():
            beside_others(self._held)
            self._memory.begin(data_version(self._held))
            yield self._held
        if self.engine.dialect.name != "sqlite":
            self._let_go()  # to the pool, which looks whether the server is still there

    def _let_go(self) -> None:
        """Give the connection up, and with it what was remembered."""
        if self._held is not None:
            self._held.close()
            self._held = None
        self._memory.clear()

    def _apart(self, connection: Connection, job: Job) -> Outcome:
        """Do a job in a savepoint; where it fails, what is to be done in its place."""
        try:
            return Outcome(job, self._in_savepoint(connection, job.work))
        except Exception as error:
            if is_conflict(error) or not is_still_open(connection):  # all that was done is gone
                raise
            if job.otherwise is None:
                return Outcome(job, failure=error)
            return self._apart(connection, Job(job.otherwise, None, job.future))

    def _in_savepoint(self, connection: Connection, work: Work) -> Any:
        released = False
        self._memory.open_savepoint()
        try:
            with savepoint(connection):
                result = work(Transaction(connection, self._memory))
            released = True
            return result
        finally:
            self._memory.close_savepoint(released=released)
