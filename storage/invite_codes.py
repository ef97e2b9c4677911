"""Invite codes: kept as digests, and sealed so that they can be printed again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select, text, update

from bot.model.grouping import grouped_by
from bot.model.person import Invite, InviteState, Role
from storage.connection import InTransaction, Prepared, batches
from storage.namesakes import called
from storage.tables import CAMPAIGN, INVITE, SEAT, UNIT, UNUSED

ADD = Prepared(INVITE.insert())
WHOSE = called(UNIT).label("unit_name")
KEPT = "#"  # what is remembered of a code begins with it


class KeptCode(str):
    """What a conversation remembers of a code that waits for "Đồng ý": its digest, by which it is found
    again. Typed by somebody, the same signs are a code like any other and find nothing."""

    __slots__ = ()

    @classmethod
    def of(cls, code: str) -> KeptCode:
        """Return what is remembered of a code, or of what is remembered of it already."""
        return cls(code if cls.is_one(code) else KEPT + digest(code))

    @staticmethod
    def is_one(text: str) -> bool:
        """Tell whether a conversation remembers a code so."""
        return text.startswith(KEPT)


def digest(code: str) -> str:
    """Return what is stored of an invite code; spaces, dashes and case are forgiven."""
    if isinstance(code, KeptCode):
        return code.removeprefix(KEPT)
    plain = code.upper()
    if not plain.isalnum():
        plain = "".join(letter for letter in plain if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptInvite:
    """A code that can be used: how it is kept ("" where it cannot be printed) and until when."""

    sealed: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A code that is not kept yet; `sealed` is what it can be printed from again."""

    code: str
    unit_id: int | None
    sealed: str = ""
    hands_over: int | None = None  # the seat that ends when it is used
    made_by: int | None = None  # the person who asked for it in a chat


class InviteCodes(InTransaction):
    def find(self, code: str, now: datetime) -> Invite | None:
        """Return the invite behind a typed code with its present state; None for an unknown one."""
        row = self.connection.execute(
            select(
                INVITE,
                CAMPAIGN.c.title.label("campaign_title"),
                CAMPAIGN.c.state.label("campaign_state"),
                CAMPAIGN.c.opens,
                UNIT.c.code.label("unit_code"),
                WHOSE,
            )
            .join(CAMPAIGN, CAMPAIGN.c.id == INVITE.c.campaign_id)
            .outerjoin(UNIT, UNIT.c.id == INVITE.c.unit_id)
            .where(INVITE.c.digest == digest(code))
        ).one_or_none()
        return None if row is None else _invite_from(row, now)

    def void(
        self, campaign_id: int, unit_ids: Sequence[int | None], role: Role, now: datetime
    ) -> int:
        """End the unused codes of units (None: of the campaign) in a role; returns how many could
        still have been used."""
        known = [unit_id for unit_id in unit_ids if unit_id is not None]
        whose = list(map(INVITE.c.unit_id.in_, batches(known)))
        if len(known) < len(unit_ids):
            whose.append(INVITE.c.unit_id.is_(None))
        return sum(self._void(campaign_id, role, now, theirs) for theirs in whose)

    def _void(self, campaign_id: int, role: Role, now: datetime, theirs: Any) -> int:
        ended = self.connection.execute(
            update(INVITE)
            .where(
                INVITE.c.campaign_id == campaign_id,
                theirs,
                INVITE.c.role == role.value,
                text(UNUSED),
                INVITE.c.expires_at > now,
            )
            .values(voided_at=now)
        )
        return int(ended.rowcount)

    def void_of_maker(self, seat_id: int, now: datetime) -> None:
        """End the unused codes that a seat's holder made for the place of that seat."""
        seat = select(SEAT).where(SEAT.c.id == seat_id).subquery()
        place = func.coalesce(INVITE.c.unit_id, 0) == func.coalesce(seat.c.unit_id, 0)
        own = select(seat.c.id).where(
            INVITE.c.made_by == seat.c.person_id, INVITE.c.campaign_id == seat.c.campaign_id, place
        )
        self.connection.execute(
            update(INVITE).where(text(UNUSED), own.exists()).values(voided_at=now)
        )

    def in_force(
        self, campaign_id: int, role: Role, now: datetime
    ) -> dict[int | None, list[KeptInvite]]:
        """Return the codes of a role that can be used now, by unit, the oldest first; none that hands a
        seat over, which is its holder's affair."""
        rows = self.connection.execute(
            select(INVITE.c.unit_id, INVITE.c.sealed, INVITE.c.expires_at)
            .where(
                INVITE.c.campaign_id == campaign_id,
                INVITE.c.role == role.value,
                INVITE.c.used_at.is_(None),
                INVITE.c.voided_at.is_(None),
                INVITE.c.hands_over.is_(None),
                INVITE.c.expires_at > now,
            )
            .order_by(INVITE.c.id)
        )
        found = grouped_by(attrgetter("unit_id"), rows)
        return {unit_id: list(map(_kept, own)) for unit_id, own in found.items()}

    def add(
        self,
        codes: Sequence[FreshCode],
        campaign_id: int,
        role: Role,
        now: datetime,
        expires_at: datetime,
    ) -> None:
        """Keep fresh codes."""
        rows = [
            {
                "digest": digest(fresh.code),
                "campaign_id": campaign_id,
                "unit_id": fresh.unit_id,
                "role": role.value,
                "created_at": now,
                "expires_at": expires_at,
                "hands_over": fresh.hands_over,
                "sealed": fresh.sealed,
                "made_by": fresh.made_by,
            }
            for fresh in codes
        ]
        if rows:
            self.connection.execute(ADD, rows)


def _kept(row: Any) -> KeptInvite:
    return KeptInvite(row.sealed, row.expires_at)


def _invite_from(row: Any, now: datetime) -> Invite:
    state = InviteState.VALID
    if row.used_at is not None:
        state = InviteState.USED
    elif row.voided_at is not None:
        state = InviteState.VOID
    elif row.expires_at <= now:
        state = InviteState.EXPIRED
    return Invite(
        row.id,
        state,
        Role(row.role),
        row.campaign_id,
        row.campaign_title,
        row.unit_id,
        row.unit_code or "",
        row.unit_name or "",
        row.used_by,
        row.campaign_state != "draft",
        row.opens,
    )
