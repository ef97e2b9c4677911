"""Long work beside the loop that nobody waits for at the end: a night's copies, questions to platforms."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
Made = TypeVar("Made")


async def aside(work: Callable[P, Made], *args: P.args, **named: P.kwargs) -> Made:
    """Return what a function gives in a thread of its own, which ends with the program, whatever it is
    doing: a stop does not wait for it, as it waits for `asyncio.to_thread`."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Made] = loop.create_future()

    def settle(made: Made | None, fault: BaseException | None) -> None:
        if done.done():
            return
        if fault is not None:
            done.set_exception(fault)
        else:
            done.set_result(made)  # type: ignore[arg-type]

    def inside() -> None:
        made, fault = None, None
        try:
            made = work(*args, **named)
        except BaseException as error:
            fault = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, made, fault)

    threading.Thread(target=inside, daemon=True, name=getattr(work, "__name__", None)).start()
    return await done
