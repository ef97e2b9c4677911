"""The outgoing register: papers, and what became of each."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import select, update

from bot.model.grouping import grouped_by
from bot.model.optional import optional
from bot.model.paper import Paper, PaperEvent, PaperKind
from storage.codec import new_id, read_as
from storage.connection import InTransaction
from storage.outward_tables import EVENT, PAPER


class Papers(InTransaction):
    def register(self, paper: Paper) -> Paper:
        """Store a fresh paper; return it with its number in the table."""
        made = self.connection.execute(
            PAPER.insert().values(
                body=paper.body,
                campaign_id=paper.campaign_id,
                kind=paper.kind.value,
                title=paper.title,
                addressee=paper.addressee,
                snapshot=paper.snapshot,
                code=paper.code,
                path=paper.path,
                made_at=paper.made_at,
            )
        )
        return self._read(PAPER.c.id == new_id(made))[0]

    def of_campaign(self, campaign_id: int) -> list[Paper]:
        """Return a campaign's papers, the oldest first."""
        return self._read(PAPER.c.campaign_id == campaign_id)

    def with_code(self, code: str) -> Paper | None:
        """Return the paper on which a code is printed."""
        found = self._read(PAPER.c.code == code.upper())
        return found[0] if found else None

    def describe(
        self, paper_id: int, number: str | None, issued: str | None, signer: str | None
    ) -> None:
        """Store what was typed in about a paper; None leaves what is there, "" takes it away."""
        given = {"number": number, "issued": issued, "signer": signer}
        values = {name: text for name, text in given.items() if text is not None}
        if values:
            mine = update(PAPER).where(PAPER.c.id == paper_id)
            self.connection.execute(mine.values(**values))

    def note(self, paper_id: int, event: PaperEvent) -> None:
        """Store what became of a paper."""
        self.connection.execute(
            EVENT.insert().values(
                paper_id=paper_id, what=event.what, at=event.at, text=event.text, path=event.path
            )
        )

    def _read(self, wanted: Any) -> list[Paper]:
        rows = self.connection.execute(select(PAPER).where(wanted).order_by(PAPER.c.id)).all()
        ids = list(map(attrgetter("id"), rows))
        events = select(EVENT).where(EVENT.c.paper_id.in_(ids)).order_by(EVENT.c.id)
        told = grouped_by(attrgetter("paper_id"), self.connection.execute(events))
        return [
            Paper(
                row.id, row.body, row.campaign_id, PaperKind(row.kind), row.title, row.addressee,
                row.code, row.path, row.made_at, row.snapshot, row.number,
                optional(date.fromisoformat, row.issued), row.signer,
                tuple(read_as(PaperEvent, event) for event in told.get(row.id, ())),
            )
            for row in rows
        ]  # fmt: skip
