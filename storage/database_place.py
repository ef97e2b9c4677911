"""Where the program's database is, as far as copies and restores need to know: a SQLite file or a
PostgreSQL server."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from storage.backup import (
    COUNTS,
    EPOCH,
    NAMED,
    NamedFile,
    NotABackup,
    begin_anew,
    check_database,
    copy_database,
    copy_file,
    counts,
    named_files,
    restore_database,
)
from storage.engine import opened, reading_options
from storage.membership import hold_alone
from storage.move_rows import move_rows
from storage.server_copy import (
    ServerProgramFailed,
    check_server_copy,
    dump_server,
    is_server_copy,
    restore_server,
)
from storage.shared_database import alone

NEEDED = {"migration", "submission", "answer"}


class DatabasePlace(ABC):
    """A database that is copied and restored."""

    url: str
    suffix: str  # of a copy inside an archive, and of the nights' copies
    label: str  # what to call it, without a password

    @abstractmethod
    def holds_anything(self) -> bool:
        """Return whether a restore would overwrite something."""

    @abstractmethod
    def copy(self, target: Path) -> tuple[dict[str, int], list[NamedFile]]:
        """Write a sound copy; return how much it holds and the files its reports name."""

    @abstractmethod
    def check(self, copy: Path) -> None:
        """Raise NotABackup unless a copy is sound and of this kind."""

    @abstractmethod
    def folder(self, own: Path) -> Path:
        """Return where copies lie that were laid aside, of a program with this data folder."""

    @abstractmethod
    def lay_aside(self, target: Path) -> None:
        """Copy what is about to be replaced, sound or not."""

    @abstractmethod
    def restore(self, copy: Path) -> None:
        """Put a copy in its place."""

    @abstractmethod
    def begin_anew(self, epoch: str) -> None:
        """Let restored data begin anew."""

    @abstractmethod
    def held_alone(self) -> AbstractContextManager[None]:
        """Keep programs from the database; raises DatabaseInUse beside one that runs."""

    @abstractmethod
    def counts(self) -> dict[str, int]:
        """Return how many campaigns, units, reports and sent versions it holds."""

    @abstractmethod
    def beside(self, folder: Path) -> AbstractContextManager[DatabasePlace]:
        """Give an empty database of the same kind for a trial, gone afterwards."""

    @abstractmethod
    def named_files(self) -> list[NamedFile]:
        """Return every photo and document that it says was kept."""


class SqlitePlace(DatabasePlace):
    """A file."""

    suffix = ".db"

    def __init__(self, file: Path) -> None:
        self.file = file
        self.url = f"sqlite:///{file}"
        self.label = str(file)

    def holds_anything(self) -> bool:
        """Return whether the file has any content."""
        return self.file.exists() and self.file.stat().st_size > 0

    def copy(self, target: Path) -> tuple[dict[str, int], list[NamedFile]]:
        """Write a copy that was checked page by page."""
        with opened(self.url) as engine:
            copy_database(engine, target, hides_codes=True)
        return counts(target), named_files(target)

    def check(self, copy: Path) -> None:
        """Raise NotABackup unless the file is sound and ours."""
        check_database(copy)

    def folder(self, own: Path) -> Path:  # noqa: ARG002  beside the file
        """Return the file's folder."""
        return self.file.parent

    def lay_aside(self, target: Path) -> None:
        """Copy the file; a broken one as it is."""
        copy_file(self.file, target)

    def restore(self, copy: Path) -> None:
        """Put the copy in the file's place."""
        restore_database(copy, self.file)

    def begin_anew(self, epoch: str) -> None:
        """Let the file begin anew."""
        begin_anew(self.file, epoch)

    @contextmanager
    def held_alone(self) -> Iterator[None]:
        """Do nothing: the data folder's lock keeps programs out."""
        yield

    def counts(self) -> dict[str, int]:
        """Return how much the file holds."""
        return counts(self.file)

    @contextmanager
    def beside(self, folder: Path) -> Iterator[DatabasePlace]:
        """Give a file in a folder that somebody else removes."""
        yield SqlitePlace(folder / self.file.name)

    def named_files(self) -> list[NamedFile]:
        """Return the files that its reports name."""
        return named_files(self.file)


class ServerPlace(DatabasePlace):
    """A PostgreSQL database."""

    suffix = ".dump"

    def __init__(self, url: str) -> None:
        self.url = url
        given = make_url(url)
        self.label = f"{given.host or 'localhost'}:{given.port or 5432}/{given.database}"

    def holds_anything(self) -> bool:
        """Return whether there are tables of ours."""
        return bool(self._read("SELECT to_regclass('public.migration')::text")[0][0])

    def copy(self, target: Path) -> tuple[dict[str, int], list[NamedFile]]:
        """Write a copy by pg_dump; what is counted was there before it."""
        held, named = self.counts(), self.named_files()
        dump_server(self.url, target, hides_codes=True)
        return held, named

    def check(self, copy: Path) -> None:
        """Raise NotABackup unless it is a sound SQLite copy, or pg_restore reads it and it holds our
        tables."""
        if is_sqlite_copy(copy):
            check_database(copy)
            return
        try:
            sound = is_server_copy(copy) and set(check_server_copy(copy)) >= NEEDED
        except (OSError, ServerProgramFailed):
            sound = False
        if not sound:
            raise NotABackup(str(copy))

    def folder(self, own: Path) -> Path:
        """Return the data folder."""
        return own

    def lay_aside(self, target: Path) -> None:
        """Copy what is there."""
        dump_server(self.url, target)

    def restore(self, copy: Path) -> None:
        """Put the copy in the database's place, as one transaction; one of SQLite row by row."""
        if is_sqlite_copy(copy):
            move_rows(copy, self.url)
        else:
            restore_server(copy, self.url)

    def begin_anew(self, epoch: str) -> None:
        """Let the restored data begin anew."""
        with opened(self.url) as engine, alone(engine), engine.begin() as connection:
            for key in ("clock.%", EPOCH):
                connection.execute(text("DELETE FROM setting WHERE key LIKE :key"), {"key": key})
            kept = {"key": EPOCH, "value": epoch}
            connection.execute(text("INSERT INTO setting VALUES (:key, :value)"), kept)

    @contextmanager
    def held_alone(self) -> Iterator[None]:
        """Take the lock that every program on the database shares."""
        with self._autocommitting() as connection:
            hold_alone(connection)
            yield
            connection.invalidate()

    def counts(self) -> dict[str, int]:
        """Return how much the database holds."""
        return dict(self._read(COUNTS))

    @contextmanager
    def beside(self, folder: Path) -> Iterator[DatabasePlace]:  # noqa: ARG002  nothing of it is a file
        """Give a database of another name on the same server; its user must be allowed to make
        one."""
        name = f"{make_url(self.url).database}_trial_{secrets.token_hex(4)}"
        self._command(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            made = make_url(self.url).set(database=name)
            yield ServerPlace(made.render_as_string(hide_password=False))
        finally:
            self._command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _command(self, statement: str) -> None:
        with self._autocommitting() as connection:
            connection.exec_driver_sql(statement)

    @contextmanager
    def _autocommitting(self) -> Iterator[Connection]:
        with (
            opened(self.url) as engine,
            engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            yield connection

    def named_files(self) -> list[NamedFile]:
        """Return the files that its reports name."""
        return [NamedFile(*row) for row in self._read(NAMED)]

    def _read(self, statement: str) -> list[tuple[Any, ...]]:
        with (
            opened(self.url) as engine,
            engine.connect().execution_options(**reading_options(engine)) as connection,
        ):
            return list(map(tuple, connection.exec_driver_sql(statement)))


def is_sqlite_copy(file: Path) -> bool:
    """Return whether a file is a SQLite database."""
    with file.open("rb") as stream:
        return stream.read(15) == b"SQLite format 3"


def is_database_copy(file: Path) -> bool:
    """Return whether a file is a copy of a database of either kind."""
    return is_sqlite_copy(file) or is_server_copy(file)


def place_of(url: str) -> DatabasePlace:
    """Return the place of a database by its URL."""
    file = url.removeprefix("sqlite:///")
    return SqlitePlace(Path(file)) if file != url else ServerPlace(url)
