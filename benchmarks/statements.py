"""What each message of a whole report costs: statements, commits, calls, bytes, waits for the disk.

Statements are counted at the driver, so that nothing which runs them goes unseen: what SQLite traces
is what it did. BEGIN is among the statements, COMMIT is counted apart.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import event

from benchmarks import database
from benchmarks.database import Sample, make_office, one_message, open_store
from benchmarks.script import FIRST_CHAT

GROUPS = {
    "reading": ("bot/reading", "bot/row_types", "bot/vietnamese", "bot/figures"),
    "conversation": ("bot/conversation", "bot/locale", "bot/model", "bot/deadlines"),
    "use cases": ("bot/use_cases", "bot/ids", "bot/clock", "bot/snapshots"),
    "channel": ("bot/channels", "/telegram/"),
    "storage": ("storage/", "/sqlalchemy/"),
}
"""Where a call is counted, by the path of its file; everything else is "library"."""


@dataclass(frozen=True)
class Costs:
    """What one message took."""

    statements: tuple[str, ...]
    commits: int


def of_each_message(sample: Sample) -> list[Costs]:
    """What the last writer's report takes, message by message, from the arrival to the committed
    replies."""
    store, office = open_store(sample.folder), make_office(sample.folder)
    heard: list[str] = []
    event.listen(
        store.engine, "checkout", lambda driver, *_: driver.set_trace_callback(heard.append)
    )
    costs = []
    for said in sample.scripts[-1]:
        heard.clear()
        one_message(store, office, FIRST_CHAT - 1, said)
        commits = heard.count("COMMIT")
        costs.append(Costs(tuple(sql for sql in heard if sql != "COMMIT"), commits))
    store.close()
    return costs


def calls(sample: Sample) -> Counter[str]:
    """Python functions the writer calls for a whole report, by the part of the program they belong to."""
    store, office = open_store(sample.folder), make_office(sample.folder)
    counted: Counter[str] = Counter()

    def note(frame: FrameType, kind: str, _: Any) -> None:
        if kind == "call":
            counted[frame.f_code.co_filename] += 1

    for writer, script in enumerate(sample.scripts[-2:]):
        if writer:  # the first report makes everything warm
            store.write(lambda _: sys.setprofile(note)).result()
        for said in script:
            one_message(store, office, FIRST_CHAT - 2 + writer, said)
    store.close()
    grouped: Counter[str] = Counter()
    for file, times in counted.items():
        grouped[_group(file)] += times
    return grouped


def _group(file: str) -> str:
    found = (name for name, parts in GROUPS.items() if any(part in file for part in parts))
    return next(found, "library")


def disk(sample: Sample) -> dict[str, float]:
    """Bytes written and waits for the disk a message, of a process of its own. The waits are None
    where there is no `strace` to count them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(sample.folder, copy)
        script = f"from benchmarks import statements; statements.play({str(copy)!r}, {sample.scripts[-1]!r})"
        trace = Path(folder) / "waits"
        traced = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,pwrite64", "-o", str(trace)]
        strace = traced if shutil.which("strace") else []
        subprocess.run([*strace, sys.executable, "-c", script], check=True)
        if not strace:
            return {}
        lines = trace.read_text("utf-8").splitlines()
    turns = len(sample.scripts[-1])
    written = sum(int(line.rpartition("= ")[2]) for line in lines if "pwrite64(" in line)
    return {
        "fsyncs": round(sum("sync(" in line for line in lines) / turns, 2),
        "bytes": round(written / turns),
    }


def play(folder: str, script: tuple[str, ...]) -> None:
    """One whole report, as `disk` watches it."""
    home = Path(folder)
    store, office = open_store(home), make_office(home)
    for said in script:
        one_message(store, office, FIRST_CHAT - 1, said)
    store.close()


def runnable(sample: Sample, statements: set[str]) -> Iterator[str]:
    """Each step that SQLite takes for statements, as its plan names it."""
    with sqlite3.connect(sample.folder / database.FILE) as connection:
        for sql in statements:
            if re.match("SELECT|UPDATE|DELETE|INSERT", sql):
                for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
                    yield step
