"""What the data folder holds is for the owner of the program alone, and so are its keys.

A key lies in a file of its own beside the database: whoever gets hold of a backup can sign nothing.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from bot.put_in_place import flush_folder

WEB_KEY_FILE = "web.key"  # what cookies and links are signed with
OTHERS = 0o077  # what group and others may not do


def keep_private() -> None:
    """Let this process make files and folders that nobody else on the machine can read."""
    os.umask(OTHERS)


def close_to_others(path: Path) -> None:
    """Take group's and others' rights away from a file or folder of an older installation; one that
    belongs to somebody else stays as it is."""
    with contextlib.suppress(OSError):
        mode = path.stat().st_mode
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS)


def kept_key(file: Path, fresh: bytes) -> bytes:
    """Return the key in a file; the first who asks leaves a fresh one there, whole or not at all."""
    if not file.exists():
        _write_once(file, fresh)
    return file.read_bytes()


def _write_once(file: Path, key: bytes) -> None:
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        file.hardlink_to(part)
    except OSError:  # another process was faster, or the disk knows no links
        if not file.exists():
            part.replace(file)
    flush_folder(file.parent)
    part.unlink(missing_ok=True)
