"""What is kept only for a time: the words of messages. Keys, figures and the audit stay."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import String, func, or_, select, update
from sqlmodel import AutoString, SQLModel

from bot.model.message import Address, Incoming
from storage.codec import incoming_from_json
from storage.connection import InTransaction
from storage.tables import ADDRESS, AUDIT, INBOX, OUTBOX

KEPT_PATH = re.compile(r"files/[0-9a-f]{2}/[0-9a-z.]+")  # of the data folder, as in a FileRef
HEARD, SAID = '{"kind":"text"}', '{"text":""}'
EMPTIED = {"body": HEARD, "began_from": None}  # what is left of a message that came in


class Retention(InTransaction):
    """Empties old messages within one transaction."""

    def scrub(self, before: datetime) -> int:
        """Empty messages that were settled before a moment; returns how many."""
        full = or_(INBOX.c.body != HEARD, INBOX.c.began_from.is_not(None))
        heard = self.connection.execute(
            update(INBOX).where(INBOX.c.done_at < before, full).values(**EMPTIED)
        )
        said = self.connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.finished_at < before, OUTBOX.c.body != SAID)
            .values(body=SAID)
        )
        return heard.rowcount + said.rowcount

    def short_messages(self, since: datetime, longest: int) -> list[tuple[int, Incoming]]:
        """Return messages since a moment that had their turn and take at most so many signs to keep."""
        short = func.length(INBOX.c.body).between(1, longest)
        rows = self.connection.execute(
            select(INBOX, ADDRESS.c.chat)
            .join(ADDRESS, ADDRESS.c.id == INBOX.c.address_id)
            .where(INBOX.c.received_at >= since, INBOX.c.done_at.is_not(None), short)
        )
        return [
            (
                row.id,
                incoming_from_json(Address(row.channel, row.bot, row.chat), row.key, row.body),
            )
            for row in rows
        ]

    def referred_paths(self) -> frozenset[str]:
        """Return every path of the data folder that something still refers to: a text of any row, but for
        messages that were settled and the record of what was done."""
        settled = {INBOX.name: INBOX.c.done_at, OUTBOX.name: OUTBOX.c.finished_at}
        found: set[str] = set()
        for table in SQLModel.metadata.tables.values():
            for column in table.columns if table is not AUDIT else ():
                if not isinstance(column.type, (String, AutoString)):
                    continue
                texts = select(column).where(column.contains("files/"))
                if (at := settled.get(table.name)) is not None:
                    texts = texts.where(at.is_(None))
                for text in self.connection.execute(texts).scalars():
                    found.update(KEPT_PATH.findall(text))
        return frozenset(found)
