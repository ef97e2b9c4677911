"""Which message is being read at this moment, for the program that starts after this one ended.

A few bytes in a file of the data folder, rewritten with each turn: they outlive the process, however
it ends, and cost no transaction. That power fails is no reason to doubt a message. The message is
named by its key, since one that takes its turn as it arrives has no number yet.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.model.message import Incoming
from bot.use_cases.keeping.folder_lock import is_locked_for_us

FILE = "turn-at-work"
NONE = b"0" * 64


def mark_of(incoming: Incoming) -> str:
    """Return what a message is known by, before and after it was stored."""
    address = incoming.address
    return hashlib.sha256(f"{address.channel} {address.bot} {incoming.key}".encode()).hexdigest()


PROGRAMS = 64  # on one folder at most
LOCK = 1000  # a byte behind what is written


class TurnMark:
    """A file of one data folder, held open. Of several programs on the folder each has its own: the
    first that no other holds, so that the one that comes after a killed program finds its mark."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None

    def left_over(self) -> str | None:
        """Return the mark of the message at which the program before this one ended; None where it
        ended well."""
        try:
            file = self._opened()
            file.seek(0)
            found = file.read(len(NONE)).decode("ascii")
        except (OSError, ValueError):
            return None
        return found if found.strip("0") else None

    @contextlib.contextmanager
    def at_work(self, incoming: Incoming) -> Iterator[None]:
        """Mark the message as the one at work while this lasts."""
        self._write(mark_of(incoming).encode())
        try:
            yield
        finally:
            self._write(NONE)

    def _write(self, mark: bytes) -> None:
        with contextlib.suppress(OSError):  # a full disk: the turn itself will say so
            file = self._opened()
            file.seek(0)
            file.write(mark)

    def _opened(self) -> BinaryIO:
        if self._file is None:
            names = [FILE, *(f"{FILE}.{number}" for number in range(1, PROGRAMS))]
            found = (self._held(self._folder / name) for name in names)
            self._file = next(file for file in found if file is not None)
        return self._file

    @staticmethod
    def _held(path: Path) -> BinaryIO | None:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        if is_locked_for_us(file, LOCK):
            return file
        file.close()
        return None
