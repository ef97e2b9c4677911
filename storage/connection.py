"""A transaction's way to the database: statements that are compiled once and run by the driver, and all
others through SQLAlchemy."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial, wraps
from operator import itemgetter
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import CursorResult, Dialect, Table, exc, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import NULLTYPE

from storage.membership import WORKER
from storage.memory import REMEMBERED, Memory
from storage.tables import UtcDateTime

P = ParamSpec("P")
T = TypeVar("T")
Given = Mapping[str, Any] | list[dict[str, Any]]


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

    def execute(self, statement: Any, values: Given | None = None) -> CursorResult[Any]:
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
    def _run(driver: sqlite3.Connection, statement: Prepared, values: Given) -> Any:
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
    def _forget(memory: Memory, statement: Prepared, values: Given | None) -> None:
        if statement.touches is None:
            memory.clear()
            return
        for each in values if isinstance(values, list) else [values or {}]:
            memory.forget(statement.touches(each))


class InTransaction:
    """A collection, as one transaction reads and writes it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows, where there are any."""
        if rows:
            self.connection.execute(table.insert(), list(rows))

    def set_columns(self, table: Table, row_id: int, **values: Any) -> None:
        """Change columns of the row with an id."""
        self.connection.execute(update(table).where(table.c.id == row_id).values(**values))


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


# Statements of the hot path: SQLAlchemy compiles them once, SQLite's driver runs them. Running a statement
# through SQLAlchemy takes some fifty calls that find out again what is known since the first time: its
# text, the order of its values, how a column's value becomes ours. Here this is found out once. On other
# databases the same statement goes the usual way.

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Converters = list[tuple[int, Convert]]
Touches = Callable[[Values], Iterable[Hashable]]
"""The keys of `Memory` that a change with these values makes untrue."""

DIALECT = sqlite.dialect(paramstyle="qmark")


class Prepared:
    """A statement that is built once. One that changes a remembered table says by `touches` which
    keys it makes untrue; without it everything is forgotten."""

    def __init__(self, statement: Any, touches: Touches | None = None) -> None:
        self.statement = statement
        self.changes = changes_remembered(statement)
        self.touches = touches
        self._compiled: dict[tuple[str, ...], Compiled] = {}

    def run(self, driver: sqlite3.Connection, values: Values) -> Rows:
        """Run it with its values; returns the rows, read to the end."""
        compiled = self._compiled.get(tuple(values)) or self._for(values)
        cursor = driver.execute(compiled.sql, compiled.given(values))
        return Rows(compiled.rows(cursor), cursor)

    def run_each(self, driver: sqlite3.Connection, values: Sequence[Values]) -> Rows:
        """Run it once with each of several values, which all have the same names."""
        compiled = self._for(values[0])
        given = list(map(compiled.given, values))
        return Rows((), driver.executemany(compiled.sql, given))

    def _for(self, values: Values) -> Compiled:
        names = tuple(values)
        compiled = self._compiled.get(names)
        if compiled is None:
            compiled = self._compiled[names] = Compiled(self.statement, names)
        return compiled


class Compiled:
    """A statement's text for SQLite, the order of its values, and how its columns are read."""

    def __init__(self, statement: Any, names: tuple[str, ...]) -> None:
        is_copy = getattr(statement, "select", None) is not None  # its columns are named in it
        keys = names if statement.is_dml and not is_copy else None
        compiled = statement.compile(dialect=DIALECT, column_keys=keys)
        fixed = {name: bound.value for name, bound in compiled.binds.items()}
        whole = compiled._process_parameters_for_postcompile(fixed)  # constants written out
        self.sql = whole.statement
        self._names = whole.positiontup
        self._usual = {  # what nobody gives: constants, defaults of columns, members of lists
            **{name: bound.value for name, bound in compiled.binds.items() if not bound.required},
            **whole.additional_parameters,
            **{column.key: column.default.arg for column in compiled.insert_prefetch},
        }
        self._pick = _picked(*self._names)
        kinds = [
            compiled.binds[name].type if name in compiled.binds else NULLTYPE
            for name in self._names
        ]
        self._writers = _converters(_writer, kinds)
        columns = compiled._result_columns
        self._row = namedtuple("Row", [column.keyname for column in columns]) if columns else None
        self._readers = _converters(_reader, [column.type for column in columns])

    def given(self, values: Values) -> list[Any]:
        """Return the values in the order of the statement, as the driver takes them."""
        given = list(self._pick({**self._usual, **values}))
        for place, write in self._writers:
            if given[place] is not None:
                given[place] = write(given[place])
        return given

    def rows(self, cursor: sqlite3.Cursor) -> list[Any]:
        """Return all rows, with their columns as attributes."""
        if self._row is None:
            return []
        found = list(map(list, cursor.fetchall()))
        for place, read in self._readers:
            for row in found:
                if row[place] is not None:
                    row[place] = read(row[place])
        return list(map(partial(tuple.__new__, self._row), found))


class Rows(list[Any]):
    """The rows of a statement, read to the end (half-read it would keep its view of the database open
    beyond the commit, and the next transaction would see the past), and the driver's word on its effect."""

    def __init__(self, rows: Iterable[Any], cursor: sqlite3.Cursor) -> None:
        super().__init__(rows)
        self.rowcount = cursor.rowcount
        self.inserted_primary_key = (cursor.lastrowid,)

    def all(self) -> list[Any]:
        return self

    def first(self) -> Any:
        return self[0] if self else None

    def one(self) -> Any:
        (only,) = self
        return only

    def one_or_none(self) -> Any:
        return self.one() if self else None

    def scalar(self) -> Any:
        return self[0][0] if self else None

    def scalars(self) -> list[Any]:
        return [row[0] for row in self]


def _picked(*names: str) -> Callable[[Values], Iterable[Any]]:
    """Return what picks the values of some names, in their order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda known: [known[name] for name in names]


def changes_remembered(statement: Any) -> bool:
    """Whether a statement may change rows that are remembered; one of unknown text may."""
    if getattr(statement, "is_dml", False):
        return statement.table.name in REMEMBERED
    return not getattr(statement, "is_select", False)


def _converters(find: Callable[[Any], Convert | None], kinds: Sequence[Any]) -> Converters:
    """Return (place, converter) of those columns that need one."""
    found = enumerate(map(find, kinds))
    return [(place, convert) for place, convert in found if convert is not None]


def _writer(kind: Any) -> Convert | None:
    if isinstance(kind, UtcDateTime):
        return stored_instant
    return kind._cached_bind_processor(DIALECT)  # type: ignore[no-any-return]


def _reader(kind: Any) -> Convert | None:
    if isinstance(kind, UtcDateTime):
        return read_instant
    return kind._cached_result_processor(DIALECT, None)  # type: ignore[no-any-return]


@lru_cache(maxsize=1_024)
def stored_instant(value: datetime) -> str:
    """Return an instant as SQLAlchemy stores it on SQLite: in UTC, without a zone."""
    if value.tzinfo is None:
        raise ValueError("a naive datetime cannot be stored")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=1_024)
def read_instant(text: str) -> datetime:
    """Return a stored instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Long lists of ids in pieces: a statement may carry only so many values (SQLite 32,766, PostgreSQL
# 65,535), and a campaign of a province with its schools has more units.
AT_ONCE = 10_000


def batches(ids: Sequence[int]) -> Iterator[list[int]]:
    """Give the same ids, at most `AT_ONCE` at a time."""
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])
