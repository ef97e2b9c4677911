"""How several programs share one PostgreSQL database without ever seeing half of another's work.

Each transaction sees one moment (REPEATABLE READ). Where two change the same row the later one
fails and is begun again by the writer; work that cannot be begun again holds everybody else's back
instead. On SQLite the file's own lock does all that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

WRITERS = (
    20221014  # the advisory lock: shared by writers, taken whole by work that cannot be repeated
)
CONFLICTS = {"40001", "40P01", "23505"}  # serialization, deadlock, and the same new key twice


def is_conflict(error: BaseException) -> bool:
    """Return whether another process was faster: the same work may succeed at once."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return getattr(cause, "sqlstate", None) in CONFLICTS


def beside_others(connection: Connection) -> None:
    """Let a transaction that may be begun again go on beside those of other processes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({WRITERS})")


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Keep all other writers out. The lock is taken before the transaction begins, which then sees
    what they left."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({WRITERS})")
        try:
            yield
        finally:
            if not connection.invalidated:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({WRITERS})")
