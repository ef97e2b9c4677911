"""Links that lead one person to the web chat: single use, short-lived, kept as digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.model.person import InviteState
from storage.connection import Connection
from storage.invite_codes import digest
from storage.people import ADDRESS, PERSON
from storage.tables import PersonalLinkRow

LINK = PersonalLinkRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A link with its present state and the person it belongs to."""

    id: int
    state: InviteState
    person_id: int
    person_name: str


class PersonalLinks:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def make(self, code: str, person_id: int, now: datetime, expires_at: datetime) -> None:
        """Keep a link that was handed out; unused older ones of the person stay valid."""
        self.connection.execute(
            LINK.insert().values(
                digest=digest(code), person_id=person_id, created_at=now, expires_at=expires_at
            )
        )

    def is_waiting(self, person_id: int, now: datetime) -> bool:
        """Tell whether a link of this person is still to be used."""
        waiting = select(LINK.c.id).where(
            LINK.c.person_id == person_id, LINK.c.used_at.is_(None), LINK.c.expires_at > now
        )
        return self.connection.execute(waiting.limit(1)).first() is not None

    def find(self, code: str, now: datetime) -> PersonalLink | None:
        """Return the link behind a code; None for an unknown one, or when the person was forgotten."""
        row = self.connection.execute(
            select(LINK, PERSON.c.name)
            .join(PERSON, PERSON.c.id == LINK.c.person_id)
            .where(LINK.c.digest == digest(code), PERSON.c.forgotten_at.is_(None))
        ).one_or_none()
        if row is None:
            return None
        state = InviteState.VALID
        if row.used_at is not None:
            state = InviteState.USED
        elif row.expires_at <= now:
            state = InviteState.EXPIRED
        return PersonalLink(row.id, state, row.person_id, row.name)

    def use(self, link_id: int, address_id: int, now: datetime) -> int | None:
        """Give the chat to the link's person from now on; return their id, or None when the link was
        used or ran out meanwhile, or the chat is somebody else's."""
        taken = self.connection.execute(
            update(LINK)
            .where(LINK.c.id == link_id, LINK.c.used_at.is_(None), LINK.c.expires_at > now)
            .values(used_at=now)
        )
        if taken.rowcount != 1:
            return None
        person_id = self.connection.execute(
            select(LINK.c.person_id).where(LINK.c.id == link_id)
        ).scalar_one()
        bound = self.connection.execute(
            update(ADDRESS)
            .where(
                ADDRESS.c.id == address_id,
                ADDRESS.c.person_id.is_(None) | (ADDRESS.c.person_id == person_id),
            )
            .values(person_id=person_id, refused_joins=0)
        )
        return int(person_id) if bound.rowcount == 1 else None
