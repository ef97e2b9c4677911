"""How much one sender may take up: messages of strangers, and bytes of files.

Kept in memory: a restart forgives. Whoever has a seat is never held to the budget of messages.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

KNOWN = 20_000  # senders remembered at a time, the longest silent forgotten first
HOUR, DAY = 3600.0, 24 * 3600.0
MEGABYTE = 1024 * 1024


class Budget:
    """So much within so many seconds for each sender, counted from the first use."""

    def __init__(
        self, most: int, seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self.seconds = seconds
        self._now = now
        self._used: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()

    def spend(self, sender: Hashable, amount: int = 1) -> bool:
        """Tell whether a sender may have so much more, and count it if so."""
        now = self._now()
        since, used = self._used.pop(sender, (now, 0))
        if now - since >= self.seconds:
            since, used = now, 0
        granted = used + amount <= self.most
        self._used[sender] = (since, used + amount if granted else used)
        if len(self._used) > KNOWN:
            self._used.popitem(last=False)
        return granted


def strangers_messages() -> Budget:
    """Return the budget of one chat without a seat: enough to join with some wrong codes."""
    return Budget(30, HOUR)


def strangers_messages_by_network() -> Budget:
    """Return the same for one network address, behind which a whole office may join."""
    return Budget(300, HOUR)


def file_bytes() -> Budget:
    """Return what one chat may send in files: some hundred photos a day."""
    return Budget(500 * MEGABYTE, DAY)
