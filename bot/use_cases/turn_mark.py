"""Which message is being read at this moment, for the program that starts after this one ended.

A few bytes in a file of the data folder, rewritten with each turn: they outlive the process, however
it ends, and cost no transaction. That power fails is no reason to doubt a message. The message is
named by its key, since one that takes its turn as it arrives has no number yet.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.model.message import Incoming

FILE = "turn-at-work"
NONE = b"0" * 64


def mark_of(incoming: Incoming) -> str:
    """Return what a message is known by, before and after it was stored."""
    address = incoming.address
    return hashlib.sha256(f"{address.channel} {address.bot} {incoming.key}".encode()).hexdigest()


class TurnMark:
    """The file of one data folder; it stays open from the first turn on."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._file: BinaryIO | None = None

    def left_over(self) -> str | None:
        """Return the mark of the message at which the program before this one ended; None where it
        ended well."""
        try:
            found = self._path.read_text("ascii")
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
            if self._file is None:
                self._file = self._path.open("wb", buffering=0)
            self._file.seek(0)
            self._file.write(mark)
