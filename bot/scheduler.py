"""The ticks: what is done every so often. The only file that knows APScheduler.

Nothing is remembered here: each tick asks the tables what is due, so a missed or doubled tick
changes nothing (`coalesce`, no job store).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Tick = Callable[[], Awaitable[None]]
SHORTEST = 0.2  # real seconds, however fast the program's clock runs


class Ticker:
    """Runs coroutines at intervals of the program's clock, each never twice at once."""

    def __init__(self, zone: ZoneInfo, speed: float = 1.0) -> None:
        self.speed = speed
        self.scheduler = AsyncIOScheduler(
            timezone=zone,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def every(self, seconds: float, tick: Tick) -> None:
        """Call `tick` every so many seconds of the program's time."""
        interval = max(seconds / self.speed, SHORTEST)

        async def quietly() -> None:
            """Let being stopped half-way is no failure: what was not committed is due at the start."""
            with contextlib.suppress(asyncio.CancelledError):
                await tick()

        self.scheduler.add_job(
            quietly, IntervalTrigger(seconds=interval, timezone=self.scheduler.timezone)
        )

    def start(self) -> None:
        self.scheduler.start()

    def stop(self) -> None:
        self.scheduler.shutdown(wait=False)
