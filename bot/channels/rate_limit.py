"""When the next message may leave: a bot's speed limits, answers before broadcasts.

Telegram takes about 30 messages a second from a bot and one a second to a chat, short bursts
tolerated (Bot FAQ); a refusal costs every chat seconds of silence. A message counts from the moment
it may leave until a second after its answer came: wherever on the way the platform looks at its
clock, it never sees more than the allowance in any second. Answers to people who are writing may
use the whole allowance at once and always go first; broadcasts are spread evenly over the second,
so that an answer waits at most one place (1/30 s) behind them.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

SECOND = 1.0
LONG = 60.0  # seconds; when all are on the way, an answer wakes us sooner
ROUNDING = 1e-6  # seconds; a float's worth of early waking is not early


@dataclass(frozen=True, slots=True)
class Pace:
    """A channel's limits: messages a second of one bot, and of one chat with a small burst."""

    overall: int = 30
    per_chat: float = 1.0
    chat_burst: int = 3


@dataclass(order=True, slots=True)
class _Waiting:
    """Somebody who wants to send; the order is that of asking."""

    number: int
    chat: str = field(compare=False)
    urgent: bool = field(compare=False)
    granted: asyncio.Future[None] = field(compare=False)


class RateLimiter:
    """The one gate of a bot. A message is sent inside `async with turn(chat, urgent=…)`.

    `monotonic` and `sleep` are the real ones unless given; the program's own (faster) clock has no
    business here, since the platform lives in real time.
    """

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pace = pace or Pace()
        self._monotonic = monotonic
        self._sleep = sleep
        self._numbers = itertools.count()
        self._urgent: list[_Waiting] = []
        self._broadcast: list[_Waiting] = []
        self._later: list[tuple[float, _Waiting]] = []  # their chats are not free before then
        self._flying = 0  # messages on their way
        self._landed: deque[float] = deque()  # when the others of the last second were answered
        self._broadcast_free = 0.0
        self._chat_full: dict[str, float] = {}  # when the chat's allowance is whole again
        self._held_until = 0.0
        self._held_chats: dict[str, float] = {}
        self._changed = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, chat: str, *, urgent: bool) -> AsyncIterator[float]:
        """Wait until one message to `chat` may leave; `urgent` for answers to a person. Gives the
        seconds waited; the message is on its way until the context is left."""
        begun = self._monotonic()
        await self._granted(chat, urgent)
        try:
            yield self._monotonic() - begun
        finally:
            self._flying -= 1
            self._landed.append(self._monotonic())
            self._changed.set()

    async def _granted(self, chat: str, urgent: bool) -> None:
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(next(self._numbers), chat, urgent, granted)
        heapq.heappush(self._urgent if urgent else self._broadcast, waiting)
        self._changed.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._serve())
        try:
            await granted
        except asyncio.CancelledError:
            if granted.done() and not granted.cancelled():  # given at the very moment it gave up
                self._flying -= 1
            raise

    def hold(self, seconds: float, chat: str | None = None) -> None:
        """Send nothing for a while, to one chat or at all: the platform's retry_after."""
        until = self._monotonic() + seconds
        if chat is None:
            self._held_until = max(self._held_until, until)
        else:
            self._held_chats[chat] = max(self._held_chats.get(chat, 0.0), until)
        self._changed.set()

    async def _serve(self) -> None:
        """Grant turns until nobody waits."""
        while self._urgent or self._broadcast or self._later:
            self._changed.clear()
            wake = self._grant_what_may_go(self._monotonic())
            if wake is not None:
                await self._nap(wake - self._monotonic())

    async def _nap(self, seconds: float) -> None:
        """Sleep, but wake when somebody new asks."""
        sleeping = asyncio.ensure_future(self._sleep(max(seconds, 0.0)))
        changed = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait((sleeping, changed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            changed.cancel()

    def _grant_what_may_go(self, now: float) -> float | None:
        """Grant all turns that are free now; the time to look again, None when nobody waits."""
        while self._later and self._later[0][0] <= now + ROUNDING:
            waiting = heapq.heappop(self._later)[1]
            heapq.heappush(self._urgent if waiting.urgent else self._broadcast, waiting)
        while queue := self._urgent or self._broadcast:
            free = self._overall_free(now, urgent=queue is self._urgent)
            if free > now + ROUNDING:
                return min(free, self._later[0][0]) if self._later else free
            waiting = heapq.heappop(queue)
            if waiting.granted.done():  # given up
                continue
            chat_free = self._chat_free(waiting.chat)
            if chat_free > now + ROUNDING:
                heapq.heappush(self._later, (chat_free, waiting))
                continue
            self._spend(waiting, now)
        return self._later[0][0] if self._later else None

    def _overall_free(self, now: float, *, urgent: bool) -> float:
        """Return when the bot may send next: never more than `overall` within any one second."""
        while self._landed and self._landed[0] + SECOND <= now + ROUNDING:
            self._landed.popleft()
        free = self._held_until
        if self._flying + len(self._landed) >= self.pace.overall:
            free = max(free, self._landed[0] + SECOND if self._landed else now + LONG)
        return free if urgent else max(free, self._broadcast_free)

    def _chat_free(self, chat: str) -> float:
        interval = SECOND / self.pace.per_chat
        burst = (self.pace.chat_burst - 1) * interval
        return max(self._chat_full.get(chat, 0.0) - burst, self._held_chats.get(chat, 0.0))

    def _spend(self, waiting: _Waiting, now: float) -> None:
        self._flying += 1
        interval = SECOND / self.pace.per_chat
        self._chat_full[waiting.chat] = max(self._chat_full.get(waiting.chat, 0.0), now) + interval
        if not waiting.urgent:
            even = SECOND / self.pace.overall
            self._broadcast_free = max(self._broadcast_free, now - even) + even
        if len(self._chat_full) > 10_000:
            self._forget_quiet_chats(now)
        waiting.granted.set_result(None)

    def _forget_quiet_chats(self, now: float) -> None:
        self._chat_full = {chat: at for chat, at in self._chat_full.items() if at > now}
        self._held_chats = {chat: at for chat, at in self._held_chats.items() if at > now}
