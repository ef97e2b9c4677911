"""Which programs work on one PostgreSQL database, and which of them leads.

Each holds advisory locks over a connection of its own, which end with it, however it ends. The
leader polls platforms, reminds and does the night's work; all take turns and send. On SQLite there
is one program, and it leads.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

RUNS, LEADS, WORKERS = 20221015, 20221016, 20221017  # names of the locks
LARGEST = 2**31 - 1
DEAD_AFTER = (
    15.0  # seconds without its lock; a server that starts again loses every lock for a moment
)
WORKER = "worker"  # the engine's option with this program's number
ALIVE = text(
    "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = :workers AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " ORDER BY objid"
)


class DatabaseInUse(Exception):
    """Somebody works on the database in a way that does not go together with this."""


@dataclass
class Membership:
    """One program among the others; call its methods from one thread at a time."""

    engine: Engine
    number: int = 0
    leads: bool = True
    alive: tuple[int, ...] = (0,)
    _connection: Connection | None = None
    _missing: dict[int, float] = field(default_factory=dict)  # number -> since when

    def __post_init__(self) -> None:
        if self.is_shared:
            self.number = secrets.randbelow(LARGEST) + 1
            self.leads, self.alive = False, (self.number,)
        self.engine.update_execution_options(**{WORKER: self.number})

    @property
    def is_shared(self) -> bool:
        """Return whether other programs may work on the same database."""
        return self.engine.dialect.name == "postgresql"

    @property
    def place(self) -> int:
        """Return this program's place among all, from 0."""
        return self.alive.index(self.number) if self.number in self.alive else 0

    def look(self) -> None:
        """Join, or see who is there and whether this program leads now. Raises the driver's errors,
        after which it leads no more; DatabaseInUse while the database is being restored."""
        if not self.is_shared:
            return
        try:
            connection = self._joined()
            if not self.leads:
                self.leads = bool(_ask(connection, f"SELECT pg_try_advisory_lock({LEADS})"))
            self.alive = tuple(row[0] for row in connection.execute(ALIVE, {"workers": WORKERS}))
        except DBAPIError:
            self._forget()
            raise

    def _joined(self) -> Connection:
        if self._connection is None:
            made = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            made.detach()  # the pool has no say over it
            self._connection = made
            if not _ask(made, f"SELECT pg_try_advisory_lock_shared({RUNS})"):
                self._forget()
                raise DatabaseInUse
            _ask(made, f"SELECT pg_advisory_lock({WORKERS}, {self.number})")
        return self._connection

    def gone(self, claimers: Collection[int]) -> list[int]:
        """Return those that took messages for sending and are gone for good."""
        now = time.monotonic()
        missing = {number for number in claimers if number not in self.alive}
        self._missing = {number: self._missing.get(number, now) for number in missing}
        return [number for number, since in self._missing.items() if now - since > DEAD_AFTER]

    def leave(self) -> None:
        """Let others lead at once."""
        self._forget()

    def _forget(self) -> None:
        if not self.is_shared:
            return
        connection, self._connection, self.leads = self._connection, None, False
        if connection is not None:
            connection.invalidate()
            connection.close()


def hold_alone(connection: Connection) -> None:
    """Keep programs from starting, until the connection is closed; raises DatabaseInUse beside one
    that runs."""
    if not _ask(connection, f"SELECT pg_try_advisory_lock({RUNS})"):
        raise DatabaseInUse


def _ask(connection: Connection, statement: str) -> Any:
    return connection.exec_driver_sql(statement).scalar()
