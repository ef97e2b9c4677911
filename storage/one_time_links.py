"""Links that work once: into a web chat, onto the board, into the office; kept as digests.

An invitation is none of them: it names a seat and is kept by `invite_codes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select, update

from bot.model.person import InviteState
from storage.connection import InTransaction
from storage.invite_codes import digest
from storage.tables import ADDRESS, LINK, PERSON

MOST_WRONG = 10  # wrong tries, by whomever, after which a short code is void


class LeadsTo(StrEnum):
    """Where a link lets its holder in."""

    CHAT = "chat"  # the web chat of a person who is known already
    BOARD = "board"  # the coordinators' pages of a campaign
    GROUP = "group"  # a campaign's group chat: the code is said there
    OFFICE = "office"  # the office in the browser: for its first person, and for further ones
    PASSKEY = "passkey"  # what a passkey answered: kept from its use on, never before


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link as it stands now.

    A link into a chat or onto the board has a person (else 0 and ""), the board's a campaign (else
    0). `body` is whose office it lets into, "" where whoever uses it says so; `sealed` is the code
    under a key outside the database, "" where it is never shown again.
    """

    id: int
    state: InviteState
    expires_at: datetime
    person_id: int
    person_name: str
    campaign_id: int
    body: str
    sealed: str

    @property
    def is_open(self) -> bool:
        return self.state is InviteState.VALID


class OneTimeLinks(InTransaction):
    def make(
        self,
        leads_to: LeadsTo,
        code: str,
        now: datetime,
        expires_at: datetime,
        *,
        person_id: int | None = None,
        campaign_id: int | None = None,
        body: str = "",
        sealed: str = "",
        is_short: bool = False,
        used_at: datetime | None = None,
    ) -> None:
        """Keep a fresh link. Of the short ones of a person only the latest holds."""
        if is_short:
            self._miss(LINK.c.person_id == person_id, MOST_WRONG)
        self.connection.execute(
            LINK.insert().values(
                digest=digest(code),
                leads_to=leads_to,
                created_at=now,
                expires_at=expires_at,
                person_id=person_id,
                campaign_id=campaign_id,
                body=body,
                sealed=sealed,
                used_at=used_at,
                tries=0 if is_short else None,
            )
        )

    def miss(self, now: datetime) -> None:
        """Count a wrong short code against all that hold now: it may have been meant for any."""
        self._miss(and_(*_usable(now)), 1)

    def _miss(self, which: ColumnElement[bool], times: int) -> None:
        short = LINK.c.tries.is_not(None)
        self.connection.execute(
            update(LINK).where(short, which).values(tries=LINK.c.tries + times)
        )

    def find(self, leads_to: LeadsTo, code: str, now: datetime) -> OneTimeLink | None:
        """Return the link behind a code, open or not; None for a forged one, for a short one that was
        guessed at too often, and when its person was forgotten. Changes nothing."""
        found = _with_names().where(LINK.c.leads_to == leads_to, LINK.c.digest == digest(code))
        row = self.connection.execute(found).one_or_none()
        if row is None or row.forgotten_at is not None or (row.tries or 0) >= MOST_WRONG:
            return None
        return _link(row, now)

    def waiting(self, leads_to: LeadsTo, whose: int | str, now: datetime) -> list[OneTimeLink]:
        """Return the links of a person (an id) or of a body's office (its name) that can be used,
        newest first."""
        rows = self.connection.execute(
            _with_names()
            .where(LINK.c.leads_to == leads_to, _of(whose), *_usable(now))
            .order_by(LINK.c.id.desc())
        )
        return [_link(row, now) for row in rows]

    def use(self, link_id: int, now: datetime) -> bool:
        """Use a link up; False when it was used before or ran out, whoever was faster."""
        done = self.connection.execute(
            update(LINK).where(LINK.c.id == link_id, *_usable(now)).values(used_at=now)
        )
        return done.rowcount == 1

    def spend(self, leads_to: LeadsTo, code: str, now: datetime, expires_at: datetime) -> bool:
        """Note the use of a code that was kept nowhere before; False when it was used already."""
        known = select(LINK.c.id).where(LINK.c.digest == digest(code))
        if self.connection.execute(known).first() is not None:
            return False
        self.make(leads_to, code, now, expires_at, used_at=now)
        return True

    def bind(self, link_id: int, address_id: int, now: datetime) -> int | None:
        """Give a chat to the link's person from now on; return their id, or None when the link was
        used or ran out meanwhile, or the chat is somebody else's."""
        if not self.use(link_id, now):
            return None
        person_id = self.connection.execute(
            select(LINK.c.person_id).where(LINK.c.id == link_id)
        ).scalar_one()
        free = ADDRESS.c.person_id.is_(None) | (ADDRESS.c.person_id == person_id)
        bound = self.connection.execute(
            update(ADDRESS)
            .where(ADDRESS.c.id == address_id, free)
            .values(person_id=person_id, refused_joins=0)
        )
        return int(person_id) if bound.rowcount == 1 else None

    def void(self, leads_to: LeadsTo, whose: int | str, now: datetime) -> int:
        """End the links of a person, or of a body's office, that can be used; return how many."""
        ended = self.connection.execute(
            update(LINK)
            .where(LINK.c.leads_to == leads_to, _of(whose), *_usable(now))
            .values(used_at=now)
        )
        return int(ended.rowcount)


def _with_names() -> Select[Any]:
    return select(LINK, PERSON.c.name, PERSON.c.forgotten_at).outerjoin(
        PERSON, PERSON.c.id == LINK.c.person_id
    )


def _of(whose: int | str) -> ColumnElement[bool]:
    column: ColumnElement[Any] = LINK.c.body if isinstance(whose, str) else LINK.c.person_id
    return column == whose


def _usable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return LINK.c.used_at.is_(None), LINK.c.expires_at > now


def _link(row: Row[Any], now: datetime) -> OneTimeLink:
    state = InviteState.VALID
    if row.used_at is not None:
        state = InviteState.USED
    elif row.expires_at <= now:
        state = InviteState.EXPIRED
    return OneTimeLink(
        id=row.id,
        state=state,
        expires_at=row.expires_at,
        person_id=row.person_id or 0,
        person_name=row.name or "",
        campaign_id=row.campaign_id or 0,
        body=row.body,
        sealed=row.sealed,
    )
