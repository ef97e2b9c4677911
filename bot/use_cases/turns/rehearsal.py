"""Messages that could take long are read beforehand, in a process that may be ended.

One writer takes all turns, and Python's `re` lets nobody else run while it searches: a message that
never ends there would hold up everybody, and the stop signal too. So a long text, a document, a
message over which the program ended before, one of somebody who coordinates many units, and one that
asks for the total of the units below is read here first. What such a board or total is asked for is
answered from here, where nothing else is to be stored; every other outcome is thrown away. Whoever
writes meanwhile does not notice; what does not end in time gets no turn at all.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.command_words import Word, word_of
from bot.conversation.intents import understand
from bot.imports.grid import OpenedFile
from bot.model.message import Incoming
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers.process_pool import ProcessPool
from bot.use_cases.turns.process_message import consider
from bot.use_cases.turns.read_upload import is_readable, open_kept
from bot.use_cases.turns.taken_ahead import Ahead, Considered
from storage import Arrived, Store, Transaction

LONG = 1_000  # characters; the slowest patterns of a shorter text are not noticed
OPENING = 30  # seconds of the processor for opening a document
TURN = 5  # ... and for one turn
TURN_OF_BOARD = 60  # ... for one that reads the board of many units
CODES = 4  # that a turn may need
ALTOGETHER = 120.0  # seconds by the clock, for systems that do not count the processor's


class NeverEnds(Exception):
    """A message was read beforehand, and that had to be ended."""


@dataclass(frozen=True)
class RehearsalJob:
    """What the other process has to know."""

    database: str
    office: AppContext
    arrived: Arrived
    codes: tuple[str, ...]


def is_needed(arrived: Arrived) -> bool:
    """Tell whether a message is read beforehand."""
    return arrived.begun > 0 or arrived.reads_many_units or is_slow(arrived.incoming)


def is_slow(incoming: Incoming) -> bool:
    """Tell whether reading a message may take long."""
    return len(incoming.text) > LONG or is_readable(incoming)


class Rehearsals:
    """One process that reads one message after another, from the first that needs it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pool = ProcessPool()

    async def hold(self, office: AppContext, arrived: Arrived) -> Ahead:
        """Return what was found out about a message, once its turn is known to end; NeverEnds else."""
        codes = tuple(office.fresh_code() for _ in range(CODES))
        job = RehearsalJob(self._store.url, office.for_another_process(), arrived, codes)
        try:
            return await self._pool.do(rehearse, job, at_most=ALTOGETHER)
        except (BrokenProcessPool, TimeoutError) as error:
            if self._pool.is_closed:
                raise  # it was the program that ended it
            raise NeverEnds from error

    def close(self) -> None:
        self._pool.close()


# -- in the other process -------------------------------------------------------------------------


def rehearse(job: RehearsalJob) -> Ahead:
    """Open the document and take the turn. What is wrong with either is said by the turn itself,
    later."""
    opened: OpenedFile | None = None
    considered: Considered | None = None
    with _within(OPENING), contextlib.suppress(Exception):
        opened = open_kept(job.office.folder, job.arrived.incoming)
    store = Store.open(job.database)
    limit = TURN_OF_BOARD if job.arrived.reads_many_units else TURN
    try:
        with _within(limit), store.reading() as tx, contextlib.suppress(Exception):
            considered = _considered(tx, job, opened)
    finally:
        store.close()
    return Ahead(opened, considered)


def _considered(
    tx: Transaction, job: RehearsalJob, opened: OpenedFile | None
) -> Considered | None:
    """Return what a question about many units leads to; None where more than its answers is stored, and
    what was read has to be true at that very moment."""
    office = replace(job.office, fresh_code=partial(next, iter(job.codes)))
    chat = tx.people.chat(job.arrived.address_id)
    situation, turn = consider(tx, office, chat, job.arrived, office.now(), opened)
    about_many = situation.board is not None or _asks_total(job.arrived.incoming)
    if not about_many or turn.changes or turn.notices:
        return None
    return Considered(turn, situation.web_link, chat.turn)


def _asks_total(incoming: Incoming) -> bool:
    return word_of(understand(incoming.text, None)) in (Word.TOTAL, Word.SUBMIT_TOTAL)


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
