"""How many phrases and whole reports a second are read, and what share of a turn reading takes.

    python -m benchmarks.reading [--rounds N]

Phrases are those of `tests/corpus/*.csv`, reports those of `tests/corpus/reports`. A turn is one
message through `accept` and `take` on a real SQLite file in a temporary folder, the answers of a
report one by one. Shown are medians of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.forms.form_loader import load_builtin
from bot.reading import read_answer
from bot.reading.report import read_many
from tests.corpus.phrases import FILES, load
from tests.corpus.reports.reading import messages
from tests.office import Installation

FORM = load_builtin("phu-luc-ii-2022")


def seconds(work: Callable[[], None]) -> float:
    """The time of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def phrases() -> Callable[[], None]:
    """Reads every phrase of the corpus once."""
    pairs = [(FORM.by_code[each.code], each.text) for name in FILES for each in load(name)]

    def work() -> None:
        for row, text in pairs:
            read_answer(row, text)

    return work


def reports() -> Callable[[], None]:
    """Reads every whole message once."""
    texts = [message.text for message in messages()]

    def work() -> None:
        for text in texts:
            read_many(FORM, text)

    return work


def turns() -> tuple[int, float, float]:
    """(answers, seconds in turns, seconds in reading those answers alone)."""
    rows = [row for row in FORM.questions if row.code != "11"]
    with tempfile.TemporaryDirectory(prefix="baocao-reading-") as folder:
        desk = Installation(Path(folder))
        person = desk.joined()
        taken = 0.0
        for row in rows:
            person.says(f"mục {row.code}")
            begun = time.perf_counter()
            person.says(row.example)
            taken += time.perf_counter() - begun
        stored = len(desk.submission().answers)
        desk.close()
    assert stored == len(rows)

    def read_all() -> None:  # what a turn reads: perhaps many rows, else the asked one
        for row in rows:
            read_many(FORM, row.example)
            read_answer(row, row.example)

    return len(rows), taken, seconds(read_all)


def measure(rounds: int) -> dict[str, float]:
    """Texts read a second, and what a turn takes, with the share of reading in it."""
    found: dict[str, float] = {}
    for name, count, work in (
        ("phrases", sum(len(load(name)) for name in FILES), phrases()),
        ("whole_reports", len(list(messages())), reports()),
    ):
        work()  # fills the caches
        middle = statistics.median(seconds(work) for _ in range(rounds))
        found[f"{name}_a_second"] = round(count / middle)
    measured = [turns() for _ in range(rounds)]
    taken = statistics.median(turn[1] / turn[0] for turn in measured)
    found["turn_ms"] = round(1e3 * taken, 2)
    found["reading_of_turn"] = round(statistics.median(turn[2] / turn[1] for turn in measured), 3)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="the figures as one line of JSON")
    given = parser.parse_args()
    found = measure(given.rounds)
    if given.json:
        print(json.dumps(found))
        return
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    for name, figure in found.items():
        print(f"{name.replace('_', ' ')}: {figure:,}")


if __name__ == "__main__":
    main()
