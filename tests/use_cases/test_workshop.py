"""Work in a process of its own: it comes back, survives its process, and ends with the program."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.exports.export_progress import followed
from bot.locale.say import language, use_language
from bot.use_cases.papers.process_pool import ProcessPool, Progress

Script = Callable[[ProcessPool], Awaitable[object]]


def run(script: Script) -> None:
    async def work() -> None:
        pool = ProcessPool()
        try:
            await script(pool)
        finally:
            pool.close()

    asyncio.run(work())


def refuses() -> None:
    raise OperatorError("không có biểu")


def goes_half_way(folder: Path) -> None:
    """Stops at the half until it may go on."""
    for place in followed(range(10)):
        if place == 5:
            (folder / "half").touch()
            while not (folder / "go").exists():
                pass


def test_work_is_done_in_another_process_always_the_same() -> None:
    async def script(pool: ProcessPool) -> None:
        first, second = await pool.do(os.getpid), await pool.do(os.getpid)
        assert first == second != os.getpid()

    run(script)


def test_the_other_process_speaks_the_same_language() -> None:
    async def script(pool: ProcessPool) -> None:
        assert await pool.do(language) == "en"

    use_language("en")
    try:
        run(script)
    finally:
        use_language("vi")


def test_a_refusal_comes_back_as_it_is() -> None:
    async def script(pool: ProcessPool) -> None:
        with pytest.raises(OperatorError, match="không có biểu"):
            await pool.do(refuses)

    run(script)


def test_how_far_it_is_can_be_seen_meanwhile(tmp_path: Path) -> None:
    async def script(pool: ProcessPool) -> None:
        progress = Progress()
        making = asyncio.create_task(pool.do(goes_half_way, tmp_path, progress=progress))
        while not (tmp_path / "half").exists():
            await asyncio.sleep(0.01)
        assert progress.share == 0.5
        (tmp_path / "go").touch()
        await making
        assert progress.share == 1.0

    run(script)


def test_a_process_that_was_ended_from_outside_is_replaced(tmp_path: Path) -> None:
    async def script(pool: ProcessPool) -> None:
        first = await pool.do(os.getpid)
        making = asyncio.create_task(pool.do(goes_half_way, tmp_path))
        while not (tmp_path / "half").exists():
            await asyncio.sleep(0.01)
        (tmp_path / "go").touch()
        os.kill(first, signal.SIGKILL)
        await making
        assert await pool.do(os.getpid) != os.getpid()

    run(script)


def test_the_program_may_end_in_the_middle_of_a_document(tmp_path: Path) -> None:
    async def script(pool: ProcessPool) -> None:
        process = await pool.do(os.getpid)
        making = asyncio.create_task(pool.do(goes_half_way, tmp_path))
        while not (tmp_path / "half").exists():
            await asyncio.sleep(0.01)
        pool.close()
        with pytest.raises(BrokenProcessPool):
            await making
        async with asyncio.timeout(10):
            while process in {child.pid for child in multiprocessing.active_children()}:
                await asyncio.sleep(0.01)

    run(script)


PROGRAM = """
import asyncio, os, sys
from bot.use_cases.papers.process_pool import ProcessPool

async def work():
    pool = ProcessPool()
    print(await pool.do(os.getpid), flush=True)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    asyncio.run(work())
"""


def test_a_killed_program_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    process = int(done.stdout)
    end = time.monotonic() + 20
    while is_up(process) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_up(process)


def is_up(process: int) -> bool:
    """Whether a process that is not our child still runs."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
