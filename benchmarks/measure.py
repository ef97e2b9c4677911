"""Lanes of people who write, what they waited, and what the process took of memory."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.contestants import Say
from benchmarks.script import FIRST_CHAT, raw_update


@dataclass(frozen=True)
class Figures:
    """One measurement: messages answered, seconds, the wait of each in seconds, peak MiB, and the
    share of the machine that other programs took meanwhile."""

    turns: int
    seconds: float
    waits: tuple[float, ...]
    peak: float
    others: float

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds

    def wait(self, share: float) -> float:
        """The wait in milliseconds that this share of the messages did not exceed."""
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def talk(
    say: Say, scripts: Sequence[Sequence[str]], at_once: int, most_seconds: float
) -> Figures:
    """Everybody's script, `at_once` people at a time; each writes on when they were answered."""
    people = iter(enumerate(scripts, start=FIRST_CHAT))
    waits: list[float] = []
    begun, busy = time.perf_counter(), _busy_elsewhere()

    async def lane() -> None:
        for chat, script in people:
            for said in script:
                if time.perf_counter() - begun > most_seconds:
                    return
                update = raw_update(chat, said)
                asked = time.perf_counter()
                await say(chat, update)
                waits.append(time.perf_counter() - asked)

    await asyncio.gather(*(lane() for _ in range(at_once)))
    seconds = time.perf_counter() - begun
    others = (_busy_elsewhere() - busy) / (seconds * (os.cpu_count() or 1))
    return Figures(len(waits), seconds, tuple(waits), peak_memory(), others)


def _busy_elsewhere() -> float:
    """Seconds that all cores together have worked for other processes than this (on Linux)."""
    ticks = sum(map(int, Path("/proc/stat").read_text(encoding="ascii").split()[1:4]))
    return ticks / os.sysconf("SC_CLK_TCK") - time.process_time()


def wait_for_quiet(most_seconds: float) -> None:
    """Return when other programs leave nine tenths of the machine free, or after the longest."""
    end = time.monotonic() + most_seconds
    while time.monotonic() < end:
        busy = _busy_elsewhere()
        time.sleep(2)
        if _busy_elsewhere() - busy < 0.1 * 2 * (os.cpu_count() or 1):
            return


def peak_memory() -> float:
    """The most memory this process ever held, in MiB (of Linux, without what its parent held)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM in /proc/self/status")


def apart(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Run in a fresh process, so that nothing is warm and memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()
