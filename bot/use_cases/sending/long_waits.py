"""What is done for somebody who has waited for long enough to wonder whether they were heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

P = ParamSpec("P")

LONG = 2.0  # seconds


@contextmanager
def after(
    seconds: float, show: Callable[P, object], *args: P.args, **named: P.kwargs
) -> Iterator[None]:
    """Call `show` once where what is done within takes longer than so many seconds."""
    loop = asyncio.get_running_loop()
    timer = loop.call_later(seconds, lambda: show(*args, **named))
    try:
        yield
    finally:
        timer.cancel()
