"""The rest of the program in miniature, around a Zalo channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from bot.channels.zalo_bot import ZaloChannel
from bot.model.message import Incoming
from tests.channels.miniature import Miniature
from tests.fakes.zalo_server import ZaloServer


class ZaloMiniature(Miniature):
    """Runs a Zalo channel on a loop of its own; `last_poll` is what a restart remembers, `gaps`
    are the outages it told of."""

    channel: ZaloChannel  # type: ignore[assignment]
    server: ZaloServer  # type: ignore[assignment]

    def __init__(
        self,
        server: ZaloServer,
        *,
        failures: int = 0,
        last_poll: datetime | None = None,
        on_gap: Callable[[datetime, datetime], Awaitable[None]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(server, failures=failures, **options)  # type: ignore[arg-type]
        self.gaps: list[tuple[datetime, datetime]] = []
        self._last_poll = last_poll
        self._on_gap = on_gap or self._note_gap

    async def _start(self) -> None:
        self.channel = ZaloChannel(**self._options, sleep=self._pause)
        self.channel.on_gap = self._on_gap
        self.channel.last_poll = self._last_poll
        await self.channel.start(self._receive)

    async def _receive(self, incomings: Sequence[Incoming]) -> None:
        try:
            await super()._receive(incomings)
        finally:
            self._tell_waiting_tests()

    async def _pause(self, seconds: float) -> None:
        await super()._pause(seconds)
        self._tell_waiting_tests()

    def _tell_waiting_tests(self) -> None:
        with self.server.api.changed:
            self.server.api.changed.notify_all()

    async def _note_gap(self, since: datetime, until: datetime) -> None:
        await asyncio.sleep(0)
        self.gaps.append((since, until))
