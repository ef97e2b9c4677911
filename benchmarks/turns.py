"""How many messages a second are answered, how long a person waits, and what it costs.

    python -m benchmarks.turns [--units 14,1000,100000] [--turns N] [--rounds N] [--patience S]
    python -m benchmarks.turns --json [--turns N] [--seconds S]

A share "of bare" compares like with like: turns up to the committed replies with a handler of
python-telegram-bot that hears and says nothing, turns up to the replies handed over with one that
sends. `--json` measures these two pairs alone, with 14 units and 20 people at once, and what a
turn costs; its last line is the outcome as JSON.

Whole reports are spoken, from the invite link to the receipt, as raw updates of the Bot API. Every
measurement runs in a fresh process on a fresh copy of a database; the rounds go through all of
them in turn, so that a busy minute of the machine does not fall on one alone. Shown are the median
of the rounds' speeds, waits over all rounds, and the most that other programs took of the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import contestants, database, statements
from benchmarks.database import Sample
from benchmarks.measure import Figures, apart, talk, wait_for_quiet

WRITERS = 20  # people who write at the same time
LENGTH = 45  # messages a report takes, about
DISTURBED = 0.15  # share of the machine taken by other programs


@dataclass(frozen=True)
class Entry:
    """One line of the table: a program, on a sample, with so many people at once."""

    name: str
    sample: Sample
    units: int
    at_once: int

    @property
    def title(self) -> str:
        return TITLES[self.name]


TITLES = {
    "bare": "python-telegram-bot, one handler, hears only",
    "bare sent": "python-telegram-bot, one handler, sends an answer",
    "stored": "baocao, to the committed replies",
    "sent": "baocao, to the replies handed to the transport",
    "pickled": "ConversationHandler, PicklePersistence at every update",
}
FAIR = {"bare": "bare", "stored": "bare", "bare sent": "bare sent", "sent": "bare sent"}
"""What each program is compared with; the others with the one that sends, as they do."""


def measure(entry: Entry, most_seconds: float) -> Figures:
    """One measurement, in the process it is called in."""
    logging.disable(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="baocao-turns-"))
    try:
        return asyncio.run(_measure(entry, folder / "run", most_seconds))
    finally:
        shutil.rmtree(folder)


async def _measure(entry: Entry, folder: Path, most_seconds: float) -> Figures:
    sample = entry.sample
    match entry.name:
        case "bare" | "bare sent":
            program = contestants.bare_handler(sends=entry.name == "bare sent")
        case "pickled":
            others = min(entry.units, database.REPORTED)
            length = len(sample.scripts[0])
            program = contestants.pickled_conversation(folder, sample.form, length, others)
        case _:
            shutil.copytree(sample.folder, folder)
            program = contestants.baocao(folder, until_sent=entry.name == "sent")
    async with program as say:
        figures = await talk(say, sample.scripts, entry.at_once, most_seconds)
    if entry.name in ("stored", "sent"):
        _check(folder, figures, sample)
    return figures


def _check(folder: Path, figures: Figures, sample: Sample) -> None:
    """Every message had its turn, none failed, and the reports that were finished are all there."""
    with sqlite3.connect(folder / database.FILE) as connection:
        chats = "SELECT id FROM address WHERE chat LIKE '5%'"
        done = f"SELECT count(done_at), count(nullif(failure, '')) FROM inbox WHERE address_id IN ({chats})"
        assert connection.execute(done).fetchone() == (figures.turns, 0)
        sent = "SELECT count(*) FROM audit WHERE fact = 'Submitted' AND inbox_id IS NOT NULL"
        finished = connection.execute(sent).fetchone()[0] - 1  # the played one
    assert figures.turns < sum(map(len, sample.scripts)) or finished == len(sample.scripts)


def entries(samples: dict[int, Sample]) -> list[Entry]:
    """Everything to measure, one person at a time and many at once."""
    smallest = min(samples)
    found = []
    for at_once in (1, WRITERS):
        found += [Entry(name, samples[smallest], 0, at_once) for name in ("bare", "bare sent")]
        found += [Entry("stored", sample, units, at_once) for units, sample in samples.items()]
        found.append(Entry("sent", samples[smallest], smallest, at_once))
        found += [Entry("pickled", sample, units, at_once) for units, sample in samples.items()]
    return found


def undisturbed(entry: Entry, most_seconds: float, patience: float) -> Figures:
    """Measure when the machine is quiet, and once more while it was not; the least disturbed."""
    end = time.monotonic() + patience
    tried: list[Figures] = []
    while not tried or (tried[-1].others > DISTURBED and time.monotonic() < end):
        wait_for_quiet(max(0.0, end - time.monotonic()))
        tried.append(apart(measure, entry, most_seconds))
    return min(tried, key=lambda figures: figures.others)


def pooled(rounds: list[Figures]) -> Figures:
    """The median speed, all the waits, and the highest peak of several rounds."""
    middle = statistics.median_low(figures.per_second for figures in rounds)
    typical = next(figures for figures in rounds if figures.per_second == middle)
    waits = tuple(wait for figures in rounds for wait in figures.waits)
    most = {name: max(getattr(each, name) for each in rounds) for name in ("peak", "others")}
    return replace(typical, waits=waits, **most)


def commit_milliseconds() -> float:
    """The median of a small commit with synchronous=FULL on the disk the databases lie on."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "commit.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE small (number INTEGER)")
        spans = []
        for number in range(300):
            begun = time.perf_counter()
            connection.execute("INSERT INTO small VALUES (?)", (number,))
            spans.append(time.perf_counter() - begun)
        connection.close()
    return 1000 * statistics.median(spans)


def table(results: dict[Entry, Figures]) -> str:
    """The figures as a Markdown table, with the speed as a share of the bare handler's."""
    lines = [
        "| program | units | at once | messages/s | of bare | p50 ms | p99 ms | peak MiB | others |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for entry, figures in results.items():
        bare = next(
            other.per_second
            for rival, other in results.items()
            if rival.name == FAIR.get(entry.name, "bare sent") and rival.at_once == entry.at_once
        )
        units = f"{entry.units:,}" if entry.units else "–"
        lines.append(
            f"| {entry.title} | {units} | {entry.at_once} | {figures.per_second:,.0f}"
            f" | {figures.per_second / bare:.3f} | {figures.wait(0.5):.2f}"
            f" | {figures.wait(0.99):.2f} | {figures.peak:.0f} | {figures.others:.0%} |"
        )
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--units", default="14,1000,100000", help="sizes of the databases")
    parser.add_argument("--turns", type=int, default=1_800, help="messages a measurement, about")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument(
        "--seconds", type=float, default=10, help="the longest a measurement takes"
    )
    parser.add_argument(
        "--patience", type=float, default=0, help="seconds to wait for a quiet machine, each time"
    )
    parser.add_argument("--json", action="store_true", help="the fair pairs and a turn's costs")
    return parser.parse_args()


def main() -> None:
    """Make the databases, measure, print."""
    given = arguments()
    home = Path(tempfile.mkdtemp(prefix="baocao-turns-"))
    try:
        if given.json:
            print(json.dumps(fair_pairs(home, given)))
        else:
            print_table(home, given)
    finally:
        shutil.rmtree(home)


def fair_pairs(home: Path, given: argparse.Namespace) -> dict[str, float]:
    """The two shares of a bare handler, each the median of its rounds, and a turn's costs."""
    writers = max(WRITERS, given.turns // LENGTH)
    sample = apart(database.make, home / "14", 14, writers)
    pairs = {
        f"{name}_of_bare": [Entry(name, sample, 14, WRITERS), Entry(rival, sample, 0, WRITERS)]
        for name, rival in (("stored", "bare"), ("sent", "bare sent"))
    }
    shares: dict[str, list[float]] = {name: [] for name in pairs}
    for _ in range(given.rounds):
        for name, pair in pairs.items():
            ours, bare = (undisturbed(each, given.seconds, given.patience) for each in pair)
            shares[name].append(ours.per_second / bare.per_second)
            print(f"{name}: {ours.per_second:,.0f} and {bare.per_second:,.0f}/s", file=sys.stderr)
    costs = apart(statements.of_each_message, sample)
    rest = replace(sample, scripts=sample.scripts[:-1])  # one report for each of the counts
    counted = apart(statements.calls, replace(sample, scripts=sample.scripts[:-2]))
    return {
        **{name: round(statistics.median(of_pair), 3) for name, of_pair in shares.items()},
        "statements": round(statistics.mean(len(cost.statements) for cost in costs), 1),
        "commits": round(statistics.mean(cost.commits for cost in costs), 2),
        "calls": round(sum(counted.values()) / len(sample.scripts[0])),
        **statements.disk(rest),
        "peak_mib": round(ours.peak),
    }


def print_table(home: Path, given: argparse.Namespace) -> None:
    """Measure every program, one person at a time and many at once, and print a table."""
    writers = max(WRITERS, given.turns // LENGTH)
    sizes = [int(units) for units in given.units.split(",")]
    samples = {units: apart(database.make, home / str(units), units, writers) for units in sizes}
    rounds: dict[Entry, list[Figures]] = {entry: [] for entry in entries(samples)}
    for number in range(given.rounds):
        for entry, measured in rounds.items():
            measured.append(undisturbed(entry, given.seconds, given.patience))
            print(
                f"round {number + 1}: {entry.title}, {entry.units} units, {entry.at_once} at"
                f" once: {measured[-1].per_second:,.0f}/s",
                file=sys.stderr,
            )
    commit = commit_milliseconds()
    counted = {units: apart(statements.of_each_message, samples[units]) for units in sizes}
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()}")
    print(f"cores, load {os.getloadavg()[1]:.1f}; a small commit on this disk: {commit:.2f} ms\n")
    print(table({entry: pooled(measured) for entry, measured in rounds.items()}), end="\n\n")
    for units, costs in counted.items():
        counts = [len(cost.statements) for cost in costs]
        mean, most = statistics.mean(counts), max(counts)
        print(f"{units:,} units: {mean:.1f} statements a message (at most {most})")


if __name__ == "__main__":
    main()
