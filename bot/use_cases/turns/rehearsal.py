"""Messages that could take long are tried beforehand, in a process that may be ended.

One writer takes all turns, and Python's `re` lets nobody else run while it searches: a message that
never ends there would hold up everybody, and the stop signal too. So a long text, a document, and a
message over which the program ended before is read here first and the outcome thrown away. Whoever
writes meanwhile does not notice; what does not end in time gets no turn at all.
"""

from __future__ import annotations

import contextlib
import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from bot.imports.grid import OpenedFile
from bot.model.message import Incoming
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers.process_pool import ProcessPool
from bot.use_cases.turns.process_message import consider
from bot.use_cases.turns.read_upload import is_readable, open_kept
from storage import Arrived, Store

log = logging.getLogger("baocao.rehearsal")

LONG = 1_000  # characters; the slowest patterns of a shorter text are not noticed
OPENING = 30  # seconds of the processor for opening a document
TURN = 5  # ... and for one turn
ALTOGETHER = 120.0  # seconds by the clock, for systems that do not count the processor's


class NeverEnds(Exception):
    """A message was read beforehand, and that had to be ended."""


@dataclass(frozen=True)
class RehearsalJob:
    """What the other process has to know."""

    database: str
    office: AppContext
    arrived: Arrived


def is_needed(arrived: Arrived) -> bool:
    """Tell whether a message is read beforehand."""
    return arrived.begun > 0 or is_slow(arrived.incoming)


def is_slow(incoming: Incoming) -> bool:
    """Tell whether reading a message may take long."""
    return len(incoming.text) > LONG or is_readable(incoming)


class Rehearsals:
    """One process that reads one message after another, from the first that needs it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pool = ProcessPool()

    async def hold(self, office: AppContext, arrived: Arrived) -> OpenedFile | None:
        """Return the message's document, opened, once its turn is known to end; NeverEnds else."""
        job = RehearsalJob(self._store.url, office.for_another_process(), arrived)
        try:
            return await self._pool.do(rehearse, job, at_most=ALTOGETHER)
        except (BrokenProcessPool, TimeoutError) as error:
            if self._pool.is_closed:
                raise  # it was the program that ended it
            raise NeverEnds from error

    def close(self) -> None:
        self._pool.close()


# -- in the other process -------------------------------------------------------------------------


def rehearse(job: RehearsalJob) -> OpenedFile | None:
    """Open the document and take the turn, for nothing. What is wrong with either is said by the
    turn itself, later; here only the time counts."""
    opened: OpenedFile | None = None
    with _within(OPENING), contextlib.suppress(Exception):
        opened = open_kept(job.office.folder, job.arrived.incoming)
    store = Store.open(job.database)
    try:
        with _within(TURN), store.reading() as tx, contextlib.suppress(Exception):
            chat = tx.people.chat(job.arrived.address_id)
            consider(tx, job.office, chat, job.arrived, job.office.now(), opened)
    finally:
        store.close()
    return opened


@contextlib.contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Let the system end this process after so much of the processor's time. That needs neither
    the interpreter nor a thread of ours."""
    set_timer: Callable[[int, float], object] | None = getattr(signal, "setitimer", None)
    if set_timer is None:
        yield
        return
    set_timer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        set_timer(signal.ITIMER_PROF, 0)
