"""A consistent copy while the program runs, and a restore that proves what it restores.

No copy counts before it was checked page by page: a damaged database opens and copies without a
word, and would push out the sound copies made before it.

Every copy goes through SQLite's online backup: it takes in what still lies in a journal beside the
file, and when it writes into a database that is open elsewhere, the others see the change as one
transaction (backup.html, "If the destination database is in use").
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.errors import OperatorError
from bot.model.optional import first
from bot.put_in_place import put_in_place
from storage.hidden_codes import hide_codes
from storage.trouble import Trouble, trouble_of

EPOCH = "data.epoch"  # the setting that says from which restore the lines of chats are counted
OURS = {"migration", "submission", "answer"}
COUNTS = """SELECT 'campaign', count(*) FROM campaign UNION ALL SELECT 'unit', count(*) FROM unit
    UNION ALL SELECT 'submission', count(*) FROM submission
    UNION ALL SELECT 'revision', count(*) FROM revision
        JOIN submission ON submission.id = revision.submission_id
        JOIN campaign ON campaign.id = submission.campaign_id
        WHERE campaign.trial_of = '' AND campaign.state <> 'draft'"""
"""What only ever grows; what was sent in a trial, or before a campaign was opened, is given up with it."""

NAMED = """SELECT file.path, file.sha256, file.name, unit.name FROM file
    JOIN submission ON submission.id = file.submission_id
    JOIN unit ON unit.id = submission.unit_id
    WHERE file.removed_at IS NULL AND file.path != '' ORDER BY file.id"""


class NotABackup(OperatorError):
    """The file to restore is not a whole database of ours."""


class DamagedDatabase(OperatorError):
    """Pages of the database in use are spoilt; the text is SQLite's first complaint."""


class PoorerCopy(OperatorError):
    """The copy holds fewer reports than the older one it was to replace."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A photo or document that the database says was kept: path in the data folder, and whose."""

    path: str
    sha256: str
    name: str
    unit_name: str


def copy_database(engine: Engine, target: Path, *, hides_codes: bool = False) -> None:
    """Copy the running SQLite database into a new file that needs no other beside it; one that is handed
    on holds no code that still works.

    Raises OSError when the file cannot be written, FileExistsError when it is the database,
    DamagedDatabase or PoorerCopy when the copy must not take the place of an older one."""
    if target.exists() and target.samefile(str(engine.url.database)):
        raise FileExistsError(17, "this is the database itself", str(target))
    connection = engine.raw_connection()
    try:
        source: Any = connection.driver_connection
        _write_copy(source, target, check=True, hides_codes=hides_codes)
    finally:
        connection.close()


def copy_file(source: Path, target: Path) -> None:
    """Copy a database that is not open here; a broken one is copied as it is."""
    try:
        with closing(_open_to_read(source)) as connection:
            _write_copy(connection, target, check=False)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        shutil.copyfile(source, target)


def _write_copy(
    source: sqlite3.Connection, target: Path, *, check: bool, hides_codes: bool = False
) -> None:
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(b"")  # says in the system's words why a file cannot be written here
    try:
        with closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            if hides_codes:
                hide_codes(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        if check:
            _check_copy(partial, target)
        put_in_place(partial, target)
    except sqlite3.DatabaseError as error:
        if check and trouble_of(error) is Trouble.DAMAGED:
            raise DamagedDatabase(str(error)) from error
        raise
    finally:
        partial.unlink(missing_ok=True)


def _check_copy(copy: Path, older: Path) -> None:
    """Raise unless a copy is sound and holds at least what the older one in its place holds."""
    fault = damage(copy)
    if fault:
        raise DamagedDatabase(fault)
    if older.exists() and is_poorer(counts(copy), counts(older)):
        raise PoorerCopy(str(older))


def damage(path: Path) -> str:
    """SQLite's first complaint about a database file; "" for a sound one."""
    try:
        with closing(_open_to_read(path)) as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if trouble_of(error) is not Trouble.DAMAGED:
            raise
        return str(error)
    return "" if found == "ok" else " ".join(found.split())


def counts(path: Path) -> dict[str, int]:
    """Return how many campaigns, units, reports and sent versions a database holds; empty for a file that
    is none of ours."""
    try:
        with closing(_open_to_read(path)) as connection:
            return dict(connection.execute(COUNTS).fetchall())
    except sqlite3.DatabaseError:
        return {}


def is_poorer(fresh: dict[str, int], older: dict[str, int]) -> bool:
    """Tell whether something is gone that is never removed."""
    return any(fresh.get(table, 0) < held for table, held in older.items())


def named_files(path: Path) -> list[NamedFile]:
    """Return every photo and document that a database says was kept, in the order they came."""
    with closing(_open_to_read(path)) as connection:
        rows = connection.execute(NAMED)
        return [NamedFile(*row) for row in rows]


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=15)


def check_database(path: Path) -> None:
    """Raise NotABackup unless the file is sound and holds our tables."""
    try:
        good = not damage(path) and _is_ours(path)
    except sqlite3.DatabaseError as error:
        raise NotABackup(str(path)) from error
    if not good:
        raise NotABackup(str(path))


def _is_ours(path: Path) -> bool:
    with closing(_open_to_read(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in tables} >= OURS


def newest_sound_copy(folder: Path) -> Path | None:
    """Return the latest backup of a folder that can be restored."""
    copies = sorted(folder.glob("*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
    return first(is_sound, copies)


def is_sound(path: Path) -> bool:
    """Tell whether a file could be restored."""
    try:
        check_database(path)
    except NotABackup:
        return False
    return True


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


def begin_anew(path: Path, epoch: str) -> None:
    """Let a restored database begin anew: the time that passed since its copy is no jump, and pages
    that were opened before notice by another `epoch` that their lines are counted from elsewhere."""
    with closing(sqlite3.connect(path, timeout=15)) as connection, connection:
        connection.execute("DELETE FROM setting WHERE key LIKE 'clock.%'")
        connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (EPOCH, epoch))


def _open_to_write(target: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(target, timeout=15)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("SELECT count(*) FROM sqlite_master")  # a broken file is noticed here
    return connection
