"""Everything that was written between a unit's people and the bot, also what was not understood."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import distinct, func, or_, select

from storage.connection import InTransaction
from storage.tables import (
    ADDRESS,
    AUDIT,
    INBOX,
    OUTBOX,
    PERSON,
    SEAT,
)

MOST = 200  # of each direction


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """One message: `came_in` from a person named `who`, or went out to them. `is_stored` tells whether
    anything was kept because of it; "" are words that were deleted since, or of a message that had none:
    `wordless` then is its kind ("photo", "choice")."""

    at: datetime
    who: str
    channel: str
    came_in: bool
    words: str
    is_stored: bool
    wordless: str = ""


class MessageLog(InTransaction):
    def of_unit(self, campaign_id: int, unit_id: int, submission_id: int) -> list[LoggedMessage]:
        """Return a unit's messages, the latest first. Of people who also sit elsewhere only those are told
        that stored something of this very report: the others may be about another unit."""
        sole = (
            select(SEAT.c.person_id)
            .group_by(SEAT.c.person_id)
            .having(
                func.count(distinct(func.coalesce(SEAT.c.unit_id, 0))) == 1,
                func.count(distinct(SEAT.c.campaign_id)) == 1,
                func.max(SEAT.c.unit_id) == unit_id,
                func.max(SEAT.c.campaign_id) == campaign_id,
            )
        )
        stored = select(AUDIT.c.inbox_id).where(
            AUDIT.c.submission_id == submission_id, AUDIT.c.inbox_id.is_not(None)
        )
        keeps = set(self.connection.execute(stored).scalars())
        found = [*self._in(sole, stored, keeps), *self._out(sole)]
        return sorted(found, key=lambda message: message.at, reverse=True)

    def _in(self, sole: Any, stored: Any, keeps: set[int]) -> list[LoggedMessage]:
        rows = self.connection.execute(
            select(INBOX.c.id, INBOX.c.body, INBOX.c.received_at, ADDRESS.c.channel, PERSON.c.name)
            .join(ADDRESS, ADDRESS.c.id == INBOX.c.address_id)
            .join(PERSON, PERSON.c.id == ADDRESS.c.person_id)
            .where(or_(ADDRESS.c.person_id.in_(sole), INBOX.c.id.in_(stored)))
            .order_by(INBOX.c.id.desc())
            .limit(MOST)
        )
        return [
            LoggedMessage(
                row.received_at, row.name, row.channel, True, *_heard(row.body, row.id in keeps)
            )
            for row in rows
        ]

    def _out(self, sole: Any) -> list[LoggedMessage]:
        rows = self.connection.execute(
            select(OUTBOX.c.body, OUTBOX.c.created_at, ADDRESS.c.channel, PERSON.c.name)
            .join(ADDRESS, ADDRESS.c.id == OUTBOX.c.address_id)
            .join(PERSON, PERSON.c.id == ADDRESS.c.person_id)
            .where(ADDRESS.c.person_id.in_(sole), OUTBOX.c.state != "cancelled")
            .order_by(OUTBOX.c.id.desc())
            .limit(MOST)
        )
        return [
            LoggedMessage(row.created_at, row.name, row.channel, False, _said(row.body), True)
            for row in rows
        ]


def _heard(body: str, is_stored: bool) -> tuple[str, bool, str]:
    """Return the words of a message that came in, else the name of its document, and its kind where it had
    neither: a picture's name is the program's own, and a button's key nobody's words."""
    kept = json.loads(body)
    kind, file = kept.get("kind", ""), kept.get("file") or {}
    named = file.get("name") if kind == "file" else ""
    words = str(kept.get("text") or named or "")
    return words, is_stored, "" if words else str(kind)


def _said(body: str) -> str:
    kept = json.loads(body)
    parts = (kept.get("lead"), kept.get("head"), kept.get("text"))
    return "\n".join(str(part) for part in parts if part)
