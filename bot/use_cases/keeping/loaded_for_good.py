"""Keeps Python's search for rubbish away from what a running program has loaded once for good, and lets
it search when the program has grown."""

from __future__ import annotations

import ctypes
import gc
import os
from pathlib import Path
from typing import Any

NEW_OBJECTS = 50_000
"""Objects made, less those that went, before the newest are looked through. A turn leaves next to none;
looking through all that was loaded, again and again, made some people wait 150 ms."""

EVERY = 2.0  # seconds between looks at the program's memory
GROWN = 1.15  # times what it was
MEMORY = Path("/proc/self/statm")  # of Linux; in pages, the second number is what is held


def settle() -> None:
    """Take all objects there are now, modules and forms, out of the search: they stay until the end."""
    gc.collect()
    gc.freeze()
    search_seldom()


def search_seldom() -> None:
    """Look through new objects only when there are many: of a document all that is made stays to its end."""
    gc.set_threshold(NEW_OBJECTS)


class Memory:
    """Has an eye on how much memory the program holds. The parts of a document refer to one another and
    to trees that Python does not count: fifty papers, 12 MB each, are too few objects to be looked for."""

    def __init__(self) -> None:
        self._held = held()
        self._give_back: Any = (
            getattr(ctypes.CDLL(None), "malloc_trim", None) if self._held else None
        )

    async def look(self) -> None:
        """Search for rubbish where the program has grown, and give back to the system what it filled."""
        now = held()
        if now > self._held * GROWN:
            gc.collect()
            if self._give_back is not None:
                self._give_back(0)
            self._held = now = held()
        self._held = min(self._held, now)


def held() -> int:
    """Return how many bytes of memory the program holds; 0 where the system does not say."""
    try:
        return int(MEMORY.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
