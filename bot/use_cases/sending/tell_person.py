"""A message that nobody asked for, to one person, at the chat that they were heard from last."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Reply
from storage import Transaction


def tell_person(
    tx: Transaction,
    person_id: int,
    reply: Reply,
    now: datetime,
    *,
    key: str | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Queue it; a `key` that was used before tells nobody again. False for a person without a chat."""
    for chat in tx.people.addresses(person_id)[:1]:
        tx.messages.put(chat.id, chat.channel, (reply,), now, key=key, not_before=not_before)
        return True
    return False
