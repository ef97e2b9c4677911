"""What most steps of an upgrade do: a table, an index or columns that an older database lacks. A new database
has them from its first step."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table, inspect

Step = Callable[[Connection], None]
TEXT = "TEXT NOT NULL DEFAULT ''"


def has_column(connection: Connection, table: str, name: str) -> bool:
    """Return whether a table of the database has a column."""
    return name in {column["name"] for column in inspect(connection).get_columns(table)}


def add_column(connection: Connection, table: str, name: str, kind: str) -> None:
    """Give a table a column, unless it has it."""
    if not has_column(connection, table, name):
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def columns(table: str, **kinds: str) -> Step:
    """Return the step that gives a table columns (name: kind)."""

    def step(connection: Connection) -> None:
        for name, kind in kinds.items():
            add_column(connection, table, name, kind)

    return step


def new_tables(*made: Table) -> Step:
    """Return the step that makes tables."""

    def step(connection: Connection) -> None:
        for table in made:
            table.create(connection, checkfirst=True)

    return step


def new_index(table: Table, name: str) -> Step:
    """Return the step that makes one index of a table."""
    (index,) = (index for index in table.indexes if index.name == name)

    def step(connection: Connection) -> None:
        index.create(connection, checkfirst=True)

    return step
