"""Single-use links to pages: who they let in, until when, and whether they were used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.connection import Connection
from storage.invite_codes import digest
from storage.tables import PageLinkRow

LINK = PageLinkRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link as it stands now; `is_open` while it may be used."""

    person_id: int
    campaign_id: int
    is_open: bool


class PageLinks:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def make(
        self, code: str, person_id: int, campaign_id: int, now: datetime, expires_at: datetime
    ) -> None:
        """Store a fresh link; unused older ones of the same person stop working."""
        mine = LINK.c.person_id == person_id
        self.connection.execute(
            update(LINK).where(mine, LINK.c.used_at.is_(None)).values(used_at=now)
        )
        self.connection.execute(
            LINK.insert().values(
                digest=digest(code),
                person_id=person_id,
                campaign_id=campaign_id,
                created_at=now,
                expires_at=expires_at,
            )
        )

    def find(self, code: str, now: datetime) -> PageLink | None:
        """Return the link behind a code, open or not; None for a forged one. Changes nothing."""
        row = self.connection.execute(
            select(LINK).where(LINK.c.digest == digest(code))
        ).one_or_none()
        if row is None:
            return None
        is_open = row.used_at is None and row.expires_at > now
        return PageLink(row.person_id, row.campaign_id, is_open)

    def use(self, code: str, now: datetime) -> bool:
        """Use a link up; False when it was used before or ran out, whoever was faster."""
        done = self.connection.execute(
            update(LINK)
            .where(
                LINK.c.digest == digest(code), LINK.c.used_at.is_(None), LINK.c.expires_at > now
            )
            .values(used_at=now)
        )
        return done.rowcount == 1
