"""Opens the database; SQLite's specialities live here and nowhere else.

WAL lets readers work beside the one writer; synchronous=FULL makes every commit reach the disk,
because a person is told "đã ghi" after it; BEGIN IMMEDIATE takes the write lock at the start, so
that a transaction never fails half-way for want of it.

On a full disk and some other faults SQLite rolls a whole transaction back by itself, and its driver
then commits nothing without a word (lang_transaction.html, "Response To Errors Within A
Transaction"); `still_open` and the check before each commit notice that. The same check notices a
file that was deleted or replaced under the running program: what is written then is lost, and
nobody may be told that it was stored.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

BUSY_MS = 15_000
FILE = "file"  # where a connection's record keeps which file it opened
IDLE_MS = 10 * 60_000  # a transaction that does nothing for so long belongs to a dead program
POOL = 5  # connections kept open
DRIVER = "postgresql+psycopg"


def open_engine(url: str) -> Engine:
    """Return an engine for `sqlite:///file` or a PostgreSQL URL; makes the file's folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _open_server(parsed)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "commit", _before_commit)
    return engine


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Give an engine that is closed afterwards."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _open_server(url: URL) -> Engine:
    """Open PostgreSQL over psycopg 3. Each transaction sees one moment, as on SQLite, and fails
    where another process changed a row that it changes too; the writer then begins it again.

    A dead network is noticed within a minute by the system's keepalives, and nothing waits for
    another's lock for longer than SQLite would."""
    options = f"-c lock_timeout={BUSY_MS} -c idle_in_transaction_session_timeout={IDLE_MS}"
    own = {
        "connect_timeout": 10, "keepalives_idle": 20, "keepalives_interval": 10,
        "keepalives_count": 3, "tcp_user_timeout": 60_000, "application_name": "baocao",
        "options": f"{url.query.get('options', '')} {options}".strip(),
    }  # fmt: skip
    given = {
        name: value for name, value in own.items() if name == "options" or name not in url.query
    }
    return create_engine(
        url.set(drivername=DRIVER),
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=BUSY_MS / 1000,
        connect_args={**given, "prepare_threshold": 3},
    )


def reading_options(engine: Engine) -> dict[str, Any]:
    """Return what makes a connection read one consistent state of the whole database."""
    if engine.dialect.name == "sqlite":
        return {"reading": True}
    return {"postgresql_readonly": False}


def is_still_open(connection: Connection) -> bool:
    """Tell whether the transaction is still there, after a statement in it failed."""
    if connection.dialect.name != "sqlite":
        return True
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what is done within where it raises. SQLite's driver does it directly: SQLAlchemy's own
    way takes as long as a whole turn's statements."""
    if connection.dialect.name != "sqlite":
        with connection.begin_nested():
            yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("SAVEPOINT job")
    try:
        yield
    except BaseException:
        if driver.in_transaction:  # else SQLite has undone everything by itself
            driver.execute("ROLLBACK TO job")
            driver.execute("RELEASE job")
        raise
    driver.execute("RELEASE job")


def data_version(connection: Connection) -> object:
    """Return what differs from last time where another connection changed the database since; on
    other databases than SQLite it always differs."""
    if connection.dialect.name != "sqlite":
        return object()
    driver: Any = connection.connection.driver_connection
    return driver.execute("PRAGMA data_version").fetchone()[0]


def _prepare(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    place = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info[FILE] = (place, _identity(place)) if place else None
    cursor = connection.cursor()
    _use_wal(cursor)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch to the write-ahead log. Of several programs that open a new file at the same moment
    one makes the switch; the others are refused at once, whatever the busy timeout says, and have
    to ask again."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _before_commit(connection: Connection) -> None:
    if not is_still_open(connection):
        lost = sqlite3.OperationalError("the database had rolled the transaction back")
        raise OperationalError("COMMIT", None, lost)
    if is_lost(connection):
        lost = sqlite3.OperationalError("the database file was deleted or replaced")
        raise OperationalError("COMMIT", None, lost)


def is_lost(connection: Connection) -> bool:
    """Tell whether the file of an open SQLite database is no longer the one in its place."""
    kept = connection.info.get(FILE)
    return kept is not None and _identity(kept[0]) != kept[1]


def _identity(place: str) -> tuple[int, int] | None:
    """Return what tells a file from another under the same name; None where there is none."""
    try:
        found = os.stat(place)
    except OSError:
        return None
    return found.st_dev, found.st_ino
