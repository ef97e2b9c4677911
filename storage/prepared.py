"""Statements of the hot path: SQLAlchemy compiles them once, SQLite's driver runs them.

Running a statement through SQLAlchemy takes some fifty calls that find out again what is known
since the first time: its text, the order of its values, how a column's value becomes ours. Here this
is found out once. On other databases the same statement goes the usual way.

Rows are read to the end before they are handed out. A statement that is left half-read would keep
its view of the database open beyond the commit, and the next transaction would see the past.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from sqlalchemy.dialects import sqlite

from storage.memory import REMEMBERED
from storage.tables import UtcDateTime

Values = Mapping[str, Any]
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
        given = [compiled.given(each) for each in values]
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
        types = ((place, compiled.binds.get(name)) for place, name in enumerate(self._names))
        writers = [(place, _writer(bound.type)) for place, bound in types if bound is not None]
        self._writers = [(place, write) for place, write in writers if write is not None]
        columns = compiled._result_columns
        self._row = namedtuple("Row", [column.keyname for column in columns]) if columns else None
        readers = [_reader(column.type) for column in columns]
        self._readers = [(place, read) for place, read in enumerate(readers) if read is not None]

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
        make = partial(tuple.__new__, self._row)
        if not self._readers:
            return list(map(make, cursor.fetchall()))
        return [make(self._read(row)) for row in cursor.fetchall()]

    def _read(self, row: Sequence[Any]) -> list[Any]:
        found = list(row)
        for place, read in self._readers:
            if found[place] is not None:
                found[place] = read(found[place])
        return found


class Rows(list[Any]):
    """The rows of a statement, and what the driver says about its effect."""

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


def _writer(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, UtcDateTime):
        return stored_instant
    return kind._cached_bind_processor(DIALECT)  # type: ignore[no-any-return]


def _reader(kind: Any) -> Callable[[Any], Any] | None:
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
