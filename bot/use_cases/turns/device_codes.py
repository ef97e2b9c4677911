"""Codes of six digits for another device: kept as keyed hashes under a key outside the database, found
while they hold, and void after some wrong tries.

The hash covers the span of time in which the code was made: six digits come again some day, and a
used code must not stand in the way of its next owner.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversation.device_code import MINUTES
from bot.locale.say import say
from bot.model.events import DeviceCodeShown, PersonalLinkMade
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from storage import Author, LeadsTo, OneTimeLink, Transaction

HOLDS = timedelta(minutes=MINUTES)


def fresh(tx: Transaction, office: AppContext, now: datetime) -> str:
    """Return digits that are nobody's code now; "" where the installation makes none."""
    while office.fresh_digits is not None:
        code = office.fresh_digits()
        if find(tx, office, code, now) is None:
            return code
    return ""


def keep(tx: Transaction, office: AppContext, shown: DeviceCodeShown, author: Author) -> None:
    """Keep a code that a person was shown; earlier ones of theirs are void."""
    until = author.now + HOLDS
    hashed = _keyed(office, shown.code, _span(author.now))
    tx.one_time_links.make(
        LeadsTo.CHAT, hashed, author.now, until, person_id=shown.person_id, is_short=True
    )
    tx.audit.write([PersonalLinkMade(shown.person_id, until)], author, None)


def find(tx: Transaction, office: AppContext, code: str, now: datetime) -> OneTimeLink | None:
    """Return whose code this is; None for one that nobody was shown lately."""
    for span in (_span(now), _span(now) - 1):
        link = tx.one_time_links.find(LeadsTo.CHAT, _keyed(office, code, span), now)
        if link is not None:
            return link
    return None


def tell_other_chats(tx: Transaction, person_id: int, chat_id: int, now: datetime) -> None:
    """Tell a person in the chat heard from last that their report was opened elsewhere."""
    for address in tx.people.addresses(person_id):
        if address.id != chat_id:
            told = Reply(say("device.joined"), urgency=Urgency.NOTICE)
            tx.messages.put(address.id, address.channel, (told,), now)
            return


def _span(now: datetime) -> int:
    return int(now.timestamp() // HOLDS.total_seconds())


def _keyed(office: AppContext, code: str, span: int) -> str:
    return office.seal.keyed(f"{span} {code}")
