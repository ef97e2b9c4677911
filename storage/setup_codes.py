"""Single-use links into the office in the browser: for its first person, and for further ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.connection import Connection
from storage.invite_codes import digest
from storage.office_tables import SetupCodeRow

CODE = SetupCodeRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class SetupCode:
    """A code that can be used; `body` is "" where whoever uses it says whose office it is."""

    sealed: str
    body: str
    expires_at: datetime


class SetupCodes:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def make(self, code: str, sealed: str, body: str, now: datetime, expires_at: datetime) -> None:
        """Keep a fresh code."""
        self.connection.execute(
            CODE.insert().values(
                digest=digest(code),
                sealed=sealed,
                body=body,
                created_at=now,
                expires_at=expires_at,
            )
        )

    def find(self, code: str, now: datetime) -> SetupCode | None:
        """Return a code that can be used now; None for any other. Changes nothing."""
        row = self.connection.execute(
            select(CODE).where(
                CODE.c.digest == digest(code), CODE.c.used_at.is_(None), CODE.c.expires_at > now
            )
        ).one_or_none()
        return None if row is None else SetupCode(row.sealed, row.body, row.expires_at)

    def use(self, code: str, now: datetime) -> bool:
        """Use a code up; False when it was used before or ran out, whoever was faster."""
        done = self.connection.execute(
            update(CODE)
            .where(
                CODE.c.digest == digest(code), CODE.c.used_at.is_(None), CODE.c.expires_at > now
            )
            .values(used_at=now)
        )
        return done.rowcount == 1

    def in_force(self, body: str, now: datetime) -> list[SetupCode]:
        """Return the codes of a body's office (of no named one: "") that can be used, newest first."""
        rows = self.connection.execute(
            select(CODE)
            .where(CODE.c.body == body, CODE.c.used_at.is_(None), CODE.c.expires_at > now)
            .order_by(CODE.c.id.desc())
        )
        return [SetupCode(row.sealed, row.body, row.expires_at) for row in rows]

    def void(self, body: str, now: datetime) -> int:
        """End the unused codes of a body's office; returns how many."""
        done = self.connection.execute(
            update(CODE)
            .where(CODE.c.body == body, CODE.c.used_at.is_(None), CODE.c.expires_at > now)
            .values(used_at=now)
        )
        return int(done.rowcount)
