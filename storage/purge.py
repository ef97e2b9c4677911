"""What is kept only for a time: the words of messages. Keys, figures and the audit stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_, update

from storage.tables import InboxRow, OutboxRow

INBOX = InboxRow.__table__  # type: ignore[attr-defined]
OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
HEARD, SAID = '{"kind":"text"}', '{"text":""}'
EMPTIED = {"body": HEARD, "began_from": None}  # what is left of a message that came in


class Retention:
    """Empties old messages within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

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
