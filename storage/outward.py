"""What other programs may read, and which addresses are told of accepted versions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.model.optional import optional
from storage.codec import new_id, read_as
from storage.connection import InTransaction
from storage.invite_codes import digest
from storage.outward_tables import CALL, TOKEN, WEBHOOK


def _exact(token: str) -> str:
    """Return what is stored of a token; nobody types it, so nothing is forgiven."""
    return hashlib.sha256(f"token {token}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FeedToken:
    """A token as it is listed; the token itself is nowhere."""

    id: int
    body: str
    name: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address with its sealed secret."""

    id: int
    body: str
    url: str
    secret: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """What is to be told to an address of a body, for the `attempts`-th time after the first."""

    id: int
    webhook_id: int
    body: str
    url: str
    secret: str
    payload: str
    attempts: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What an address was not told, and why the last time."""

    webhook_id: int
    url: str
    count: int
    failure: str


class Outward(InTransaction):
    # Tokens

    def add_token(self, body: str, name: str, token: str, now: datetime) -> int:
        """Store a token's hash."""
        made = self.connection.execute(
            TOKEN.insert().values(body=body, name=name, digest=_exact(token), created_at=now)
        )
        return new_id(made)

    def tokens(self) -> list[FeedToken]:
        """Return all tokens, the oldest first."""
        rows = self.connection.execute(select(TOKEN).order_by(TOKEN.c.id))
        return [read_as(FeedToken, row) for row in rows]

    def revoke_token(self, number: int, now: datetime) -> bool:
        """Let a token work no more; False where there is none of this number that works."""
        mine = (TOKEN.c.id == number) & TOKEN.c.revoked_at.is_(None)
        done = self.connection.execute(update(TOKEN).where(mine).values(revoked_at=now))
        return done.rowcount > 0

    def body_of_token(self, token: str) -> str | None:
        """Return the body whose reports a token opens; None for a wrong or revoked one. The oldest tokens
        are kept as codes are, without case."""
        kept = (_exact(token), digest(token))
        found = select(TOKEN.c.body).where(TOKEN.c.digest.in_(kept), TOKEN.c.revoked_at.is_(None))
        body = self.connection.execute(found).scalar()
        return optional(str, body)

    # Addresses

    def add_webhook(self, body: str, url: str, secret: str, now: datetime) -> int:
        """Store an address that is told of accepted versions."""
        made = self.connection.execute(
            WEBHOOK.insert().values(body=body, url=url, secret=secret, created_at=now)
        )
        return new_id(made)

    def webhooks(self, body: str | None = None) -> list[Webhook]:
        """Return the addresses (of one body) that are told."""
        wanted = select(WEBHOOK).where(WEBHOOK.c.removed_at.is_(None)).order_by(WEBHOOK.c.id)
        if body is not None:
            wanted = wanted.where(WEBHOOK.c.body == body)
        rows = self.connection.execute(wanted)
        return [read_as(Webhook, row) for row in rows]

    def remove_webhook(self, number: int, now: datetime) -> bool:
        """Tell an address no more; False where there is none of this number."""
        mine = (WEBHOOK.c.id == number) & WEBHOOK.c.removed_at.is_(None)
        done = self.connection.execute(update(WEBHOOK).where(mine).values(removed_at=now))
        return done.rowcount > 0

    def queue_call(self, webhook_id: int, payload: str, now: datetime) -> None:
        """Store one thing to tell."""
        self.connection.execute(
            CALL.insert().values(webhook_id=webhook_id, payload=payload, due_at=now)
        )

    def due_calls(self, now: datetime, most: int) -> list[WebhookCall]:
        """Return what is to be told now, the oldest first; not to addresses that were removed."""
        rows = self.connection.execute(
            select(CALL, WEBHOOK.c.body, WEBHOOK.c.url, WEBHOOK.c.secret)
            .join(WEBHOOK, WEBHOOK.c.id == CALL.c.webhook_id)
            .where(CALL.c.state == "pending", CALL.c.due_at <= now, WEBHOOK.c.removed_at.is_(None))
            .order_by(CALL.c.id)
            .limit(most)
        )
        return [read_as(WebhookCall, row) for row in rows]

    def given_up(self) -> list[GivenUp]:
        """Return what was given up, by address; not of addresses that were removed."""
        rows = self.connection.execute(
            select(CALL.c.webhook_id, WEBHOOK.c.url, CALL.c.failure)
            .join(WEBHOOK, WEBHOOK.c.id == CALL.c.webhook_id)
            .where(CALL.c.state == "failed", WEBHOOK.c.removed_at.is_(None))
            .order_by(CALL.c.id)
        )
        found: dict[int, GivenUp] = {}
        for row in rows:
            before = found.get(row.webhook_id)
            count = before.count + 1 if before is not None else 1
            found[row.webhook_id] = GivenUp(row.webhook_id, row.url, count, row.failure)
        return list(found.values())

    def retry_calls(self, webhook_id: int, now: datetime) -> int:
        """Tell an address again what was given up, from now; returns how many."""
        mine = (CALL.c.webhook_id == webhook_id) & (CALL.c.state == "failed")
        again = {"state": "pending", "attempts": 0, "due_at": now}
        return self.connection.execute(update(CALL).where(mine).values(**again)).rowcount

    def finish_call(self, number: int, now: datetime) -> None:
        """Note that an address has taken what it was told."""
        done = {"state": "sent", "finished_at": now, "failure": ""}
        self.set_columns(CALL, number, **done)

    def postpone_call(self, number: int, again: datetime | None, why: str) -> None:
        """Try again later, or (None) never."""
        values = {"attempts": CALL.c.attempts + 1, "failure": why[:200]}
        values |= {"due_at": again} if again is not None else {"state": "failed"}
        self.set_columns(CALL, number, **values)
