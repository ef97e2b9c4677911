"""What each bot sent and received in a calendar month, beside what its plan allows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from storage.arrivals import insert_for
from storage.connection import InTransaction
from storage.tables import ADDRESS, METER

PARTS = 64  # of a month that several programs count in


@dataclass(frozen=True, slots=True)
class UsageCount:
    """One bot's month ("2026-10"). `warned` is the highest level, in percent, that coordinators
    were told of; `users` are all people who ever wrote to the bot."""

    channel: str
    bot: str
    month: str
    sent: int = 0
    received: int = 0
    warned: int = 0
    users: int = 0

    @property
    def used(self) -> int:
        """Both directions: whether incoming messages count is not published."""
        return self.sent + self.received


class Usage(InTransaction):
    def count(
        self, channel: str, bot: str, month: str, *, sent: int = 0, received: int = 0
    ) -> None:
        """Add messages to a bot's month."""
        insert = insert_for(self.connection.dialect.name, METER).values(
            channel=channel, bot=bot, month=month, part=self.connection.worker % PARTS,
            sent=sent, received=received, warned=0,
        )  # fmt: skip
        self.connection.execute(
            insert.on_conflict_do_update(
                index_elements=["channel", "bot", "month", "part"],
                set_={
                    "sent": METER.c.sent + sent,
                    "received": METER.c.received + received,
                },
            )
        )

    def get(self, channel: str, bot: str, month: str) -> UsageCount:
        """Return a bot's month so far."""
        parts = self.connection.execute(
            select(METER).where(
                METER.c.channel == channel, METER.c.bot == bot, METER.c.month == month
            )
        ).all()
        users = int(
            self.connection.execute(
                select(func.count())
                .select_from(ADDRESS)
                .where(ADDRESS.c.channel == channel, ADDRESS.c.bot == bot)
            ).scalar_one()
        )
        sent, received = sum(part.sent for part in parts), sum(part.received for part in parts)
        warned = max((part.warned for part in parts), default=0)
        return UsageCount(channel, bot, month, sent, received, warned, users)

    def of_month(self, month: str) -> list[UsageCount]:
        """Return every bot that sent or received something in a month."""
        rows = self.connection.execute(
            select(METER.c.channel, METER.c.bot)
            .distinct()
            .where(METER.c.month == month)
            .order_by(METER.c.channel, METER.c.bot)
        ).all()
        return [self.get(row.channel, row.bot, month) for row in rows]

    def warn(self, meter: UsageCount, level: int) -> bool:
        """Note that coordinators are told of a level; False when they were told before."""
        done = self.connection.execute(
            update(METER)
            .where(
                METER.c.channel == meter.channel,
                METER.c.bot == meter.bot,
                METER.c.month == meter.month,
                METER.c.warned < level,
            )
            .values(warned=level)
        )
        return done.rowcount > 0
