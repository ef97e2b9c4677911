"""From SQLite to PostgreSQL: the rows of a copy, table by table, into a database of a server.

For those who outgrow one machine: `restore` of a backup that was made on SQLite does it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select, text
from sqlmodel import SQLModel

from storage import tables
from storage.engine import opened
from storage.migrations import migrate
from storage.shared_database import alone

AT_ONCE = 1_000
OWN = str(tables.MigrationRow.__tablename__)  # each database keeps the record of its own steps


def move_rows(copy: Path, url: str) -> None:
    """Put everything that a SQLite copy holds in the place of all that a server's database holds,
    as one transaction; a copy of an older program is upgraded first."""
    with tempfile.TemporaryDirectory(prefix="baocao-") as inner:
        file = Path(inner) / "baocao.db"
        shutil.copyfile(copy, file)
        with opened(f"sqlite:///{file}") as source, opened(url) as target:
            for engine in (source, target):
                migrate(engine, datetime.now(UTC), None)
            _move(source, target)


def _move(source: Engine, target: Engine) -> None:
    moved = [table for table in SQLModel.metadata.sorted_tables if table.name != OWN]
    with source.connect() as old, alone(target), target.begin() as new:
        new.execute(text(f"TRUNCATE {', '.join(table.name for table in moved)}"))
        for table in moved:
            rows = old.execution_options(stream_results=True).execute(select(table)).mappings()
            for part in rows.partitions(AT_ONCE):
                new.execute(table.insert(), list(map(dict, part)))
        _count_on(new)


def _count_on(connection: Connection) -> None:
    """Let new ids begin above those that came."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.primary_key.columns:
            place = {"table": table.name, "column": column.name}
            counter = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), place
            ).scalar()
            if counter is not None:
                highest = f"SELECT max({column.name}) FROM {table.name}"  # noqa: S608  names of ours
                found = connection.execute(text(highest)).scalar() or 0
                connection.execute(
                    text("SELECT setval(:counter, :next, false)"),
                    {"counter": counter, "next": found + 1},
                )
