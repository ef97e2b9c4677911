"""Invite codes: kept as digests, and sealed so that they can be printed again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.model.person import Invite, InviteState, Role
from storage.connection import Connection
from storage.tables import CampaignRow, InviteRow, UnitRow

CAMPAIGN = CampaignRow.__table__  # type: ignore[attr-defined]
INVITE = InviteRow.__table__  # type: ignore[attr-defined]
UNIT = UnitRow.__table__  # type: ignore[attr-defined]


def digest(code: str) -> str:
    """Return what is stored of an invite code; spaces, dashes and case are forgiven."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptInvite:
    """A code that can be used: how it is kept ("" where it cannot be printed) and until when."""

    sealed: str
    expires_at: datetime


class InviteCodes:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, code: str, now: datetime) -> Invite | None:
        """Return the invite behind a typed code with its present state; None for an unknown one."""
        row = self.connection.execute(
            select(
                INVITE,
                CAMPAIGN.c.title.label("campaign_title"),
                CAMPAIGN.c.state.label("campaign_state"),
                UNIT.c.code.label("unit_code"),
                UNIT.c.name.label("unit_name"),
            )
            .join(CAMPAIGN, CAMPAIGN.c.id == INVITE.c.campaign_id)
            .outerjoin(UNIT, UNIT.c.id == INVITE.c.unit_id)
            .where(INVITE.c.digest == digest(code))
        ).one_or_none()
        return None if row is None else _invite_from(row, now)

    def replace(
        self,
        code: str,
        campaign_id: int,
        unit_id: int | None,
        role: Role,
        now: datetime,
        expires_at: datetime,
        hands_over: int | None = None,
        sealed: str = "",
    ) -> None:
        """Store a fresh code; unused older ones of the same unit and role are void from now on."""
        self.void(campaign_id, unit_id, role, now)
        self.add(code, campaign_id, unit_id, role, now, expires_at, sealed, hands_over)

    def void(self, campaign_id: int, unit_id: int | None, role: Role, now: datetime) -> int:
        """End the unused codes of a unit and role; returns how many could still have been used."""
        same = INVITE.c.unit_id.is_(None) if unit_id is None else INVITE.c.unit_id == unit_id
        ended = self.connection.execute(
            update(INVITE)
            .where(
                INVITE.c.campaign_id == campaign_id,
                same,
                INVITE.c.role == role.value,
                INVITE.c.used_at.is_(None),
                INVITE.c.voided_at.is_(None),
                INVITE.c.expires_at > now,
            )
            .values(voided_at=now)
        )
        return int(ended.rowcount)

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
        found: dict[int | None, list[KeptInvite]] = {}
        for row in rows:
            found.setdefault(row.unit_id, []).append(KeptInvite(row.sealed, row.expires_at))
        return found

    def add(
        self,
        code: str,
        campaign_id: int,
        unit_id: int | None,
        role: Role,
        now: datetime,
        expires_at: datetime,
        sealed: str = "",
        hands_over: int | None = None,
    ) -> None:
        """Keep a fresh code; `sealed` is what it can be printed from again."""
        self.connection.execute(
            INVITE.insert().values(
                digest=digest(code),
                campaign_id=campaign_id,
                unit_id=unit_id,
                role=role.value,
                created_at=now,
                expires_at=expires_at,
                hands_over=hands_over,
                sealed=sealed,
            )
        )


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
    )
