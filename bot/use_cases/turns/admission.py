"""Who is heard: everybody within their budget; who writes more is told once, and from when again."""

from __future__ import annotations

import logging
from collections.abc import Hashable

from bot.locale.say import say
from bot.model.message import Address, Incoming, Reply
from bot.use_cases.app_context import AppContext
from bot.use_cases.turns import budgets
from bot.use_cases.turns.budgets import Budget
from storage import Chat, Store, Transaction

log = logging.getLogger("baocao.turns")


class Admission:
    """Counts what each chat and person sends. Members are people with a seat, on whatever chat."""

    def __init__(self, store: Store, office: AppContext) -> None:
        self.store = store
        self.office = office
        self.strangers = budgets.strangers_messages(office.now)
        self.members = budgets.members_messages(office.now)
        self.letters = budgets.members_letters(office.now)
        self.files = budgets.file_bytes(office.now)

    def hears(self, tx: Transaction, incoming: Incoming, chat: Chat | None) -> bool:
        """Tell whether a message of a chat is taken in; its sender learns once a pause that it is not.
        Asked on the writer alone, so that messages keep their order."""
        address = incoming.address
        if self.strangers.spend(address):
            return True
        member = _member(tx, chat)
        if member is None:
            self._tell(tx, self.strangers, address, address, "budget.stranger")
            return False
        for budget, amount in ((self.members, 1), (self.letters, len(incoming.text))):
            if not budget.spend(member, amount):
                self._tell(tx, budget, member, address, "budget.member")
                return False
        return True

    async def member(self, address: Address) -> int | None:
        """Return the person behind a chat who sits for a unit or a campaign; None for a stranger."""
        return await self.store.look(lambda tx: _member(tx, tx.people.chat_at(address)))

    async def may_send(self, address: Address, size: int) -> bool:
        """Tell whether somebody may send so many bytes more in files today, and count them if so."""
        member = await self.member(address)
        return self.files.spend(address if member is None else member, size)

    def _tell(
        self, tx: Transaction, budget: Budget, sender: Hashable, address: Address, key: str
    ) -> None:
        again = budget.tell(sender)
        if again is None:
            return
        log.warning("somebody on %s writes too much: not kept for a while", address.channel)
        words = say(key, time=f"{again.astimezone(self.office.tz):%H:%M}")
        now = self.office.now()
        chat = tx.messages.address_id(address, now)
        tx.messages.put(chat, address.channel, (Reply(words),), now)


def _member(tx: Transaction, chat: Chat | None) -> int | None:
    if chat is None or chat.person is None or not tx.people.seats(chat.person.id):
        return None
    return chat.person.id
