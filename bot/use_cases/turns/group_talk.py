"""What is said to us in a group chat: its code, who is missing, and where figures are sent instead.

Only messages that call us arrive here. A group has no seat and no conversation: nothing that is said in
it becomes an answer. A coordinator's code, said in it, makes it follow a campaign.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.locale.say import say
from bot.model.link import front_of
from bot.model.message import Address, Incoming, Reply
from bot.model.person import Role
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import group_picture
from bot.vietnamese.normalise import unaccented
from storage import Arrived, GroupChat, LeadsTo, Transaction

ANSWER = "group:answer:"  # the key of an answer that is said in a group
_CODE = re.compile(r"(?:nhom|start|lienket)(?:@\w+)?\s+(\w{10})\b")


def answer(tx: Transaction, office: AppContext, arrived: Arrived, now: datetime) -> None:
    """Queue what is said in a group that called us."""
    words = _answer(tx, office, arrived.incoming, arrived.address_id, now)
    where = arrived.incoming.address
    key = f"{ANSWER}{arrived.id}"
    tx.messages.put(arrived.address_id, where.channel, (Reply(words),), now, key=key)


def _answer(
    tx: Transaction, office: AppContext, incoming: Incoming, address_id: int, now: datetime
) -> str:
    said = unaccented(incoming.text)
    code = _CODE.search(said)
    if code is not None:
        return _bound(tx, office, address_id, code[1].upper(), now)
    group = tx.groups.at(address_id)
    if group is None:
        return say("group.unbound")
    if "tien do" in said:
        return group_picture.standing(tx, office, group)
    wish = next((wish for words, wish in _WISHES if words in said), None)
    if wish is None:
        return say("group.elsewhere", where=places(office))
    if not _coordinates(tx, incoming, group):
        return say("group.not_yours")
    return wish(tx, group, now)


def _bound(tx: Transaction, office: AppContext, address_id: int, code: str, now: datetime) -> str:
    """Let the group follow the campaign whose code was said."""
    link = tx.one_time_links.find(LeadsTo.GROUP, code, now)
    if link is None or not link.is_open or not tx.one_time_links.use(link.id, now):
        return say("group.wrong_code")
    tx.groups.bind(address_id, link.campaign_id, link.person_id, now)
    title = tx.campaigns.by_id(link.campaign_id).title
    return say("group.bound", campaign=title, where=places(office))


def places(office: AppContext) -> str:
    """Return where figures are sent, one address of each channel."""
    return say("group.or").join(front_of(link) for _, link in office.invite_links)


def _coordinates(tx: Transaction, incoming: Incoming, group: GroupChat) -> bool:
    """Tell whether whoever speaks coordinates the whole campaign, by the chat they have with us alone."""
    where = incoming.address
    alone = tx.people.chat_at(Address(where.channel, where.bot, incoming.speaker))
    seats = tx.people.seats(alone.person.id) if alone is not None and alone.person else ()
    return any(
        seat.role is Role.COORDINATOR
        and seat.campaign_id == group.campaign_id
        and not seat.unit_id
        for seat in seats
    )


def _without_names(tx: Transaction, group: GroupChat, now: datetime) -> str:  # noqa: ARG001
    tx.groups.name_units([group], names=False)
    return say("group.names_off")


def _with_names(tx: Transaction, group: GroupChat, now: datetime) -> str:  # noqa: ARG001
    tx.groups.name_units([group], names=True)
    return say("group.names_on")


def _left(tx: Transaction, group: GroupChat, now: datetime) -> str:
    tx.groups.end([group], now)
    return say("group.left")


_WISHES = (("khong kem ten", _without_names), ("kem ten", _with_names), ("bo nhom", _left))
