"""The statements by which a message enters the inbox and has its one turn."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.connection import Prepared
from storage.tables import ADDRESS, INBOX

EARLIER = INBOX.alias("earlier")
CLAIM_TURN = Prepared(
    update(INBOX)
    .where(
        INBOX.c.id == bindparam("inbox_id"),
        INBOX.c.done_at.is_(None),
        ~select(EARLIER.c.id)
        .where(
            EARLIER.c.done_at.is_(None),  # few rows
            EARLIER.c.id < INBOX.c.id,
            EARLIER.c.address_id + 0 == INBOX.c.address_id,  # "+ 0": not by the chat's history
        )
        .exists(),
    )
    .values(
        began_from=select(ADDRESS.c.conversation)
        .where(ADDRESS.c.id == INBOX.c.address_id)
        .scalar_subquery()
    )
)
ARRIVAL = ("channel", "bot", "key", "address_id", "body", "received_at", "done_at", "failure",
           "begun", "began_from")  # fmt: skip
TAKEN = select(*[bindparam(name, type_=INBOX.c[name].type) for name in ARRIVAL]).where(
    ~select(EARLIER.c.id)
    .where(
        EARLIER.c.done_at.is_(None),
        EARLIER.c.address_id + 0 == bindparam("address_id", type_=INBOX.c.address_id.type),
    )
    .exists()
)


def insert_for(dialect: str, table: Any) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@cache
def new_address(dialect: str) -> Any:
    """Return the insert of a chat, which one that is known turns into nothing."""
    once = insert_for(dialect, ADDRESS).on_conflict_do_nothing(
        index_elements=["channel", "bot", "chat"]
    )
    return Prepared(once.returning(ADDRESS.c.id))


@cache
def keep_once(dialect: str) -> Any:
    """Return an arrival's insert, which a key that was seen before turns into nothing."""
    insert = insert_for(dialect, INBOX)
    once = insert.on_conflict_do_nothing(index_elements=["channel", "bot", "key"])
    return Prepared(once.returning(INBOX.c.id))


@cache
def take_once(dialect: str) -> Any:
    """Return the insert of an arrival that is taken with it, which a known key, or an earlier message
    of the chat that waits, turns into nothing."""
    once = insert_for(dialect, INBOX).from_select(list(ARRIVAL), TAKEN, include_defaults=False)
    once = once.on_conflict_do_nothing(index_elements=["channel", "bot", "key"])
    return Prepared(once.returning(INBOX.c.id))
