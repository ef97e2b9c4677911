"""What happened with each recipient of a consultation, one row a fact; nothing is ever changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from bot.model.message import FileRef
from bot.model.opinion_ledger import OpinionFact, Step
from storage.connection import InTransaction
from storage.outward_tables import OPINION
from storage.tables import OUTBOX


class Opinions(InTransaction):
    def keep(self, fact: OpinionFact) -> None:
        """Store one fact."""
        self.connection.execute(
            OPINION.insert().values(
                campaign_id=fact.campaign_id,
                recipient=fact.recipient,
                step=fact.step.value,
                at=fact.at,
                text=fact.text,
                signed=fact.signed,
                source=fact.source,
                states_silence=fact.states_silence,
                file=json.dumps(asdict(fact.file)) if fact.file is not None else "",
            )
        )

    def of_campaign(self, campaign_id: int) -> list[OpinionFact]:
        """Return all facts of a campaign, the oldest first."""
        rows = self.connection.execute(
            select(OPINION).where(OPINION.c.campaign_id == campaign_id).order_by(OPINION.c.id)
        )
        return [
            OpinionFact(
                row.campaign_id, row.recipient, Step(row.step), row.at, row.text, row.signed,
                row.source, bool(row.states_silence),
                FileRef(**json.loads(row.file)) if row.file else None,
            )
            for row in rows
        ]  # fmt: skip

    def delivered(self, campaign_id: int) -> list[tuple[str, datetime]]:
        """Return (recipient, when) of each draft that a platform has taken."""
        start = f"opinion:{campaign_id}:"
        rows = self.connection.execute(
            select(OUTBOX.c.key, OUTBOX.c.finished_at).where(
                OUTBOX.c.key.startswith(start, autoescape=True),
                OUTBOX.c.key.contains(":draft:"),
                OUTBOX.c.state == "sent",
            )
        )
        return [
            (row.key.removeprefix(start).rpartition(":draft:")[0], row.finished_at) for row in rows
        ]
