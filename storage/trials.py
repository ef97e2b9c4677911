"""Campaigns that are only tried: found by the campaign that they try, and emptied when it is opened.

What belongs to a campaign is told by the keys between the tables, so that a table that is added later
is emptied too. The campaign, its reports and its seats stay as empty shells: their numbers stand in
messages that were sent, and must never come to mean something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select, update
from sqlmodel import SQLModel

from bot.model.campaign import Campaign, CampaignState
from bot.model.optional import optional
from storage.codec import campaign_from
from storage.connection import InTransaction
from storage.office_tables import DRAFT
from storage.tables import (
    ADDRESS,
    CAMPAIGN,
    OUTBOX,
    SEAT,
    SUBMISSION,
)

SHELLS = ("campaign", "submission", "seat")
UNTOUCHED = {
    "status": "not_started", "version": 0, "draft": False, "submitted_at": None, "late_days": 0,
    "returned_reason": "", "returned_row": "", "extended_until": None, "extension_reason": "",
    "extension_author": "", "answered": 0, "changed_at": None,
}  # fmt: skip


class Trials(InTransaction):
    def of(self, slug: str) -> Campaign | None:
        """Return the campaign in which another one is being tried; None while nobody tries it."""
        row = self.connection.execute(
            select(CAMPAIGN).where(
                CAMPAIGN.c.trial_of == slug, CAMPAIGN.c.state == CampaignState.OPEN.value
            )
        ).first()
        return optional(campaign_from, row)

    def chats(self, campaign_id: int) -> list[Any]:
        """Return the chats of everybody who has a seat in a campaign, with their conversations."""
        seated = select(SEAT.c.person_id).where(SEAT.c.campaign_id == campaign_id)
        statement = select(ADDRESS).where(ADDRESS.c.person_id.in_(seated)).order_by(ADDRESS.c.id)
        return list(self.connection.execute(statement))

    @staticmethod
    def notice_key(campaign_id: int, person_id: int) -> str:
        """Return the key under which a person is told, once, that they may try a campaign."""
        return f"trial:{campaign_id}:{person_id}"

    def discard(self, campaign: Campaign, now: datetime) -> None:
        """Delete everything that was given in a campaign; nobody finds it afterwards. What it was set up
        from may be used again."""
        campaign_id = campaign.id
        self.connection.execute(
            update(DRAFT).where(DRAFT.c.campaign_id == campaign_id).values(campaign_id=None)
        )
        for table, belongs in reversed(list(_owned(campaign_id))):
            if table.name not in SHELLS:
                self.connection.execute(delete(table).where(belongs))
        keys = OUTBOX.c.key.startswith(self.notice_key(campaign_id, 0)[:-1], autoescape=True)
        self.connection.execute(
            update(OUTBOX)
            .where(keys, OUTBOX.c.state == "pending")
            .values(state="cancelled", finished_at=now)
        )
        self.connection.execute(
            update(SUBMISSION).where(SUBMISSION.c.campaign_id == campaign_id).values(**UNTOUCHED)
        )
        self.connection.execute(
            update(SEAT)
            .where(SEAT.c.campaign_id == campaign_id, SEAT.c.until.is_(None))
            .values(until=now)
        )
        self.set_columns(
            CAMPAIGN,
            campaign_id,
            state=CampaignState.CLOSED.value,
            slug=f"~{campaign_id}",
            trial_of=campaign.trial_of or campaign.slug,
            closed_at=now,
        )


def _owned(campaign_id: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Give every table that has rows of a campaign, with what tells them, those they refer to first."""
    found: dict[str, ColumnElement[bool]] = {CAMPAIGN.name: CAMPAIGN.c.id == campaign_id}
    yield CAMPAIGN, found[CAMPAIGN.name]
    for table in SQLModel.metadata.sorted_tables:
        keys = [key for key in table.foreign_keys if key.column.table.name in found]
        if keys and table.name != CAMPAIGN.name:
            refers = (
                key.parent.in_(select(key.column).where(found[key.column.table.name]))
                for key in keys
            )
            found[table.name] = or_(*refers)
            yield table, found[table.name]
