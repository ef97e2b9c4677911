"""Who works on a data folder: running programs (with SQLite only one), or one restore, never both.

A lock of the operating system ends with its process, however that ends, so that nothing stale is
left behind; unlike a number in a file it cannot be mistaken for another program's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import IO

FILE = "running.lock"


class FolderBusy(Exception):
    """Another process holds the folder in a way that does not go together with this one."""


class RunsAlready(FolderBusy):
    """Another program runs on the folder, and its database serves only one."""


class _Place(IntEnum):
    """Bytes of the lock's file: each is a lock of its own."""

    RESTORE = 0  # shared by running programs
    ONE_PROGRAM = 1


@contextmanager
def running(folder: Path, *, by_one: bool) -> Iterator[None]:
    """Hold a folder as a running program, `by_one` alone. Raises FolderBusy while it is being
    restored, RunsAlready beside another program where only one may run."""
    with _opened(folder) as file:
        if not is_locked_for_us(file, _Place.RESTORE, shared=True):
            raise FolderBusy(str(folder))
        if by_one and not is_locked_for_us(file, _Place.ONE_PROGRAM):
            raise RunsAlready(str(folder))
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder for this process alone; raises FolderBusy beside a running program."""
    with _opened(folder) as file:
        for place in _Place:
            if not is_locked_for_us(file, place):
                raise FolderBusy(str(folder))
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[IO[bytes]]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+b") as file:
        yield file


if sys.platform == "win32":
    import msvcrt

    def is_locked_for_us(file: IO[bytes], place: int, *, shared: bool = False) -> bool:
        """Try to lock a byte until the file is closed. Windows shares none: the byte of the one
        program stands for both."""
        if shared:
            return True
        file.seek(place)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def is_locked_for_us(file: IO[bytes], place: int, *, shared: bool = False) -> bool:
        """Try to lock a byte until the file is closed; worker processes do not inherit the lock."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.lockf(file, kind | fcntl.LOCK_NB, 1, place)
        except OSError:
            return False
        return True
