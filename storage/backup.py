"""A consistent copy while the program runs, and a restore that proves what it restores."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.errors import OperatorError


class NotABackup(OperatorError):
    """The file to restore is not a whole database of ours."""


def copy_database(engine: Engine, target: Path) -> None:
    """Copy the running SQLite database page by page into a new file (SQLite's online backup)."""
    connection = engine.raw_connection()
    try:
        source: Any = connection.driver_connection
        partial = target.with_name(target.name + ".part")
        partial.unlink(missing_ok=True)
        copy = sqlite3.connect(partial)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
        partial.replace(target)
    finally:
        connection.close()


def copy_file(source: Path, target: Path) -> None:
    """The same for a database that is not open here."""
    connection = sqlite3.connect(source)
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()
        connection.close()


def check_database(path: Path) -> None:
    """Raise NotABackup unless the file is sound and holds our tables."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('migration', 'submission')"
            ).fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise NotABackup(str(path)) from error
    if not sound or ours != 2:
        raise NotABackup(str(path))


def restore_database(backup: Path, target: Path) -> None:
    """Put a checked copy in the database's place; stale journal files beside it are removed."""
    check_database(backup)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".restoring")
    shutil.copyfile(backup, partial)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    partial.replace(target)
