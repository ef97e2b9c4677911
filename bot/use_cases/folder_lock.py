"""Who works on a data folder: any number of running programs, or one restore, never both.

A lock of the operating system ends with its process, however that ends, so that nothing stale is
left behind; unlike a number in a file it cannot be mistaken for another program's.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "running.lock"


class FolderBusy(Exception):
    """Another process holds the folder in a way that does not go together with this one."""


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Hold a folder as a running program; raises FolderBusy while it is being restored."""
    with _held(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder for this process alone; raises FolderBusy beside a running program."""
    with _held(folder, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(folder: Path, kind: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+b") as file:
        try:
            fcntl.lockf(file, kind | fcntl.LOCK_NB)  # worker processes do not inherit this kind
        except BlockingIOError:
            raise FolderBusy(str(folder)) from None
        except PermissionError:
            raise FolderBusy(str(folder)) from None
        yield
