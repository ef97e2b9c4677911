"""A message of the program itself to everybody who coordinates an open campaign, of one body or of all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.model.campaign import CampaignState
from bot.model.message import Reply
from storage import Transaction


def tell_coordinators(
    tx: Transaction,
    reply: Reply,
    due: datetime,
    key: str,
    body: str | None = None,
    *,
    besides: tuple[str, str] = ("", ""),
    past: Collection[tuple[str, str]] = (),
) -> None:
    """Queue a message once for each coordinator (of one `body`'s campaigns), at the chat they were heard
    from last; the `key` names what is told, and what was told under it before is not told again. It
    goes by `besides`, a (channel, bot) that may not carry it, only where somebody has no other chat;
    never by those in `past`, and then not at all to whoever has no other."""
    told: set[int] = set()
    for campaign in tx.campaigns.all():
        if campaign.state is not CampaignState.OPEN or body not in (None, campaign.body):
            continue
        for _, person in tx.people.seats_of_unit(campaign.id, None):
            if person.id in told:
                continue
            told.add(person.id)
            known = tx.people.addresses(person.id)
            chats = [chat for chat in known if (chat.channel, chat.bot) not in past]
            chats.sort(key=lambda chat: (chat.channel, chat.bot) == besides)
            for chat in chats[:1]:
                tx.messages.put(chat.id, chat.channel, (reply,), due, key=f"{key}:{person.id}")
