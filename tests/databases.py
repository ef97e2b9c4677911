"""The two kinds of databases that tests run on, empty and at the program's version.

`database` is a fixture with both; a test or module with the mark `sqlite` runs on SQLite alone.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # the quiet half needs none of it
    from psycopg import Connection

    from tests.fakes.postgres_server import PostgresServer

TEMPLATE = "blank"
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
EMPTY = """DO $$ DECLARE each record; BEGIN
  SET session_replication_role = replica;  -- in any order
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'migration'
  LOOP EXECUTE 'DELETE FROM ' || quote_ident(each.tablename); END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences;
  SET session_replication_role = DEFAULT;
END $$"""


@dataclass(frozen=True)
class Database:
    """One database; `ask` looks at it over another connection: only what was committed is seen."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def ask(self, statement: str, *values: Any) -> list[Any]:
        """The rows of a statement with "?" for its values."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
                return connection.execute(statement, values).fetchall()
        with connected(self.url) as connection:
            wanted = statement.replace("%", "%%").replace("?", "%s")
            found = connection.execute(wanted, values or None)  # type: ignore[call-overload]
            return list(found.fetchall())

    def tables(self) -> list[str]:
        listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
        if not self.is_sqlite:
            listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return sorted(name for (name,) in self.ask(listed))


def connected(url: str) -> Connection[Any]:
    """A connection each of whose statements is a transaction."""
    import psycopg

    return psycopg.connect(url, autocommit=True)


@cache
def blank_file() -> Path:
    """A new, closed SQLite database; making one costs a dozen waits for the disk."""
    import tempfile

    from storage import Store
    from tests.storage.samples import NOW

    made = Path(tempfile.mkdtemp(prefix="baocao-blank-")) / "baocao.db"
    Store.open(f"sqlite:///{made}", NOW).close()
    return made


def sqlite_database(file: Path) -> Database:
    shutil.copyfile(blank_file(), file)
    return Database(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this run, with a blank database to copy."""
    from storage import Store
    from tests.fakes.postgres_server import MISSING, PostgresServer, programs
    from tests.storage.samples import NOW

    if programs() is None:
        pytest.skip(MISSING)
    with PostgresServer() as server:
        create(server, TEMPLATE, "template0")
        Store.open(server.url(TEMPLATE), NOW).close()
        yield server


def create(server: PostgresServer, name: str, template: str = TEMPLATE) -> str:
    """Make a database; its URL."""
    with connected(server.url("postgres")) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    return server.url(name)


def drop(server: PostgresServer, name: str) -> None:
    with connected(server.url("postgres")) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The blank database of the server; emptied afterwards, which is forty times quicker than to
    make another."""
    yield postgres.url(TEMPLATE)
    with connected(postgres.url(TEMPLATE)) as connection:
        connection.execute(EMPTY)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A blank database of each kind."""
    if request.param == "sqlite":
        return sqlite_database(tmp_path / "baocao.db")
    return Database(request.getfixturevalue("postgres_url"))


def on_both(metafunc: pytest.Metafunc) -> None:
    """Run a test that needs a database once on each kind."""
    if "database" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("sqlite")
        metafunc.parametrize("database", KINDS[:1] if alone else KINDS, indirect=True)
