"""Messages that a program has in hand for sending: whose they are, and given back when it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.model.message import Urgency
from storage.connection import InTransaction
from storage.tables import (
    ADDRESS,
    INBOX,
    OUTBOX,
    REMINDER,
)

ANSWERS = [Urgency.REPLY.value, Urgency.RECEIPT.value]  # to people who are writing


class InHand(InTransaction):
    """What was claimed and has no outcome yet."""

    def release(self, now: datetime, older_than: timedelta) -> int:
        """Release what a crash held: what was on its way is due again (somebody who never hears that a report
        was sent back is worse off than one who hears it twice), reminders are marked unknown (better missed
        than doubled).

        With no age at all (the start of the program) everything on its way counts, and answers
        that were put off are due at once: the clock may stand earlier than it did before. A try
        that was cut off is not counted; being killed must not use up a message's tries."""
        stuck = OUTBOX.c.state == "sending"
        if older_than:
            stuck &= OUTBOX.c.claimed_at <= now - older_than
        again = self._give_back(stuck, now)
        if not older_than:
            self.connection.execute(
                update(OUTBOX)
                .where(
                    OUTBOX.c.state == "pending",
                    OUTBOX.c.due_at > now,
                    OUTBOX.c.urgency.in_(ANSWERS),
                )
                .values(due_at=now)
            )
        return again

    def claimers(self) -> list[int]:
        """Return the programs that are sending something."""
        taken = OUTBOX.c.claimed_by
        rows = self.connection.execute(
            select(taken).distinct().where(OUTBOX.c.state == "sending", taken.is_not(None))
        )
        return [int(number) for (number,) in rows]

    def release_of(self, workers: Sequence[int], now: datetime) -> None:
        """Give back what programs had in hand that are gone: reminders are marked unknown, everything
        else is due again."""
        stuck = (OUTBOX.c.state == "sending") & OUTBOX.c.claimed_by.in_(workers)
        self._give_back(stuck, now)

    def _give_back(self, stuck: Any, now: datetime) -> int:
        self.connection.execute(
            update(OUTBOX)
            .where(stuck, OUTBOX.c.urgency == Urgency.REMINDER.value)
            .values(state="unknown", finished_at=now)
        )
        again = self.connection.execute(
            update(OUTBOX)
            .where(stuck, OUTBOX.c.urgency != Urgency.REMINDER.value)
            .values(state="pending", due_at=now, attempts=OUTBOX.c.attempts - 1)
        )
        return again.rowcount

    def told_since(self, channel: str, outbox_id: int) -> list[tuple[int, str]]:
        """Return (outbox id, chat) of the messages above an id that arrived on a channel."""
        rows = self.connection.execute(
            select(OUTBOX.c.id, ADDRESS.c.chat)
            .join(ADDRESS, ADDRESS.c.id == OUTBOX.c.address_id)
            .where(OUTBOX.c.id > outbox_id, OUTBOX.c.channel == channel, OUTBOX.c.state == "sent")
            .order_by(OUTBOX.c.id)
        )
        return [(row.id, row.chat) for row in rows]

    def waiting_counts(self, now: datetime) -> dict[str, float]:
        """Return how much waits at this moment: for its turn, to be sent, to be reminded of."""
        due = (OUTBOX.c.state == "pending") & (OUTBOX.c.due_at <= now)
        counted = {
            "inbox": select(func.count()).select_from(INBOX).where(INBOX.c.done_at.is_(None)),
            "answers": select(func.count()).where(due, OUTBOX.c.urgency.in_(ANSWERS)),
            "unasked": select(func.count()).where(due, OUTBOX.c.urgency.not_in(ANSWERS)),
            "reminders": select(func.count()).where(
                REMINDER.c.state == "planned", REMINDER.c.due_at <= now
            ),
        }
        return {
            what: float(self.connection.execute(wanted).scalar() or 0)
            for what, wanted in counted.items()
        }
