"""Who sets the campaigns of a body up: members of its office, and whoever coordinates one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.model.person import Role
from storage.codec import new_id
from storage.connection import InTransaction
from storage.office_tables import MEMBER
from storage.tables import CAMPAIGN, PERSON, SEAT


@dataclass(frozen=True, slots=True)
class OfficeMember:
    person_id: int
    name: str
    since: datetime


class OfficePeople(InTransaction):
    def is_empty(self) -> bool:
        """Return whether nobody belongs to any office yet."""
        held = select(MEMBER.c.id).where(MEMBER.c.until.is_(None)).limit(1)
        return self.connection.execute(held).first() is None

    def bodies(self, person_id: int) -> list[str]:
        """Return the bodies whose campaigns a person may set up: their offices, then those of which
        they coordinate a campaign."""
        own = select(MEMBER.c.body).where(
            MEMBER.c.person_id == person_id, MEMBER.c.until.is_(None)
        )
        coordinated = (
            select(CAMPAIGN.c.body)
            .join(SEAT, SEAT.c.campaign_id == CAMPAIGN.c.id)
            .where(
                SEAT.c.person_id == person_id,
                SEAT.c.role == Role.COORDINATOR.value,
                SEAT.c.unit_id.is_(None),  # of all of it, not of a branch
                SEAT.c.until.is_(None),
            )
            .order_by(CAMPAIGN.c.id)
        )
        found = [
            *self.connection.execute(own.order_by(MEMBER.c.id)).scalars(),
            *self.connection.execute(coordinated).scalars(),
        ]
        return list(dict.fromkeys(filter(None, found)))

    def members(self, body: str) -> list[OfficeMember]:
        """Return the members of a body's office, in the order in which they came."""
        rows = self.connection.execute(
            select(MEMBER.c.person_id, PERSON.c.name, MEMBER.c.since)
            .join(PERSON, PERSON.c.id == MEMBER.c.person_id)
            .where(MEMBER.c.body == body, MEMBER.c.until.is_(None))
            .order_by(MEMBER.c.id)
        )
        return [OfficeMember(row.person_id, row.name, row.since) for row in rows]

    def add(self, person_id: int, body: str, now: datetime) -> None:
        """Make a person a member of a body's office, unless they are."""
        if person_id in {member.person_id for member in self.members(body)}:
            return
        self.connection.execute(MEMBER.insert().values(person_id=person_id, body=body, since=now))

    def remove(self, person_id: int, body: str, now: datetime) -> None:
        """End a membership, and the person's seats as coordinator of the body's campaigns."""
        self.connection.execute(
            update(MEMBER)
            .where(
                MEMBER.c.person_id == person_id, MEMBER.c.body == body, MEMBER.c.until.is_(None)
            )
            .values(until=now)
        )
        own = select(CAMPAIGN.c.id).where(CAMPAIGN.c.body == body)
        self.connection.execute(
            update(SEAT)
            .where(
                SEAT.c.person_id == person_id,
                SEAT.c.role == Role.COORDINATOR.value,
                SEAT.c.until.is_(None),
                SEAT.c.campaign_id.in_(own),
            )
            .values(until=now)
        )

    def new_person(self, name: str, notice: str, now: datetime) -> int:
        """Keep somebody who accepted the notice on a page; returns their id."""
        made = self.connection.execute(
            PERSON.insert().values(name=name, notice=notice, consented_at=now)
        )
        return new_id(made)
