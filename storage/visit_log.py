"""Visits to the coordinators' pages: who is in, from which browser, until when, and how they end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update

from bot.model.optional import optional
from storage.codec import new_id, read_as
from storage.connection import InTransaction
from storage.office_tables import VISIT

IDLE = timedelta(hours=8)  # without a request
LONGEST = timedelta(days=7)  # however busy
NOTED_EVERY = timedelta(minutes=5)  # how exactly it is known when somebody was last there


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """One browser's visit; `campaign_id` is the campaign that it came for, if for one."""

    id: int
    person_id: int
    campaign_id: int | None
    way: str
    device: str
    begun_at: datetime
    seen_at: datetime


class VisitLog(InTransaction):
    def begin(
        self,
        token: str,
        person_id: int,
        campaign_id: int | None,
        way: str,
        device: str,
        now: datetime,
    ) -> int:
        """Keep a visit under the hash of what its cookie carries; return its id."""
        made = self.connection.execute(
            VISIT.insert().values(
                digest=_digest(token),
                person_id=person_id,
                campaign_id=campaign_id,
                way=way,
                device=device,
                begun_at=now,
                seen_at=now,
                expires_at=now + LONGEST,
            )
        )
        return new_id(made)

    def find(self, token: str, now: datetime) -> KeptVisit | None:
        """Return the visit of a cookie; None for an unknown, an ended and an old one."""
        row = self.connection.execute(
            select(VISIT).where(VISIT.c.digest == _digest(token), *_open(now))
        ).one_or_none()
        return optional(partial(read_as, KeptVisit), row)

    def note(self, visit: KeptVisit, now: datetime) -> None:
        """Remember that somebody is still there."""
        self.connection.execute(
            update(VISIT).where(VISIT.c.id == visit.id, *_open(now)).values(seen_at=now)
        )

    def of_person(self, person_id: int, now: datetime) -> list[KeptVisit]:
        """Return the visits that a person can go on with, the latest first."""
        rows = self.connection.execute(
            select(VISIT)
            .where(VISIT.c.person_id == person_id, *_open(now))
            .order_by(VISIT.c.seen_at.desc(), VISIT.c.id.desc())
        )
        return [read_as(KeptVisit, row) for row in rows]

    def end(self, person_id: int, visit_id: int | None, now: datetime) -> int:
        """End one visit of a person, or all of them; return how many ended."""
        mine = VISIT.c.person_id == person_id
        which = mine if visit_id is None else mine & (VISIT.c.id == visit_id)
        done = self.connection.execute(
            update(VISIT).where(which, VISIT.c.ended_at.is_(None)).values(ended_at=now)
        )
        return int(done.rowcount)

    def sweep(self, before: datetime) -> None:
        """Delete visits that were over long ago."""
        over = (VISIT.c.expires_at < before) | (VISIT.c.ended_at < before)
        self.connection.execute(VISIT.delete().where(over))


def is_to_be_noted(visit: KeptVisit, now: datetime) -> bool:
    """Return whether the time of the last request is too old to be left as it is."""
    return now - visit.seen_at >= NOTED_EVERY


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _open(now: datetime) -> tuple[Any, ...]:
    return (
        VISIT.c.ended_at.is_(None),
        VISIT.c.expires_at > now,
        VISIT.c.seen_at > now - IDLE,
    )
