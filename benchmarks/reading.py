"""How many phrases and whole reports a second are read, and what share of a turn reading takes.

    python -m benchmarks.reading [--rounds N]

Phrases are those of `tests/corpus/*.csv`, reports those of `tests/corpus/reports`. A turn is one
message through `accept` and `take` on a real SQLite file in a temporary folder, the answers of a
report one by one. Shown are medians of the rounds.
"""

from __future__ import annotations

import argparse
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
    pairs = [(FORM.by_code[one.code], one.text) for name in FILES for one in load(name)]

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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    phrase_count = sum(len(load(name)) for name in FILES)
    report_count = len(list(messages()))
    for name, count, work in (
        ("phrases", phrase_count, phrases()),
        ("whole reports", report_count, reports()),
    ):
        work()  # fills the caches
        middle = statistics.median(seconds(work) for _ in range(rounds))
        print(
            f"{name}: {count / middle:,.0f} a second ({count} texts, {1e6 * middle / count:,.0f} µs each)"
        )
    measured = [turns() for _ in range(rounds)]
    taken = statistics.median(one[1] / one[0] for one in measured)
    share = statistics.median(one[2] / one[1] for one in measured)
    print(f"a turn: {1e3 * taken:.1f} ms, of which reading {100 * share:.1f} %")


if __name__ == "__main__":
    main()
