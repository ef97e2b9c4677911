"""An upgrade that is killed at any of its statements is undone; the next start does it.

Some places in CI; with BAOCAO_EVERY_PLACE=1 before every single statement of every migration.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from storage import Store, check_database
from tests.storage.samples import NOW

HERE = Path(__file__).parent
PLACES = 100_000 if os.environ.get("BAOCAO_EVERY_PLACE") else 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def upgrade(path: Path) -> None:
    Store.open(f"sqlite:///{path}", NOW).close()


def killed_before(path: Path, place: int) -> int:
    """Upgrade in a child that SIGKILL ends before its n-th statement; how many it came to, where
    none ended it."""
    told, tells = os.pipe()
    child = os.fork()
    if not child:
        seen = 0

        def count(*_: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == place:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        upgrade(path)
        os.write(tells, str(seen).encode())
        os._exit(0)
    os.close(tells)
    with os.fdopen(told) as answer:
        statements = answer.read()
    os.waitpid(child, 0)
    return int(statements or 0)


@pytest.mark.parametrize("older", ["before_bodies.sql", "before_obligations.sql", ""])
def test_an_upgrade_that_is_killed_is_undone_and_done_at_the_next_start(
    tmp_path: Path, older: str
) -> None:
    before, whole = tmp_path / "before.db", tmp_path / "whole.db"
    with closing(sqlite3.connect(before)) as connection:
        connection.executescript((HERE / older).read_text("utf-8") if older else "")
    shutil.copyfile(before, whole)
    statements = killed_before(whole, 0)
    wanted, first = dump(whole), dump(before)
    assert statements > 20
    for place in range(1, statements + 1, max(statements // PLACES, 1)):
        path = tmp_path / f"{place}.db"
        shutil.copyfile(before, path)
        assert killed_before(path, place) == 0
        assert dump(path) in (first, wanted)
        upgrade(path)
        check_database(path)
        assert dump(path) == wanted
