"""How much one sender may take up: messages, and bytes of files.

Kept in memory: a restart forgives. Time is the program's own clock.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import TypeVar

KNOWN = 20_000  # senders remembered at a time, the longest silent forgotten first
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAUSE = timedelta(minutes=15)  # as long as a chat waits after wrong codes
MEGABYTE = 1024 * 1024

Now = Callable[[], datetime]


class Budget:
    """So much within some time for each sender, counted from the first use."""

    def __init__(self, most: int, within: timedelta, now: Now) -> None:
        self.most = most
        self.within = within
        self._now = now
        self._used: OrderedDict[Hashable, tuple[datetime, int]] = OrderedDict()
        self._told: OrderedDict[Hashable, datetime] = OrderedDict()

    def spend(self, sender: Hashable, amount: int = 1) -> bool:
        """Tell whether a sender may have so much more, and count it if so."""
        now = self._now()
        since, used = self._used.pop(sender, (now, 0))
        if not since <= now < since + self.within:
            since, used = now, 0
        granted = used + amount <= self.most
        _remember(self._used, sender, (since, used + amount if granted else used))
        return granted

    def tell(self, sender: Hashable) -> datetime | None:
        """Return from when a refused sender is heard again, to be told to them; None where they
        were told of this pause before."""
        since, _ = self._used.get(sender, (self._now(), 0))
        if self._told.get(sender) == since:
            return None
        _remember(self._told, sender, since)
        return since + self.within


Kept = TypeVar("Kept")


def _remember(kept: OrderedDict[Hashable, Kept], sender: Hashable, what: Kept) -> None:
    kept[sender] = what
    kept.move_to_end(sender)
    if len(kept) > KNOWN:
        kept.popitem(last=False)


def strangers_messages(now: Now) -> Budget:
    """Return the budget of one chat without a seat: enough to join with some wrong codes. How many
    codes it may try is counted in the database (`load_context.TRIES`)."""
    return Budget(30, PAUSE, now)


def strangers_messages_by_network(now: Now) -> Budget:
    """Return the same for one network address, behind which all communes of a province may join: two
    messages each."""
    return Budget(1_000, HOUR, now)


def members_messages(now: Now) -> Budget:
    """Return what one person with a seat may write on all their chats: more than anybody types."""
    return Budget(10_000, HOUR, now)


def members_letters(now: Now) -> Budget:
    """Return how many letters one person with a seat may send in those messages."""
    return Budget(20_000_000, HOUR, now)


def file_bytes(now: Now) -> Budget:
    """Return what one person may send in files: some hundred photos a day."""
    return Budget(500 * MEGABYTE, DAY, now)
