"""Campaigns that are being set up in the browser: left, continued, made or dropped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.model.optional import optional
from storage.codec import dumps, new_id
from storage.connection import InTransaction
from storage.office_tables import DRAFT


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """`version` counts its changes; `campaign_id` is the campaign that was made of it."""

    id: int
    body: str
    content: dict[str, Any]
    version: int
    changed_at: datetime
    campaign_id: int | None


class CampaignDrafts(InTransaction):
    def begin(self, body: str, person_id: int, content: dict[str, Any], now: datetime) -> int:
        """Keep a new draft; returns its id."""
        made = self.connection.execute(
            DRAFT.insert().values(
                body=body,
                person_id=person_id,
                content=dumps(content),
                version=1,
                begun_at=now,
                changed_at=now,
            )
        )
        return new_id(made)

    def find(self, draft_id: int) -> KeptDraft | None:
        """Return a draft that was not dropped."""
        row = self.connection.execute(
            select(DRAFT).where(DRAFT.c.id == draft_id, DRAFT.c.dropped_at.is_(None))
        ).one_or_none()
        return optional(_draft_from, row)

    def of_body(self, body: str) -> list[KeptDraft]:
        """Return a body's drafts that no campaign was made of, the latest first."""
        rows = self.connection.execute(
            select(DRAFT)
            .where(
                DRAFT.c.body == body, DRAFT.c.dropped_at.is_(None), DRAFT.c.campaign_id.is_(None)
            )
            .order_by(DRAFT.c.changed_at.desc())
        )
        return list(map(_draft_from, rows))

    def change(self, draft: KeptDraft, content: dict[str, Any], now: datetime) -> bool:
        """Store what stands in a draft now; False where somebody changed or used it meanwhile."""
        done = self.connection.execute(
            update(DRAFT)
            .where(
                DRAFT.c.id == draft.id,
                DRAFT.c.version == draft.version,
                DRAFT.c.campaign_id.is_(None),
                DRAFT.c.dropped_at.is_(None),
            )
            .values(content=dumps(content), version=draft.version + 1, changed_at=now)
        )
        return done.rowcount == 1

    def made(self, draft_id: int, campaign_id: int) -> None:
        """Remember which campaign was made of a draft."""
        self.set_columns(DRAFT, draft_id, campaign_id=campaign_id)

    def drop(self, draft_id: int, now: datetime) -> None:
        """Give a draft up."""
        self.set_columns(DRAFT, draft_id, dropped_at=now)


def _draft_from(row: Any) -> KeptDraft:
    return KeptDraft(
        row.id, row.body, json.loads(row.content), row.version, row.changed_at, row.campaign_id
    )
