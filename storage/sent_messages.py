"""What was said to a chat, where it is changed later: cards, and messages with buttons."""

from __future__ import annotations

import json

from sqlalchemy import select

from bot.model.message import Reply
from storage.codec import reply_from_json
from storage.connection import InTransaction
from storage.tables import OUTBOX

CARDS_LOOKED_AT = 20  # messages among which the cards of a chat are looked for
BUTTONS_LOOKED_AT = 8


class SentMessages(InTransaction):
    """The outbox as what stands in chats already."""

    def cards(self, address_id: int) -> dict[str, int]:
        """Return the message that each card of a chat is, by the card's name."""
        rows = self.connection.execute(
            select(OUTBOX.c.id, OUTBOX.c.body)
            .where(
                OUTBOX.c.address_id == address_id,
                OUTBOX.c.body.contains('"card"'),
                OUTBOX.c.state.not_in(("failed", "cancelled")),
            )
            .order_by(OUTBOX.c.id.desc())
            .limit(CARDS_LOOKED_AT)
        )
        cards: dict[str, int] = {}
        for row in rows:
            body = json.loads(row.body)
            cards.setdefault(body.get("card", ""), body.get("replaces") or row.id)
        return cards

    def last_card(self, address_id: int) -> str:
        """Return the name of the card that the last message to a chat is; "" where it is none."""
        body = self.connection.execute(
            select(OUTBOX.c.body)
            .where(OUTBOX.c.address_id == address_id)
            .order_by(OUTBOX.c.id.desc())
            .limit(1)
        ).scalar()
        return str(json.loads(body).get("card", "")) if body else ""

    def card_of(self, outbox_id: int) -> tuple[str, bool]:
        """Return the platform's id of the message that a later one takes the place of ("" where it
        never arrived), and whether it is one page."""
        row = self.connection.execute(
            select(OUTBOX.c.remote, OUTBOX.c.pages_sent).where(OUTBOX.c.id == outbox_id)
        ).one()
        return row.remote, not row.pages_sent

    def with_buttons(
        self, address_id: int, after: int, before: int
    ) -> list[tuple[int, str, Reply]]:
        """Return (id, platform's id, message) of what was sent to a chat with buttons between two
        messages, the latest first; only the last few."""
        rows = self.connection.execute(
            select(OUTBOX.c.id, OUTBOX.c.remote, OUTBOX.c.body, OUTBOX.c.urgency)
            .where(
                OUTBOX.c.address_id == address_id,
                OUTBOX.c.id > after,
                OUTBOX.c.id < before,
                OUTBOX.c.state == "sent",
                OUTBOX.c.remote != "",
                OUTBOX.c.body.contains('"choices"'),
            )
            .order_by(OUTBOX.c.id.desc())
            .limit(BUTTONS_LOOKED_AT)
        )
        return [(row.id, row.remote, reply_from_json(row.body, row.urgency)) for row in rows]
