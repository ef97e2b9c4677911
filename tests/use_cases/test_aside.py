"""Work beside the loop: its result and its faults arrive, and its end is not waited for."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.use_cases.keeping.aside import aside


def test_what_is_made_aside_arrives() -> None:
    assert asyncio.run(aside(int, "12")) == 12


def test_a_fault_aside_is_raised_where_it_is_waited_for() -> None:
    with pytest.raises(ValueError, match="twelve"):
        asyncio.run(aside(int, "twelve"))


def test_a_program_ends_while_something_is_still_made_aside() -> None:
    never = threading.Event()

    async def program() -> None:
        night = asyncio.create_task(aside(never.wait))
        await asyncio.sleep(0)
        night.cancel()

    asyncio.run(program())  # would wait for ever for a thread of `asyncio.to_thread`
    assert any(thread.daemon and thread.name == "wait" for thread in threading.enumerate())
    never.set()
