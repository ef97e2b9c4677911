"""Trying again until it works: for polling loops, which must outlive every failure."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

log = logging.getLogger(__name__)

FIRST_PAUSE, LAST_PAUSE = 1.0, 60.0  # seconds

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """What to make of a failed attempt: log `text` at `level`, wait `after` seconds (None: the
    pause that doubles with every failure in a row, 1 to 60 s)."""

    text: str
    level: int = logging.WARNING
    after: float | None = None


async def retry_forever(
    attempt: Callable[[], Awaitable[Result]],
    judge: Callable[[Exception], RetryDecision],
    sleep: Callable[[float], Awaitable[None]],
) -> Result:
    """Repeat `attempt` until it returns; the same trouble is logged once in a row. Only being
    cancelled ends it early."""
    pause, said = FIRST_PAUSE, ""
    while True:
        try:
            return await attempt()
        except Exception as error:
            trouble = judge(error)
        if trouble.text != said:
            log.log(trouble.level, "%s", trouble.text)
        said = trouble.text
        await sleep(pause if trouble.after is None else trouble.after)
        pause = min(pause * 2, LAST_PAUSE)
