"""A written file takes its place for good: a power cut afterwards finds it there, whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def put_in_place(part: Path, target: Path) -> None:
    """Let a file take its name, or another's; its bytes reach the disk before the name does. Raises
    OSError."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk, which a file's own fsync(2) does not. Windows has no
    such call; some network folders refuse it with EINVAL."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)
