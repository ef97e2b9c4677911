"""What tests look at behind the door of `storage`: its tables and how rows are read, in one place."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage.codec import reply_from_json
from storage.invite_codes import digest
from storage.outward_tables import OPINION
from storage.tables import ADDRESS, AUDIT, INBOX, OUTBOX, REMINDER, SUBMISSION, UNIT, ReminderRow
from storage.tables import LINK as ONE_TIME_LINK
from storage.transaction import Transaction

__all__ = [
    "ADDRESS",
    "AUDIT",
    "INBOX",
    "ONE_TIME_LINK",
    "OPINION",
    "OUTBOX",
    "REMINDER",
    "SUBMISSION",
    "UNIT",
    "ReminderRow",
    "digest",
    "everything",
    "reply_from_json",
]


def everything(tx: Transaction) -> str:
    """All that a database holds, as text."""
    tables = SQLModel.metadata.sorted_tables
    return "\n".join(
        repr(tuple(row)) for table in tables for row in tx.connection.execute(table.select())
    )
