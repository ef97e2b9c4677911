"""People, their chats, seats and invites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, distinct, false, func, or_, select, update

from bot.model.grouping import grouped_by
from bot.model.message import Address
from bot.model.optional import optional
from bot.model.person import Person, Role, Seat
from storage.codec import new_id, seat_from
from storage.connection import InTransaction, Prepared, batches, remembered
from storage.invite_codes import InviteCodes
from storage.namesakes import called
from storage.passkeys import Passkeys
from storage.purge import EMPTIED, SAID
from storage.tables import (
    ADDRESS,
    CAMPAIGN,
    INBOX,
    INVITE,
    OUTBOX,
    PERSON,
    SEAT,
    UNIT,
)
from storage.visit_log import VisitLog

# Statements of every turn, built once: building one takes longer than running it.
ALSO_OURS = ADDRESS.alias("also_ours")
HAS_OTHERS = (
    select(ALSO_OURS.c.id)
    .where(ALSO_OURS.c.person_id == ADDRESS.c.person_id, ALSO_OURS.c.id != ADDRESS.c.id)
    .exists()
)
CHATS = select(
    ADDRESS,
    PERSON.c.name.label("person_name"),
    PERSON.c.consented_at,
    HAS_OTHERS.label("has_others"),
).outerjoin(PERSON, PERSON.c.id == ADDRESS.c.person_id)
CHAT = Prepared(CHATS.where(ADDRESS.c.id == bindparam("address_id")))
CHAT_AT = Prepared(
    CHATS.where(
        ADDRESS.c.channel == bindparam("channel"),
        ADDRESS.c.bot == bindparam("bot"),
        ADDRESS.c.chat == bindparam("chat"),
    )
)
KEEP_CONVERSATION = Prepared(
    update(ADDRESS).where(
        ADDRESS.c.id == bindparam("address_id"), ADDRESS.c.turn == bindparam("turn_before")
    )
)
SEATS = (
    select(
        SEAT.c.id,
        SEAT.c.role,
        SEAT.c.person_id,
        SEAT.c.campaign_id,
        SEAT.c.unit_id,
        CAMPAIGN.c.title.label("campaign_title"),
        CAMPAIGN.c.opens,
        UNIT.c.code.label("unit_code"),
        called(UNIT).label("unit_name"),
    )
    .join(CAMPAIGN, CAMPAIGN.c.id == SEAT.c.campaign_id)
    .outerjoin(UNIT, UNIT.c.id == SEAT.c.unit_id)
)
HELD = SEATS.where(SEAT.c.person_id == bindparam("holder"), SEAT.c.until.is_(None))
SEATS_OF_PERSON = Prepared(HELD.where(CAMPAIGN.c.state != "draft").order_by(SEAT.c.id))
WAITING_SEATS = Prepared(HELD.where(CAMPAIGN.c.state == "draft").order_by(SEAT.c.id))
OF_UNIT = (
    SEAT.c.campaign_id == bindparam("campaign_id"),
    SEAT.c.unit_id == bindparam("unit_id"),
    SEAT.c.until.is_(None),
)
HOLDERS = Prepared(select(SEAT.c.id, SEAT.c.role).where(*OF_UNIT))
CHATS_OF_UNIT = Prepared(
    select(
        ADDRESS.c.id,
        ADDRESS.c.channel,
        ADDRESS.c.conversation,
        SEAT.c.person_id,
        SEAT.c.id.label("seat_id"),
        PERSON.c.name.label("person_name"),
    )
    .join(SEAT, SEAT.c.person_id == ADDRESS.c.person_id)
    .join(PERSON, PERSON.c.id == SEAT.c.person_id)
    .where(*OF_UNIT)
    .order_by(ADDRESS.c.id)
)
TAKE_SEAT = Prepared(
    SEAT.insert(),
    touches=lambda seat: (("seats", seat["person_id"]),),
)


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat with the conversation's own JSON and its turn counter."""

    id: int
    channel: str
    bot: str
    chat: str
    person: Person | None
    sender_name: str
    conversation: str
    turn: int
    refused_joins: int
    refused_at: datetime | None
    heard_at: datetime | None = None  # before the message that is being answered
    has_others: bool = False  # its person writes from another one, too


class People(InTransaction):
    def chat(self, address_id: int) -> Chat:
        """Return the chat an arrival came from."""
        return _chat(self.connection.execute(CHAT, {"address_id": address_id}).one())

    def chat_at(self, address: Address) -> Chat | None:
        """Return the chat of an address, or None before its first message."""
        where = {"channel": address.channel, "bot": address.bot, "chat": address.chat}
        row = self.connection.execute(CHAT_AT, where).first()
        return optional(_chat, row)

    def keep_conversation(self, chat: Chat, conversation: str, now: datetime) -> bool:
        """Store where the conversation stands; False when another process had a turn meanwhile."""
        fresh = {"conversation": conversation, "turn": chat.turn + 1, "heard_at": now}
        done = self.connection.execute(
            KEEP_CONVERSATION, {"address_id": chat.id, "turn_before": chat.turn, **fresh}
        )
        return done.rowcount == 1

    def set_conversation(self, address_id: int, conversation: str) -> None:
        """Put a conversation elsewhere without a message of the person; a turn that is under way in
        another process is taken again."""
        self.set_columns(ADDRESS, address_id, conversation=conversation, turn=ADDRESS.c.turn + 1)

    def count_refusal(self, chat: Chat, now: datetime, *, fresh: bool) -> None:
        """Count a code that did not work; `fresh` starts the count again."""
        count = 1 if fresh else chat.refused_joins + 1
        self.set_columns(ADDRESS, chat.id, refused_joins=count, refused_at=now)

    @remembered("seats")
    def seats(self, person_id: int) -> tuple[Seat, ...]:
        """Return the seats a person holds now in open campaigns, oldest first."""
        rows = self.connection.execute(SEATS_OF_PERSON, {"holder": person_id})
        return tuple(map(seat_from, rows))

    def waiting_seats(self, person_id: int) -> tuple[Seat, ...]:
        """Return the seats a person holds in campaigns that are not opened yet, oldest first."""
        rows = self.connection.execute(WAITING_SEATS, {"holder": person_id})
        return tuple(map(seat_from, rows))

    def seats_of_chat(self, address_id: int) -> tuple[Seat, ...]:
        """Return the seats of the person behind a chat; none before they joined."""
        person_id = self.connection.execute(
            select(ADDRESS.c.person_id).where(ADDRESS.c.id == address_id)
        ).scalar()
        return self.seats(person_id) if person_id is not None else ()

    def seats_of_unit(self, campaign_id: int, unit_id: int | None) -> list[tuple[Seat, Person]]:
        """Return who sits for a unit (None: the campaign's coordinators)."""
        same = SEAT.c.unit_id.is_(None) if unit_id is None else SEAT.c.unit_id == unit_id
        rows = self.connection.execute(
            SEATS.add_columns(PERSON.c.name.label("person_name"), PERSON.c.consented_at)
            .join(PERSON, PERSON.c.id == SEAT.c.person_id)
            .where(SEAT.c.campaign_id == campaign_id, same, SEAT.c.until.is_(None))
            .order_by(SEAT.c.id)
        )
        return [
            (seat_from(row), Person(row.person_id, row.person_name, row.consented_at))
            for row in rows
        ]

    def seats_of_campaign(self, campaign_id: int) -> list[tuple[Seat, int]]:
        """Return all seats that are held in a campaign, each with its person's id."""
        rows = self.connection.execute(
            SEATS.where(SEAT.c.campaign_id == campaign_id, SEAT.c.until.is_(None)).order_by(
                SEAT.c.id
            )
        )
        return [(seat_from(row), row.person_id) for row in rows]

    def seats_since(self, campaign_id: int) -> dict[int, tuple[str, datetime]]:
        """Return for each seat of a campaign its person's name and when it was taken."""
        held = select(SEAT.c.id, PERSON.c.name, SEAT.c.since).join(
            PERSON, PERSON.c.id == SEAT.c.person_id
        )
        rows = self.connection.execute(held.where(SEAT.c.campaign_id == campaign_id))
        return {row.id: (row.name, row.since) for row in rows}

    def name(self, person_id: int) -> str:
        return str(
            self.connection.execute(
                select(PERSON.c.name).where(PERSON.c.id == person_id)
            ).scalar_one()
        )

    def has_role(self, campaign_id: int, unit_id: int, role: Role) -> bool:
        """Tell whether somebody sits in this role for the unit."""
        return role.value in self.holders(campaign_id, unit_id).values()

    @remembered("holders")
    def holders(self, campaign_id: int, unit_id: int) -> dict[int, str]:
        """Return the seats that are held for a unit, each with its role."""
        rows = self.connection.execute(HOLDERS, {"campaign_id": campaign_id, "unit_id": unit_id})
        return {row.id: row.role for row in rows}

    def chats_of_unit(self, campaign_id: int, unit_id: int) -> list[Any]:
        """Return the chats of everybody who sits for a unit, each with the seat and the person."""
        of_unit = {"campaign_id": campaign_id, "unit_id": unit_id}
        return list(self.connection.execute(CHATS_OF_UNIT, of_unit))

    def owner(self, address_id: int) -> int | None:
        """Return whose chat it is; None for a group, and for somebody who has not agreed."""
        found = select(ADDRESS.c.person_id).where(ADDRESS.c.id == address_id)
        return self.connection.execute(found).scalar()

    def addresses(self, person_id: int) -> list[Any]:
        """Return a person's chats, the one heard from last first; unreachable ones last."""
        return list(
            self.connection.execute(
                select(ADDRESS)
                .where(ADDRESS.c.person_id == person_id)
                .order_by(ADDRESS.c.failed_at.isnot(None), ADDRESS.c.heard_at.desc())
            )
        )

    def addresses_of(self, person_ids: Sequence[int]) -> dict[int, list[Any]]:
        """Return many people's chats, each in the order of `addresses`."""
        rows: list[Any] = []
        for part in batches(person_ids):
            rows += self.connection.execute(
                select(ADDRESS)
                .where(ADDRESS.c.person_id.in_(part))
                .order_by(ADDRESS.c.failed_at.isnot(None), ADDRESS.c.heard_at.desc())
            )
        return grouped_by(attrgetter("person_id"), rows)

    def heard_since(self, channel: str, bot: str, since: datetime) -> list[int]:
        """Return chats of a bot whose people wrote since a moment."""
        rows = self.connection.execute(
            select(ADDRESS.c.id)
            .where(
                ADDRESS.c.channel == channel,
                ADDRESS.c.bot == bot,
                ADDRESS.c.person_id.is_not(None),
                ADDRESS.c.heard_at >= since,
            )
            .order_by(ADDRESS.c.id)
        )
        return [int(row.id) for row in rows]

    def last_heard(self, channel: str, bot: str) -> datetime | None:
        """Return when somebody last wrote to a bot."""
        return self.connection.execute(
            select(ADDRESS.c.heard_at)
            .where(ADDRESS.c.channel == channel, ADDRESS.c.bot == bot)
            .order_by(ADDRESS.c.heard_at.desc())
            .limit(1)
        ).scalar()

    def on_bot(self, channel: str, bot: str) -> int:
        """Return how many people have ever written to a bot: each takes a place of its plan."""
        where = (ADDRESS.c.channel == channel, ADDRESS.c.bot == bot)
        return int(
            self.connection.execute(
                select(func.count()).select_from(ADDRESS).where(*where)
            ).scalar_one()
        )

    def left_behind(self, bots: Sequence[tuple[str, str]]) -> int:
        """Return how many people with a seat in an open campaign have chats, but none with one of these
        bots: nothing can be sent to them."""
        reached = select(ADDRESS.c.person_id).where(
            or_(
                false(),
                *((ADDRESS.c.channel == name) & (ADDRESS.c.bot == bot) for name, bot in bots),
            ),
            ADDRESS.c.person_id.is_not(None),
        )
        found = (
            select(func.count(distinct(ADDRESS.c.person_id)))
            .join(SEAT, SEAT.c.person_id == ADDRESS.c.person_id)
            .join(CAMPAIGN, CAMPAIGN.c.id == SEAT.c.campaign_id)
            .where(
                SEAT.c.until.is_(None),
                CAMPAIGN.c.state == "open",
                ADDRESS.c.person_id.not_in(reached),
            )
        )
        return int(self.connection.execute(found).scalar_one())

    def join(
        self, chat: Chat, invite_id: int, name: str, notice: str, now: datetime
    ) -> tuple[int, int] | None:
        """Use an invite up: (person id, seat id), or None when somebody was faster or it ran out;
        then nothing is kept of who tried."""
        taken = self.connection.execute(
            update(INVITE)
            .where(
                INVITE.c.id == invite_id,
                INVITE.c.used_at.is_(None),
                INVITE.c.voided_at.is_(None),
                INVITE.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(INVITE)
        )
        invite = taken.one_or_none()
        if invite is None:
            return None
        person_id = self._consenting(chat, name, notice, now)
        self.set_columns(INVITE, invite_id, used_by=person_id)
        self.set_columns(ADDRESS, chat.id, person_id=person_id, refused_joins=0)
        if invite.hands_over is not None:  # the seat moves: its old holder is cut off at once
            self.leave(invite.hands_over, now)
            InviteCodes(self.connection).void_of_maker(invite.hands_over, now)
        role = Role(invite.role)
        return person_id, self.take_seat(person_id, invite.campaign_id, invite.unit_id, role, now)

    def _consenting(self, chat: Chat, name: str, notice: str, now: datetime) -> int:
        """Keep the consent of a chat's person, who is new where nobody is known; return their id."""
        consent = {"consented_at": now, "notice": notice}
        if chat.person is None:
            return new_id(self.connection.execute(PERSON.insert().values(name=name, **consent)))
        person_id = chat.person.id
        self.set_columns(PERSON, person_id, **consent)
        return person_id

    def take_seat(
        self, person_id: int, campaign_id: int, unit_id: int | None, role: Role, now: datetime
    ) -> int:
        """Give a person a seat, unless they hold it; return its id."""
        same = SEAT.c.unit_id.is_(None) if unit_id is None else SEAT.c.unit_id == unit_id
        held = self.connection.execute(
            select(SEAT.c.id).where(
                SEAT.c.person_id == person_id,
                SEAT.c.campaign_id == campaign_id,
                same,
                SEAT.c.role == role.value,
                SEAT.c.until.is_(None),
            )
        ).scalar()
        if held is not None:
            return int(held)
        seat = {
            "person_id": person_id,
            "campaign_id": campaign_id,
            "unit_id": unit_id,
            "role": role.value,
            "since": now,
        }
        others = self.holders(campaign_id, unit_id) if unit_id is not None else {}
        taken = new_id(self.connection.execute(TAKE_SEAT, seat))
        if unit_id is not None:
            self.connection.keep(("holders", campaign_id, unit_id), {**others, taken: role.value})
        return taken

    def rename(self, person_id: int, name: str) -> None:
        self.set_columns(PERSON, person_id, name=name)

    def forget(self, person_id: int, now: datetime) -> None:
        """Remove a person: seats end, chats are cut loose and emptied; figures and the audit's
        numbers stay, without a name."""
        chats = select(ADDRESS.c.id).where(ADDRESS.c.person_id == person_id)
        self.connection.execute(
            update(INBOX)
            .where(INBOX.c.address_id.in_(chats), INBOX.c.done_at.isnot(None))
            .values(**EMPTIED)
        )
        self.connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.address_id.in_(chats), OUTBOX.c.finished_at.isnot(None))
            .values(body=SAID)
        )
        self.connection.execute(
            update(SEAT)
            .where(SEAT.c.person_id == person_id, SEAT.c.until.is_(None))
            .values(until=now)
        )
        self.set_columns(PERSON, person_id, name="", forgotten_at=now)
        VisitLog(self.connection).end(person_id, None, now)
        Passkeys(self.connection).remove(person_id, None, now)
        self.connection.execute(
            update(ADDRESS)
            .where(ADDRESS.c.person_id == person_id)
            .values(person_id=None, sender_name="", conversation="")
        )

    def leave(self, seat_id: int, now: datetime) -> None:
        """End a seat; the person can no longer read or write for the unit."""
        self.connection.execute(
            update(SEAT).where(SEAT.c.id == seat_id, SEAT.c.until.is_(None)).values(until=now)
        )


def _chat(row: Any) -> Chat:
    person = (
        Person(row.person_id, row.person_name, row.consented_at)
        if row.person_id is not None
        else None
    )
    return Chat(
        row.id,
        row.channel,
        row.bot,
        row.chat,
        person,
        row.sender_name,
        row.conversation,
        row.turn,
        row.refused_joins,
        row.refused_at,
        row.heard_at,
        bool(row.has_others),
    )
