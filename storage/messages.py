"""Inbox and outbox: unique keys, conditional claims, results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, bindparam, false, func, or_, select, update

from bot.model.message import Address, Incoming, Placing, Reply, Urgency
from bot.model.optional import optional, sure
from storage.arrivals import CLAIM_TURN, insert_for, keep_once, new_address, take_once
from storage.codec import (
    incoming_from_json,
    incoming_to_json,
    reply_from_json,
    reply_to_json,
    storable,
    waiting_row,
)
from storage.connection import Prepared
from storage.in_hand import ANSWERS, InHand
from storage.people import Chat
from storage.sent_messages import SentMessages
from storage.tables import ADDRESS, INBOX, OUTBOX, UtcDateTime

UNASKED = [urgency.value for urgency in Urgency if urgency.value not in ANSWERS]

# Statements of every turn and every sending, built once: building one takes longer than running it.
NOW = bindparam("now", type_=UtcDateTime())
KNOWN_ADDRESS = Prepared(
    select(ADDRESS.c.id).where(
        ADDRESS.c.channel == bindparam("channel"),
        ADDRESS.c.bot == bindparam("bot"),
        ADDRESS.c.chat == bindparam("chat"),
    )
)
WAITING = Prepared(
    select(INBOX.c.id, INBOX.c.key, INBOX.c.body, INBOX.c.address_id, INBOX.c.begun,
           ADDRESS.c.channel, ADDRESS.c.bot, ADDRESS.c.chat)
    .join(ADDRESS, ADDRESS.c.id == INBOX.c.address_id)
    .where(INBOX.c.done_at.is_(None))
    .order_by(INBOX.c.id)
    .limit(bindparam("most"))
)  # fmt: skip
QUEUE = Prepared(OUTBOX.insert())


def _must_wait() -> Any:
    """Tell whether another message to the same chat goes before this one of the outbox.

    Answers keep their order among themselves and wait for nothing else: a reminder that was put off
    until the morning must not hold up the answer to a person who writes at night. A reminder or
    notice lets the answers before it pass, and other notices that are due or on their way.
    """
    earlier = OUTBOX.alias("earlier")
    answer = earlier.c.urgency.in_(ANSWERS)
    in_the_way = or_(earlier.c.state == "sending", earlier.c.due_at <= NOW)
    return (
        select(earlier.c.id)
        .where(
            earlier.c.address_id == OUTBOX.c.address_id,
            earlier.c.id < OUTBOX.c.id,
            earlier.c.finished_at.is_(None),  # pending or sending
            or_(answer, and_(OUTBOX.c.urgency.not_in(ANSWERS), in_the_way)),
        )
        .exists()
    )


def _said_to(address_id: int) -> tuple[Any, ...]:
    """Return the conditions for what a chat's page shows."""
    return OUTBOX.c.address_id == address_id, OUTBOX.c.state.in_(("sent", "sending"))


@cache
def _due(bots: frozenset[tuple[str, str]], kind: str) -> Prepared:
    """Return the statement for what is due of one kind at some bots: it is read in order, as far as
    needed."""
    ours = or_(
        false(), *((OUTBOX.c.channel == channel) & (ADDRESS.c.bot == bot) for channel, bot in bots)
    )
    return Prepared(
        select(OUTBOX.c.id, OUTBOX.c.address_id, OUTBOX.c.channel, ADDRESS.c.bot, ADDRESS.c.chat)
        .join(ADDRESS, ADDRESS.c.id == OUTBOX.c.address_id)
        .where(
            OUTBOX.c.state == "pending",
            OUTBOX.c.urgency == kind,
            OUTBOX.c.due_at <= NOW,
            ours,
            ~_must_wait(),
        )
        .order_by(OUTBOX.c.id)
        .limit(bindparam("most"))
    )


CLAIM = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("outbox_id"), OUTBOX.c.state == "pending", ~_must_wait())
    .values(
        state="sending",
        claimed_at=NOW,
        claimed_by=bindparam("worker"),
        attempts=OUTBOX.c.attempts + 1,
    )
)
CLAIMED = Prepared(
    select(OUTBOX, ADDRESS.c.bot, ADDRESS.c.chat)
    .join(ADDRESS, ADDRESS.c.id == OUTBOX.c.address_id)
    .where(OUTBOX.c.id == bindparam("outbox_id"))
)
OF_OUTBOX = Prepared(update(OUTBOX).where(OUTBOX.c.id == bindparam("outbox_id")))
OF_ADDRESS = Prepared(update(ADDRESS).where(ADDRESS.c.id == bindparam("chat_id")))


@dataclass(frozen=True, slots=True)
class Arrived:
    """An inbox entry that waits for its turn."""

    id: int
    address_id: int
    incoming: Incoming
    begun: int = 0  # turns that were begun by a program which ended before they did
    reads_many_units: bool = False  # its turn does


@dataclass(frozen=True, slots=True)
class Due:
    """An outbox entry that may be sent now; `urgent` when a person who is writing waits for it."""

    id: int
    address_id: int
    channel: str
    bot: str
    chat: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Queued:
    """An outbox entry that was claimed for sending. `key` is what may go out only once, ever."""

    id: int
    address_id: int
    address: Address
    reply: Reply
    pages_sent: int
    attempts: int
    notice_id: int | None
    created_at: datetime
    key: str = ""
    way: str = ""  # by which of the platform's allowances it goes, where it has several
    behind: tuple[Queued, ...] = ()  # later answers that its words hold as well

    @property
    def entries(self) -> tuple[Queued, ...]:
        """Return every entry of the outbox that is sent with this message."""
        return (self, *self.behind)

    def with_reply(self, reply: Reply) -> Queued:
        return replace(self, reply=reply)


def _queued(row: Any) -> Queued:
    return Queued(
        row.id,
        row.address_id,
        Address(row.channel, row.bot, row.chat),
        reply_from_json(row.body, row.urgency),
        row.pages_sent,
        row.attempts,
        row.notice_id,
        row.created_at,
        row.key or "",
    )


class Messages(InHand):
    """The two message tables within one transaction."""

    def _insert(self, table: Any) -> Any:
        return insert_for(self.connection.dialect.name, table)

    def address_id(self, address: Address, now: datetime, sender_name: str = "") -> int:
        """Return the id of a chat, made on first sight."""
        found = self.known_address(address)
        if found is not None:
            return found
        made = self.connection.execute(
            new_address(self.connection.dialect.name),
            {
                "channel": address.channel,
                "bot": address.bot,
                "chat": address.chat,
                "sender_name": storable(sender_name),
                "conversation": "",
                "turn": 0,
                "heard_at": now,
                "failure": "",
                "refused_joins": 0,
            },
        ).scalar()
        return sure(self.known_address(address) if made is None else int(made))

    def known_address(self, address: Address) -> int | None:
        """Return the id of a chat, or None before its first message; reads only."""
        found = self.connection.execute(
            KNOWN_ADDRESS,
            {"channel": address.channel, "bot": address.bot, "chat": address.chat},
        ).scalar()
        return optional(int, found)

    def body_of(self, address_id: int, outbox_id: int) -> str | None:
        """Return one message's JSON, only if it was meant for this chat."""
        return self.connection.execute(
            select(OUTBOX.c.body).where(
                OUTBOX.c.id == outbox_id, OUTBOX.c.address_id == address_id
            )
        ).scalar()

    def keep(self, incoming: Incoming, now: datetime) -> int | None:
        """Store an arrival; None when its key was seen before (then nothing happens)."""
        address_id = self.address_id(incoming.address, now, incoming.sender_name)
        made = self.connection.execute(
            keep_once(self.connection.dialect.name),
            {
                "channel": incoming.address.channel,
                "bot": incoming.address.bot,
                "key": storable(incoming.key),
                "address_id": address_id,
                "body": incoming_to_json(incoming),
                "received_at": now,
                "failure": "",
            },
        ).scalar()
        return optional(int, made)

    def take_at_once(self, incoming: Incoming, chat: Chat, now: datetime) -> Arrived | None:
        """Store an arrival whose one turn is taken in this transaction; None (and nothing happens)
        when its key was seen before, or while an earlier message of the chat waits."""
        body = incoming_to_json(incoming)
        key = storable(incoming.key)
        made = self.connection.execute(
            take_once(self.connection.dialect.name),
            {
                "channel": chat.channel,
                "bot": chat.bot,
                "key": key,
                "address_id": chat.id,
                "body": body,
                "received_at": now,
                "done_at": now,
                "failure": "",
                "begun": 0,
                "began_from": chat.conversation,
            },
        ).scalar()
        if made is None:
            return None
        return Arrived(made, chat.id, incoming_from_json(incoming.address, key, body))

    def waiting(self, limit: int = 500) -> list[Arrived]:
        """Return arrivals without their turn, oldest first."""
        rows = self.connection.execute(WAITING, {"most": limit})
        return [
            Arrived(
                row.id,
                row.address_id,
                incoming_from_json(Address(row.channel, row.bot, row.chat), row.key, row.body),
                row.begun,
            )
            for row in rows
        ]

    def count_begun(self, inbox_id: int) -> None:
        """Count a turn that was begun and never ended; do nothing where it did end."""
        waits = (INBOX.c.id == inbox_id) & INBOX.c.done_at.is_(None)
        self.connection.execute(update(INBOX).where(waits).values(begun=INBOX.c.begun + 1))

    def failures(self, since: datetime) -> list[str]:
        """Return the codes of messages since then that could not be dealt with, oldest first."""
        rows = self.connection.execute(
            select(INBOX.c.failure)
            .where(INBOX.c.failure != "", INBOX.c.done_at >= since)
            .order_by(INBOX.c.id)
        )
        return list(map(attrgetter("failure"), rows))

    def _is_at_another(self, table: Any, row_id: int) -> bool:
        """Tell whether another program has a row in hand at this very moment; nobody waits for it."""
        if self.connection.dialect.name != "postgresql":
            return False
        free = select(table.c.id).where(table.c.id == row_id).with_for_update(skip_locked=True)
        return self.connection.execute(free).scalar() is None

    def claim_turn(self, inbox_id: int, now: datetime, failure: str = "") -> bool:
        """Take an arrival's one turn; False when it was taken before, or while an earlier message
        of the same chat waits: an answer must never be read as that to a later question. The
        conversation as it stands is kept with the message, for `Rewind`."""
        if self.connection.driver is None and self._is_at_another(INBOX, inbox_id):
            return False
        done = self.connection.execute(
            CLAIM_TURN, {"inbox_id": inbox_id, "done_at": now, "failure": failure}
        )
        return done.rowcount == 1

    def set_file(self, inbox_id: int, incoming: Incoming) -> None:
        """Remember where a fetched file now lies."""
        self.set_columns(INBOX, inbox_id, body=incoming_to_json(incoming))

    def knows(self, key: str) -> bool:
        """Return whether messages were queued under a key before."""
        found = select(OUTBOX.c.id).where(OUTBOX.c.key == f"{key}/0")
        return self.connection.execute(found).scalar() is not None

    def put(
        self,
        address_id: int,
        channel: str,
        replies: Sequence[Reply],
        now: datetime,
        *,
        inbox_id: int | None = None,
        notice_id: int | None = None,
        key: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Queue messages in order; a `key` that exists already makes this a no-op, and none leaves
        before the instant `not_before`."""
        if any(reply.placing is not Placing.BELOW for reply in replies):
            replies = self._in_their_cards(address_id, replies)
        rows = [
            waiting_row(
                address_id, channel, reply, now, inbox_id, notice_id,
                f"{key}/{place}" if key else None,
            )
            | ({"due_at": not_before} if not_before else {})
            for place, reply in enumerate(replies)
        ]  # fmt: skip
        if not rows:
            return
        statement: Any = QUEUE
        if key:
            statement = self._insert(OUTBOX).on_conflict_do_nothing(index_elements=["key"])
        self.connection.execute(statement, rows)

    def _in_their_cards(self, address_id: int, replies: Sequence[Reply]) -> list[Reply]:
        """Return replies with the message that each takes the place of; without those that only
        change a card that is not there."""
        cards = SentMessages(self.connection).cards(address_id)
        found = [
            reply if reply.placing is Placing.BELOW
            else replace(reply, replaces=cards.get(reply.card, 0))
            for reply in replies
        ]  # fmt: skip
        return [
            reply for reply in found if reply.replaces or reply.placing is not Placing.ONLY_IN_CARD
        ]

    def longest_waiting(self, channels: Sequence[str], now: datetime) -> datetime | None:
        """Return since when the oldest answer on these channels waits that could have been sent, one
        that is put off until its next try among them; None where none does."""
        oldest = select(func.min(OUTBOX.c.created_at)).where(
            OUTBOX.c.finished_at.is_(None),
            or_(OUTBOX.c.due_at <= now, OUTBOX.c.failure != ""),
            OUTBOX.c.urgency.in_(ANSWERS),
            OUTBOX.c.channel.in_(channels),
        )
        return self.connection.execute(oldest).scalar()

    def is_refused(self, channel: str, bot: str, since: datetime) -> bool:
        """Return whether a message of a bot waits that its platform did not take, and none has arrived
        anywhere since a moment."""
        ours = (ADDRESS.c.channel == channel, ADDRESS.c.bot == bot)
        tried = (OUTBOX.c.finished_at.is_(None), OUTBOX.c.failure != "")
        waits = select(OUTBOX.c.id).join(ADDRESS, ADDRESS.c.id == OUTBOX.c.address_id)
        arrived = select(ADDRESS.c.id).where(*ours, ADDRESS.c.reached_at >= since)
        if self.connection.execute(waits.where(*tried, *ours).limit(1)).first() is None:
            return False
        return self.connection.execute(arrived.limit(1)).first() is None

    def due(
        self, bots: Sequence[tuple[str, str]], now: datetime, limit: int, urgent: bool
    ) -> list[Due]:
        """Return what may be sent now by these (channel, bot), oldest first; `urgent` are answers
        to people who are writing, the rest are reminders and notices. Only what `claim` would
        give: messages whose turn in their chat has not come take no place in the list."""
        found = [
            Due(row.id, row.address_id, row.channel, row.bot, row.chat, urgent)
            for kind in (ANSWERS if urgent else UNASKED)
            for row in self.connection.execute(
                _due(frozenset(bots), kind), {"now": now, "most": limit}
            )
        ]
        return sorted(found, key=lambda due: due.id)[:limit]

    def claim(self, outbox_id: int, now: datetime) -> Queued | None:
        """Take a message for sending; None when another took it, or when an earlier message of the
        same chat goes first."""
        if self._is_at_another(OUTBOX, outbox_id):
            return None
        named = {"outbox_id": outbox_id, "now": now, "worker": self.connection.worker}
        taken = self.connection.execute(CLAIM, named)
        if taken.rowcount != 1:
            return None
        return _queued(self.connection.execute(CLAIMED, {"outbox_id": outbox_id}).one())

    def behind(self, first: Queued, now: datetime) -> list[Queued]:
        """Return the answers that wait behind one in its chat, in order; none that the platform
        refused with others."""
        waiting = select(OUTBOX, ADDRESS.c.bot, ADDRESS.c.chat).join(
            ADDRESS, ADDRESS.c.id == OUTBOX.c.address_id
        )
        ours = (OUTBOX.c.address_id == first.address_id, OUTBOX.c.id > first.id)
        due = (OUTBOX.c.state == "pending", OUTBOX.c.due_at <= now)
        answers = (OUTBOX.c.urgency.in_(ANSWERS), OUTBOX.c.failure != "Rejected")
        rows = waiting.where(*ours, *due, *answers).order_by(OUTBOX.c.id)
        return [*map(_queued, self.connection.execute(rows))]

    def claim_behind(self, waiting: Queued, now: datetime) -> Queued:
        """Take an answer that is sent with the one before it."""
        attempts = waiting.attempts + 1
        taken = {"state": "sending", "claimed_at": now, "claimed_by": self.connection.worker}
        self.set_columns(OUTBOX, waiting.id, attempts=attempts, **taken)
        return replace(waiting, attempts=attempts)

    def page_sent(self, outbox_id: int, pages: int, remote: str) -> None:
        """Note that a page of a long message arrived: a restart goes on after it."""
        self.set_columns(OUTBOX, outbox_id, pages_sent=pages, remote=remote)

    def finish(
        self, outbox_id: int, state: str, now: datetime, *, remote: str = "", failure: str = ""
    ) -> None:
        """Record how sending ended: sent, unknown, failed or cancelled."""
        values: dict[str, Any] = {"state": state, "finished_at": now, "failure": failure}
        if remote:
            values["remote"] = remote
        self.connection.execute(OF_OUTBOX, {"outbox_id": outbox_id, **values})

    def postpone(self, outbox_id: int, until: datetime, failure: str) -> None:
        """Put a message back to the queue, not before `until`."""
        self.set_columns(OUTBOX, outbox_id, state="pending", due_at=until, failure=failure)

    def replace_body(self, outbox_id: int, reply: Reply) -> None:
        """Rewrite a text that grew stale while it waited, before it leaves."""
        self.set_columns(OUTBOX, outbox_id, body=reply_to_json(reply))

    def reached(self, address_id: int, now: datetime) -> None:
        """Note that a message arrived at this chat."""
        self.connection.execute(
            OF_ADDRESS,
            {"chat_id": address_id, "reached_at": now, "failed_at": None, "failure": ""},
        )

    def unreached(self, address_id: int, now: datetime, failure: str) -> None:
        """Note that the chat cannot be reached (blocked, refused): shown as "chưa nhận được"."""
        self.set_columns(ADDRESS, address_id, failed_at=now, failure=failure)

    def history(self, address_id: int, after: int) -> list[tuple[int, str, datetime, str]]:
        """Return (outbox id, body JSON, time, urgency) of what was said to a chat after an id; what
        nobody had asked for may have waited, and its time is when it left."""
        rows = self.connection.execute(
            select(OUTBOX).where(*_said_to(address_id), OUTBOX.c.id > after).order_by(OUTBOX.c.id)
        )
        return [
            (
                row.id,
                row.body,
                row.created_at if row.urgency in ANSWERS else row.finished_at or row.claimed_at,
                row.urgency,
            )
            for row in rows
        ]

    def count_said(self, address_id: int, upto: int) -> int:
        """Return how many messages with an id up to this one a chat was told."""
        said = select(func.count()).where(*_said_to(address_id), OUTBOX.c.id <= upto)
        return int(self.connection.execute(said).scalar() or 0)

    def heard(self, address_id: int, limit: int = 400) -> list[tuple[Incoming, datetime]]:
        """Return what a chat said, with the time of arrival, oldest first."""
        rows = self.connection.execute(
            select(
                INBOX.c.key,
                INBOX.c.body,
                INBOX.c.received_at,
                ADDRESS.c.channel,
                ADDRESS.c.bot,
                ADDRESS.c.chat,
            )
            .join(ADDRESS, ADDRESS.c.id == INBOX.c.address_id)
            .where(INBOX.c.address_id == address_id)
            .order_by(INBOX.c.id.desc())
            .limit(limit)
        ).all()
        return [
            (
                incoming_from_json(Address(row.channel, row.bot, row.chat), row.key, row.body),
                row.received_at,
            )
            for row in reversed(rows)
        ]
