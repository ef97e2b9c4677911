"""Processes of their own in which documents are made, and how far each document is."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from bot.exports.export_progress import told_to
from bot.locale.say import language, use_language
from bot.use_cases.keeping import loaded_for_good

Made = TypeVar("Made")


class Progress:
    """How far a piece of work is, from 0 to 1; 0 until its turn comes."""

    def __init__(self) -> None:
        self._read: Callable[[], float] | None = None

    @property
    def share(self) -> float:
        return self._read() if self._read is not None else 0.0

    def follow(self, read: Callable[[], float]) -> None:
        """Let `read` tell the share from now on."""
        self._read = read


class ProcessPool:
    """One process that does one piece of work after another. Time and memory are its own: whoever
    writes to us meanwhile does not notice."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._share: Any = self._context.Value("d", 0.0, lock=False)
        self._turn = asyncio.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    async def do(
        self,
        work: Callable[..., Made],
        *given: Any,
        progress: Progress | None = None,
        at_most: float | None = None,
    ) -> Made:
        """Return what a function of values gives there. A process that was ended from outside (the system
        wanted its memory) is replaced once; then BrokenProcessPool is raised. Work that takes
        longer than `at_most` seconds, without those in which the process starts, is ended, and
        TimeoutError raised."""
        async with self._turn:
            self._share.value = 0.0
            if progress is not None:
                progress.follow(lambda: float(self._share.value))
            try:
                if at_most is not None and self._pool is None:
                    await self._replacing(_begun, ())
                async with asyncio.timeout(at_most):
                    return await self._replacing(work, given)
            except TimeoutError:
                self._end_process()
                raise

    async def _replacing(self, work: Callable[..., Made], given: tuple[Any, ...]) -> Made:
        try:
            return await self._once(work, given)
        except BrokenProcessPool:
            self._end_process()
            if self._closed:
                raise
        try:
            return await self._once(work, given)
        except BrokenProcessPool:
            self._end_process()
            raise

    async def _once(self, work: Callable[..., Made], given: tuple[Any, ...]) -> Made:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, self._context, initializer=_begin, initargs=(self._share, language())
            )
        return await asyncio.get_running_loop().run_in_executor(self._pool, _work, work, given)

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """End the process, whatever it is doing: what it makes can be made again. Waits for the end, since
        Python wakes the threads of such pools as the program ends, also those that are just closing."""
        self._closed = True
        self._end_process(wait=True)

    def _end_process(self, *, wait: bool = False) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.terminate()  # else the program could not end before a long document
        pool.shutdown(wait=wait, cancel_futures=True)


# -- in the other process -------------------------------------------------------------------------

_shared: Any = None


def _begin(shared: Any, spoken: str) -> None:
    global _shared  # noqa: PLW0603  given once, when the process begins
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches it too; the program ends it
    use_language(spoken)
    loaded_for_good.search_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End with the parent: a program that was killed tells nobody; without this its process would
    wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begun() -> None:
    """Do nothing: whoever waits for it knows that the process is there."""


def _work(work: Callable[..., Made], given: tuple[Any, ...]) -> Made:
    with told_to(_tell):
        return work(*given)


def _tell(share: float) -> None:
    _shared.value = share
