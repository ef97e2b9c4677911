"""Which message is being read at this moment, for the program that starts after this one ended.

A few bytes in a file of the data folder, rewritten with each turn: they outlive the process, however
it ends, and cost no transaction. That power fails is no reason to doubt a message.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

FILE = "turn-at-work"


class TurnMark:
    """The file of one data folder; it stays open from the first turn on."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._file: BinaryIO | None = None

    def left_over(self) -> int | None:
        """Return the message at which the program before this one ended; None where it ended well."""
        try:
            found = int(self._path.read_text("ascii") or 0)
        except (OSError, ValueError):
            return None
        return found or None

    @contextlib.contextmanager
    def at_work(self, inbox_id: int) -> Iterator[None]:
        """While this lasts, the message is the one at work."""
        self._write(inbox_id)
        try:
            yield
        finally:
            self._write(0)

    def _write(self, inbox_id: int) -> None:
        with contextlib.suppress(OSError):  # a full disk: the turn itself will say so
            if self._file is None:
                self._file = self._path.open("wb", buffering=0)
            self._file.seek(0)
            self._file.write(b"%020d" % inbox_id)
