"""The last morning: everybody writes at once, whether or not the ones before were answered.

    python -m benchmarks.morning [--people 500] [--within 1] [--json]
    python -m benchmarks.morning --people 3321 --within 60     an hour, sixty times as fast

Each person has joined before and now answers a question at a moment of their own, spread evenly.
Shown are the waits from that moment to the commit (the platform is told then that we have it) and
to the reply's leaving, which Telegram's limit of 30 a second governs; the commits it took; and
how many replies left before one to somebody who had written earlier. The last line is the outcome
as JSON, if asked for. It stops where a message was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import sqlite3
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from benchmarks import contestants, database
from benchmarks.database import Sample
from benchmarks.measure import Figures, apart, peak_memory, talk
from benchmarks.script import FIRST_CHAT, raw_update
from bot.channels.rate_limit import Pace

JOINING = 3  # messages until the first question stands
AT_ONCE = 50  # people who join at the same time


@dataclass
class Moments:
    """When each chat wrote, when that was committed, when its reply left; in order of happening."""

    wrote: dict[int, float] = field(default_factory=dict)
    committed: dict[int, float] = field(default_factory=dict)
    left: dict[int, float] = field(default_factory=dict)
    commits: int = 0

    def waits(self, until: dict[int, float]) -> Figures:
        """Return the waits until a later moment, in the shape of other measurements."""
        waits = tuple(until[chat] - at for chat, at in self.wrote.items())
        return Figures(len(waits), max(until.values()) - min(self.wrote.values()), waits, 0, 0)

    def overtaken(self) -> int:
        """Count the replies that left before one to somebody who had written earlier."""
        place = {chat: number for number, chat in enumerate(self.wrote)}
        order = [place[chat] for chat in self.left]
        return sum(later < earlier for earlier, later in itertools.pairwise(order))


async def burst(sample: Sample, within: float, pace: Pace) -> Moments:
    """Let everybody write once within so many seconds, and wait until all are answered."""
    joining = [script[:JOINING] for script in sample.scripts]
    async with contestants.baocao(sample.folder, until_sent=True) as say:
        await talk(say, joining, AT_ONCE, 3600)
        while await asyncio.to_thread(_waiting, sample.folder):
            await asyncio.sleep(0.1)
    found, all_answered = Moments(), asyncio.Event()
    now = time.perf_counter

    def left(chat: int) -> None:
        if chat in found.wrote:
            found.left.setdefault(chat, now())
        if len(found.left) == len(sample.scripts):
            all_answered.set()

    def committed(_: Engine) -> None:
        found.commits += 1

    async with contestants.running(sample.folder, lambda _: None, left, pace) as post:
        begun = now()

        async def write(number: int, said: str) -> None:
            chat = FIRST_CHAT + number
            update = raw_update(chat, said)
            await asyncio.sleep(begun + number * within / len(sample.scripts) - now())
            found.wrote[chat] = begun + number * within / len(sample.scripts)
            await post(update)
            found.committed[chat] = now()

        event.listen(Engine, "commit", committed)
        said = [script[JOINING] for script in sample.scripts]
        await asyncio.gather(*itertools.starmap(write, enumerate(said)))
        event.remove(Engine, "commit", committed)
        async with asyncio.timeout(60 + 2 * len(said) / pace.overall):
            await all_answered.wait()
    return found


def _waiting(folder: Path) -> int:
    """Count the replies that have not left."""
    with sqlite3.connect(folder / database.FILE) as connection:
        pending = "SELECT count(*) FROM outbox WHERE finished_at IS NULL AND urgency IN ('reply', 'receipt')"
        return int(connection.execute(pending).fetchone()[0])


def measure(people: int, within: float) -> dict[str, Any]:
    """One burst, in the process it is called in; its figures by their names."""
    logging.disable(logging.WARNING)
    pace = Pace()
    with tempfile.TemporaryDirectory(prefix="baocao-morning-") as home:
        sample = apart(database.make, Path(home) / "made", people, people)
        found = asyncio.run(burst(sample, within, pace))
    committed, left = found.waits(found.committed), found.waits(found.left)
    return {
        "people": people,
        "within_seconds": within,
        "committed_p50_ms": round(committed.wait(0.5), 1),
        "committed_p99_ms": round(committed.wait(0.99), 1),
        "committed_a_second": round(committed.per_second, 1),
        "answered_p50_s": round(left.wait(0.5) / 1000, 2),
        "answered_p99_s": round(left.wait(0.99) / 1000, 2),
        "of_the_permitted_rate": round(left.per_second / pace.overall, 3),
        "overtaken": found.overtaken(),
        "lost": people - len(found.left),
        "commits": found.commits,
        "peak_mib": round(peak_memory()),
    }


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks.morning", description=__doc__)
    words.formatter_class = argparse.RawDescriptionHelpFormatter
    words.add_argument("--people", type=int, default=500)
    words.add_argument("--within", type=float, default=1.0, help="seconds in which all write")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    found = apart(measure, given.people, given.within)
    if given.json:
        print(json.dumps(found))
        return
    for name, figure in found.items():
        print(f"{name:>24} {figure:,}")


if __name__ == "__main__":
    main()
