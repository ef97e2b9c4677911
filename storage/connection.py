"""A transaction's way to the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Mapping
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import CursorResult, Dialect, exc

from storage.membership import WORKER
from storage.memory import Memory
from storage.prepared import Prepared, changes_remembered

P = ParamSpec("P")
T = TypeVar("T")
Values = Mapping[str, Any] | list[dict[str, Any]]


class Connection:
    """Runs prepared statements by SQLite's driver, and everything else through SQLAlchemy; with the
    writer's memory, where this is the writer's."""

    def __init__(self, through: SqlConnection, memory: Memory | None = None) -> None:
        assert through.in_transaction(), "each statement would see another moment"
        self._through = through
        self.dialect: Dialect = through.dialect
        self.memory = memory
        self.driver: sqlite3.Connection | None = None
        if self.dialect.name == "sqlite":
            driver: Any = through.connection.driver_connection
            self.driver = driver

    @property
    def worker(self) -> int:
        """The number of this program among those on the database."""
        return int(self._through.get_execution_options().get(WORKER, 0))

    def execute(self, statement: Any, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement with its values, or once with each of a list of them. What a prepared one
        gives back has of a `CursorResult` what is used here."""
        if type(statement) is Prepared:
            if self.memory is not None and statement.changes:
                self._forget(self.memory, statement, values)
            if self.driver is not None:
                return self._run(self.driver, statement, values or {})  # type: ignore[no-any-return]
            statement = statement.statement
        elif self.memory is not None and changes_remembered(statement):
            self.memory.clear()
        return self._through.execute(statement, values)

    def exec_driver_sql(self, sql: str, values: Any = None) -> CursorResult[Any]:
        """Run a text as it stands; nobody knows what it changes."""
        if self.memory is not None:
            self.memory.clear()
        return self._through.exec_driver_sql(sql, values)

    def keep(self, key: Hashable, value: object, group: Hashable = None) -> None:
        """Remember what a read would return after the change that was just made."""
        if self.memory is not None:
            self.memory.keep(key, value, group)

    def forget(self, *keys: Hashable) -> None:
        """Forget what a change makes untrue whose statement cannot tell."""
        if self.memory is not None:
            self.memory.forget(keys)

    @staticmethod
    def _run(driver: sqlite3.Connection, statement: Prepared, values: Values) -> Any:
        try:
            if not isinstance(values, list):
                return statement.run(driver, values)
            if len(values) == 1:
                return statement.run(driver, values[0])
            return statement.run_each(driver, values)
        except sqlite3.Error as error:  # by the name it has on every database
            kind = getattr(exc, type(error).__name__, exc.DatabaseError)
            raise kind(None, None, error) from error

    @staticmethod
    def _forget(memory: Memory, statement: Prepared, values: Values | None) -> None:
        if statement.touches is None:
            memory.clear()
            return
        for each in values if isinstance(values, list) else [values or {}]:
            memory.forget(statement.touches(each))


def remembered(
    name: str, group: Callable[..., Hashable] | None = None
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator for a read of a collection: what it returned is remembered under its name
    and arguments. `group` makes of its value and arguments the group that it belongs to."""

    def decorate(read: Callable[P, T]) -> Callable[P, T]:
        @wraps(read)
        def look_up(*args: P.args, **named: P.kwargs) -> T:
            assert not named, "what is remembered is found by place"
            collection: Any = args[0]
            memory: Memory | None = collection.connection.memory
            if memory is None:
                return read(*args)  # type: ignore[call-arg]
            return memory.recall((name, *args[1:]), partial(read, *args), group)

        return look_up

    return decorate
