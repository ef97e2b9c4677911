"""Ordered, named steps, each applied once in a transaction together with its own record.

A file that knows a later step than this program was made by a newer one and is refused; before an
existing file is changed a copy is laid beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlmodel import SQLModel

from bot.errors import OperatorError
from storage import tables
from storage.backup import copy_database

MIGRATION = tables.MigrationRow.__table__  # type: ignore[attr-defined]


def _first_tables(connection: Connection) -> None:
    """Everything as of the first release."""
    SQLModel.metadata.create_all(connection)


MIGRATIONS: list[tuple[str, Callable[[Connection], None]]] = [
    ("first_tables", _first_tables),
]


class NewerDatabase(OperatorError):
    """The file was written by a later version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"database version {found}, program knows {known}")
        self.found = found
        self.known = known


def version(engine: Engine) -> int:
    """Number of the last applied step; 0 for an empty file."""
    with engine.connect().execution_options(reading=True) as connection:
        if not inspect(connection).has_table("migration"):
            return 0
        numbers = connection.execute(select(MIGRATION.c.number)).scalars().all()
        connection.rollback()
    return max(numbers, default=0)


def migrate(engine: Engine, now: datetime, backups: Path | None) -> None:
    """Bring the database to this program's version; raises NewerDatabase for a later one."""
    current = version(engine)
    if current > len(MIGRATIONS):
        raise NewerDatabase(current, len(MIGRATIONS))
    if current == len(MIGRATIONS):
        return
    if current > 0 and backups is not None:
        backups.mkdir(parents=True, exist_ok=True)
        copy_database(engine, backups / f"before-version-{len(MIGRATIONS)}-{now:%Y%m%d-%H%M%S}.db")
    with engine.begin() as connection:
        if not inspect(connection).has_table("migration"):
            MIGRATION.create(connection)
        done = set(connection.execute(select(MIGRATION.c.number)).scalars())
        for number, (name, step) in enumerate(MIGRATIONS, start=1):
            if number in done:  # another process was faster
                continue
            step(connection)
            connection.execute(MIGRATION.insert().values(number=number, name=name, applied_at=now))
