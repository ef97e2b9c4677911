"""By which of a platform's allowances messages left, counted by month; and how long a chat is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.arrivals import insert_for
from storage.connection import InTransaction
from storage.outward_tables import WAY
from storage.tables import INBOX, OUTBOX
from storage.usage import PARTS


@dataclass(frozen=True, slots=True)
class Talked:
    """When a chat last wrote (None: never), and how many platform messages it was sent since."""

    heard_at: datetime | None
    answered: int


class MessageWays(InTransaction):
    def talked(self, address_id: int) -> Talked:
        """Return how a chat stands towards its platform's windows."""
        heard = self.connection.execute(
            select(INBOX.c.received_at)
            .where(INBOX.c.address_id == address_id)
            .order_by(INBOX.c.id.desc())
            .limit(1)
        ).scalar()
        if heard is None:
            return Talked(None, 0)
        answered = self.connection.execute(
            select(func.sum(OUTBOX.c.pages_sent + 1)).where(
                OUTBOX.c.address_id == address_id,
                OUTBOX.c.state == "sent",
                OUTBOX.c.finished_at >= heard,
            )
        ).scalar()
        return Talked(heard, int(answered or 0))

    def count(self, channel: str, bot: str, month: str, way: str) -> None:
        """Add one message to a bot's month ("2026-10")."""
        insert = insert_for(self.connection.dialect.name, WAY).values(
            channel=channel, bot=bot, month=month, way=way,
            part=self.connection.worker % PARTS, sent=1,
        )  # fmt: skip
        self.connection.execute(
            insert.on_conflict_do_update(
                index_elements=["channel", "bot", "month", "way", "part"],
                set_={"sent": WAY.c.sent + 1},
            )
        )

    def of_month(self, channel: str, bot: str, month: str) -> dict[str, int]:
        """Return how many messages left by each way."""
        rows = self.connection.execute(
            select(WAY.c.way, func.sum(WAY.c.sent).label("total"))
            .where(WAY.c.channel == channel, WAY.c.bot == bot, WAY.c.month == month)
            .group_by(WAY.c.way)
        )
        return {row.way: int(row.total) for row in rows}

    def bots(self, channel: str, month: str) -> list[str]:
        """Return the bots of a channel that sent something in a month."""
        rows = self.connection.execute(
            select(WAY.c.bot).distinct().where(WAY.c.channel == channel, WAY.c.month == month)
        )
        return sorted(rows.scalars())
