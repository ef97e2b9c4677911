"""A person reports six rows and a photo on a disk that fails at the n-th write or flush.

Run under the failing disk (`LD_PRELOAD`), once for a kind of fault and some places in the story; each
place is a process of its own, which a cut ends as a power failure would. Prints, as JSON lines, what
the person had been told when it ended.

    LD_PRELOAD=failing_disk.so python -m tests.faults.disk_story FOLDER KIND PLACE…
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import shutil
import sqlite3
import sys
import traceback
from dataclasses import replace
from pathlib import Path

from PIL import Image
from sqlalchemy.exc import DBAPIError

from bot.model.message import FileRef, Incoming, IncomingKind
from bot.use_cases.turns import file_store
from storage import Store
from tests.office import MORNING, Installation, Person, said

KINDS = (
    "nothing", "error_once", "full", "flush_fails", "cut", "torn", "unflushed", "reordered",
)  # fmt: skip
ROWS = {
    "1.1": (2, 31), "1.2": (3, 42), "1.3": (1, 27), "1.6": (4, 88), "1.7": (2, 45), "1.8": (5, 99),
}  # fmt: skip
PHOTO = "photo"  # told as this
FAILURES = (DBAPIError, sqlite3.Error, OSError)


def line(code: str) -> str:
    """What is typed for a row, and what its echo begins with."""
    classes, people = ROWS[code]
    return f"{code}: {classes} lớp, {people} người"


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def sends_photo(person: Person, body: bytes) -> bool:
    """Take a photo in as the program does; whether it was said to be kept."""
    raw = person.desk.folder / file_store.INCOMING / "photo.raw"
    raw.parent.mkdir(exist_ok=True)
    raw.write_bytes(body)
    sent = Incoming(person.address, PHOTO, IncomingKind.PHOTO, file=FileRef(name="x.jpg"))
    kept = file_store.store_file(sent, raw, person.desk.folder)
    return any("Đã nhận ảnh" in said(reply) for reply in person.repeats(kept))


def tell(person: Person, body: bytes, told: int) -> None:
    """Type every row and send a photo; write to a file descriptor what was answered."""
    for code in ROWS:
        with contextlib.suppress(*FAILURES):
            if any(line(code) in said(reply) for reply in person.says(line(code))):
                os.write(told, f"{code}\n".encode())
    with contextlib.suppress(*FAILURES):
        if sends_photo(person, body):
            os.write(told, f"{PHOTO}\n".encode())


def moved(desk: Installation, folder: Path) -> None:
    """Go on with a copy of a closed installation."""
    shutil.copytree(desk.folder, folder)
    desk.folder, desk.office = folder, replace(desk.office, folder=folder)
    opened(desk)


def opened(desk: Installation) -> None:
    desk.store = Store.open(f"sqlite:///{desk.folder / 'baocao.db'}", MORNING)


def live(person: Person, folder: Path, kind: int, place: int, told: int) -> None:
    """The whole story in one process; a disk that recovers is used again with the same messages."""
    disk, desk, body, joined = ctypes.CDLL(None), person.desk, picture(), len(person.sent)
    moved(desk, folder)
    disk.disk_arm(kind, place, os.fsencode(folder))
    tell(person, body, told)
    with contextlib.suppress(*FAILURES):
        desk.store.close()  # what was written ahead goes to its place
    if not kind:
        print(disk.disk_calls(), flush=True)
    disk.disk_arm(0, 0, b"")
    opened(desk)
    for incoming in person.sent[joined:]:  # the platform hands out again what it has no answer for
        person.repeats(incoming)
    sends_photo(person, body)
    desk.store.close()


def at_place(person: Person, folder: Path, kind: int, place: int) -> list[str]:
    """Live the story in a child; what was answered before it ended."""
    hears, told = os.pipe()
    child = os.fork()
    if not child:
        os.close(hears)
        try:
            live(person, folder, kind, place, told)
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
    before = folder / f"{kind}-before"
    before.mkdir()
    desk = Installation(before)
    person = desk.joined()
    desk.close()
    for place in places:
        there = folder / f"{kind}-{place}"
        heard = at_place(person, there, KINDS.index(kind), place)
        print(json.dumps({"folder": str(there), "told": heard}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [int(place) for place in sys.argv[3:]])
