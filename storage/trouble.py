"""What ails a database, told from the errors of its driver."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

from bot.model.optional import optional

BYTE = 0xFF  # an extended code of SQLite says in its low byte what it is
SQLITE_TROUBLES = {
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",  # its index of the latest pages finds no room
    sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_IOERR: "unreadable",
    sqlite3.SQLITE_CANTOPEN: "unreadable", sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "damaged",
}  # fmt: skip
FILE_TROUBLES = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only",
    errno.EACCES: "no_right", errno.EPERM: "no_right", errno.EMFILE: "too_many_open",
}  # fmt: skip


class Trouble(StrEnum):
    """Why nothing can be read or written for now; each has a sentence and a way out."""

    FULL = "full"
    LOCKED = "locked"
    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    UNREADABLE = "unreadable"
    NO_RIGHT = "no_right"
    TOO_MANY_OPEN = "too_many_open"
    AWAY = "away"


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what an error of the driver (perhaps wrapped) or the file system says; None for any
    other error."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        found = SQLITE_TROUBLES.get(code) or SQLITE_TROUBLES.get(code & BYTE)
    elif isinstance(cause, OSError):
        found = FILE_TROUBLES.get(cause.errno or 0)
    else:
        found = "away" if getattr(error, "connection_invalidated", False) else None
    return optional(Trouble, found)


def cause_of(error: BaseException) -> str:
    """Return the first line of what the driver or the system says, for the log; the error's kind where
    they say nothing."""
    return (str(getattr(error, "orig", None) or error).splitlines() or [""])[0] or type(
        error
    ).__name__
