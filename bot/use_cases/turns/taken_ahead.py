"""What is found out before a message's turn, away from the writer, which others wait for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.conversation.context import Turn
from bot.imports.grid import OpenedFile
from bot.model.message import Incoming
from bot.model.person import Role
from storage import Chat, Transaction

MANY = 300  # units whose board takes longer to read than ten other turns
_SAYS_TOTAL = re.compile(r"t[oổ]ng\s*h[oợ]p", re.IGNORECASE)


@dataclass(frozen=True)
class Considered:
    """What a message leads to that stores nothing but its answers. It holds as long as its
    conversation had no other turn than the `turns_before`; `link` is the personal one that may
    stand in the answers."""

    turn: Turn
    link: str
    turns_before: int


@dataclass(frozen=True)
class Ahead:
    """A message's document, opened, and what the message leads to, each where it was found out."""

    opened: OpenedFile | None = None
    considered: Considered | None = None


NOTHING = Ahead()


def reads_many_units(tx: Transaction, chat: Chat, incoming: Incoming) -> bool:
    """Tell whether a message's turn reads so many units that it takes long: of whoever coordinates them,
    and of those who ask for the total of the units below theirs."""
    if chat.person is None:
        return False
    asks_total = _SAYS_TOTAL.search(incoming.text) is not None
    campaigns = {
        seat.campaign_id
        for seat in tx.people.seats(chat.person.id)
        if asks_total or seat.role is Role.COORDINATOR
    }
    return any(tx.campaigns.has_more_units(campaign, MANY) for campaign in campaigns)
