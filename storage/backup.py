"""A consistent copy while the program runs, and a restore that proves what it restores.

Every copy goes through SQLite's online backup: it takes in what still lies in a journal beside the
file, and when it writes into a database that is open elsewhere, the others see the change as one
transaction (backup.html, "If the destination database is in use").
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.errors import OperatorError


class NotABackup(OperatorError):
    """The file to restore is not a whole database of ours."""


def copy_database(engine: Engine, target: Path) -> None:
    """Copy the running SQLite database into a new file that needs no other beside it.

    Raises OSError when the file cannot be written, FileExistsError when it is the database."""
    if target.exists() and target.samefile(str(engine.url.database)):
        raise FileExistsError(17, "this is the database itself", str(target))
    connection = engine.raw_connection()
    try:
        source: Any = connection.driver_connection
        _write_copy(source, target)
    finally:
        connection.close()


def copy_file(source: Path, target: Path) -> None:
    """The same for a database that is not open here; a broken one is copied as it is."""
    try:
        with closing(_open_to_read(source)) as connection:
            _write_copy(connection, target)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        shutil.copyfile(source, target)


def _write_copy(source: sqlite3.Connection, target: Path) -> None:
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(b"")  # says in the system's words why a file cannot be written here
    try:
        with closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=15)


def check_database(path: Path) -> None:
    """Raise NotABackup unless the file is sound and holds our tables."""
    try:
        with closing(_open_to_read(path)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
                " AND name IN ('migration', 'submission', 'answer')"
            ).fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise NotABackup(str(path)) from error
    if not sound or ours != 3:
        raise NotABackup(str(path))


def restore_database(backup: Path, target: Path) -> None:
    """Put a checked copy in the database's place; a program that has it open goes on with it.

    Raises NotABackup; the database is then as it was."""
    check_database(backup)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        try:
            with closing(_open_to_read(backup)) as source, closing(_open_to_write(target)) as kept:
                source.backup(kept)
            return
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # what lies there is broken: replace it as a file
            for suffix in ("-wal", "-shm", "-journal"):
                target.with_name(target.name + suffix).unlink(missing_ok=True)
    copy_file(backup, target)


def _open_to_write(target: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(target, timeout=15)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("SELECT count(*) FROM sqlite_master")  # a broken file is noticed here
    return connection
