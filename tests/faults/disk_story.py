"""A person reports six rows on a disk that fails at the n-th write or flush of the database.

Run under the failing disk (`LD_PRELOAD`), once for a kind of fault and some places in the story; each
place is a process of its own, which a cut ends as a power failure would. Prints, as JSON lines, what
the person had been told when it ended.

    LD_PRELOAD=failing_disk.so python -m tests.faults.disk_story FOLDER KIND PLACE…
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sqlite3
import sys
import traceback
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tests.office import Installation, Person, said

KINDS = ("nothing", "error_once", "full", "flush_fails", "cut", "torn")
ROWS = {
    "1.1": (2, 31), "1.2": (3, 42), "1.3": (1, 27), "1.6": (4, 88), "1.7": (2, 45), "1.8": (5, 99),
}  # fmt: skip
FAILURES = (DBAPIError, sqlite3.Error, OSError)


def line(code: str) -> str:
    """What is typed for a row, and what its echo begins with."""
    classes, people = ROWS[code]
    return f"{code}: {classes} lớp, {people} người"


def tell(person: Person, told: int) -> None:
    """Type every row; write to a file descriptor the code of each that was answered."""
    for code in ROWS:
        with contextlib.suppress(*FAILURES):
            if any(line(code) in said(reply) for reply in person.says(line(code))):
                os.write(told, f"{code}\n".encode())


def live(folder: Path, kind: int, place: int, told: int) -> None:
    """The whole story in one process; a disk that recovers is used again with the same messages."""
    disk = ctypes.CDLL(None)
    desk = Installation(folder)
    person = desk.joined()
    joined = len(person.sent)
    disk.disk_arm(kind, place)
    tell(person, told)
    if not kind:
        print(disk.disk_calls(), flush=True)
    disk.disk_arm(0, 0)
    for incoming in person.sent[joined:]:  # the platform hands out again what it has no answer for
        person.repeats(incoming)
    desk.store.close()


def at_place(folder: Path, kind: int, place: int) -> list[str]:
    """Live the story in a child; the codes of the rows that were answered before it ended."""
    folder.mkdir(parents=True)
    hears, told = os.pipe()
    child = os.fork()
    if not child:
        os.close(hears)
        try:
            live(folder, kind, place, told)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(told)
    with os.fdopen(hears) as answers:
        heard = answers.read().split()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{folder}: {status}"
    return heard


def main(folder: Path, kind: str, places: list[int]) -> None:
    for place in places:
        there = folder / f"{kind}-{place}"
        heard = at_place(there, KINDS.index(kind), place)
        print(json.dumps({"folder": str(there), "told": heard}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [int(place) for place in sys.argv[3:]])
