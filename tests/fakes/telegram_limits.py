"""Telegram's speed limits, and faults on demand."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Messages in any one second of the bot, and of one chat with a burst; 0 switches one off.
    After a refusal everything is refused for `penalty` seconds more."""

    per_second: int = 0
    per_chat: float = 0.0
    chat_burst: int = 5
    penalty: float = 1.0


OFF = Limits()
REAL = Limits(per_second=30, per_chat=1.0)


class RateGate:
    """Says how long (whole seconds) the next message is refused; 0 lets it pass and counts it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.refusals = 0
        self._passed: deque[float] = deque()
        self._chats: dict[int, tuple[float, float]] = {}  # tokens left, and when
        self._until: dict[int | None, float] = {}  # None: the whole bot

    def refuse_for(self, chat: int) -> int:
        now = time.monotonic()
        until = max(self._until.get(None, 0.0), self._until.get(chat, 0.0))
        if until <= now:
            until = self._check(chat, now)
        if until <= now:
            return 0
        self.refusals += 1
        return max(1, math.ceil(until - now))

    def _check(self, chat: int, now: float) -> float:
        """Until when to refuse; counts the message when it passes."""
        while self._passed and self._passed[0] <= now - 1.0:
            self._passed.popleft()
        if self.limits.per_second and len(self._passed) >= self.limits.per_second:
            self._until[None] = now + self.limits.penalty
            return self._until[None]
        tokens = self._tokens(chat, now)
        if self.limits.per_chat and tokens < 1.0:
            self._until[chat] = now + max(self.limits.penalty, (1 - tokens) / self.limits.per_chat)
            return self._until[chat]
        self._passed.append(now)
        self._chats[chat] = (tokens - 1.0, now)
        return 0.0

    def _tokens(self, chat: int, now: float) -> float:
        burst = float(self.limits.chat_burst)
        left, at = self._chats.get(chat, (burst, now))
        return min(burst, left + (now - at) * self.limits.per_chat)
