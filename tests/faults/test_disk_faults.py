"""What somebody was told is stored, whatever the disk does at whichever write.

Each kind of fault strikes at some places of a story in which six rows and a photo are reported, each
kind at other ones; with BAOCAO_EVERY_PLACE=1 at every single one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.disk_story import KINDS, PHOTO, ROWS

HERE = Path(__file__).parent
PLACES = 100_000 if os.environ.get("BAOCAO_EVERY_PLACE") else 5
FAULTS = [kind for kind in KINDS if kind != "nothing"]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None,
    reason="the failing disk is a C file for Linux; install gcc",
)


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("disk") / "failing_disk.so"
    source = HERE / "failing_disk.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


def live(disk: Path, folder: Path, kind: str, places: list[int]) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.disk_story", str(folder), kind, *map(str, places)],
        env={**os.environ, "LD_PRELOAD": str(disk)},
        capture_output=True,
        text=True,
        cwd=HERE.parents[1],
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


@pytest.fixture(scope="session")
def calls(disk: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many writes and flushes the story takes where nothing fails."""
    return int(live(disk, tmp_path_factory.mktemp("well"), "nothing", [0])[0])


def stored(folder: Path) -> dict[str, tuple[int, int]]:
    """The figures in a database that was closed or cut off, by row; its photo is whole."""
    with closing(sqlite3.connect(folder / "baocao.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute("SELECT code, count, people FROM answer").fetchall()
        photos = connection.execute("SELECT path, sha256 FROM file").fetchall()
    assert len({code for code, *_ in found}) == len(found)
    for path, digest in photos:
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
    assert len(photos) < 2
    figures = {code: (count, people) for code, count, people in found}
    return figures | ({PHOTO: (1, 0)} if photos else {})


@pytest.mark.timeout(600 if PLACES < 100 else 0)  # every place takes half an hour or more
@pytest.mark.parametrize("kind", FAULTS)
def test_what_was_told_is_stored_wherever_the_disk_fails(
    disk: Path, calls: int, tmp_path: Path, kind: str
) -> None:
    apart = max(calls // PLACES, 1)
    first = 1 + apart * FAULTS.index(kind) // len(FAULTS)
    places = list(range(first, calls + 1, apart))
    lines = live(disk, tmp_path, kind, places)
    assert len(lines) == len(places) >= 5
    everything = ROWS | {PHOTO: (1, 0)}
    for each in map(json.loads, lines):
        found = stored(Path(each["folder"]))
        told = {code: everything[code] for code in each["told"]}
        assert told.items() <= found.items() <= everything.items(), each
