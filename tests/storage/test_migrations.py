"""The file knows its version: upgraded as a whole or not at all, never downgraded."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import NewerDatabase, Store, check_database, migrations
from tests.storage.processes import at_once, open_and_close
from tests.storage.samples import NOW, later, set_up

Outside = Callable[..., list[Any]]
KNOWN = len(migrations.MIGRATIONS)


def add_colour(connection: Connection) -> None:
    """A step of some later release, which also rewrites what is there."""
    connection.exec_driver_sql("ALTER TABLE unit ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    connection.exec_driver_sql("UPDATE unit SET colour = 'xanh'")


def break_off(connection: Connection) -> None:
    """A step that changes things and then fails."""
    connection.exec_driver_sql("UPDATE unit SET name = 'mất'")
    connection.exec_driver_sql("DROP TABLE audit")
    raise ValueError("the step failed")


def append(monkeypatch: pytest.MonkeyPatch, *steps: Callable[[Connection], None]) -> None:
    """Be a later program."""
    more = [(f"later_{number}", step) for number, step in enumerate(steps)]
    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, *more])


@pytest.fixture
def outside(path: Path) -> Outside:
    """Ask the file over another connection."""

    def ask(statement: str) -> list[Any]:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(statement).fetchall()

    return ask


@pytest.fixture
def existing(path: Path) -> Path:
    """A closed file with a campaign in it."""
    store = Store.open(f"sqlite:///{path}", NOW)
    with store.transaction() as tx:
        set_up(tx)
    store.close()
    return path


def reopen(path: Path, backups: Path | None = None) -> None:
    Store.open(f"sqlite:///{path}", later(days=1), backups).close()


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_new_file_is_at_the_programs_version(path: Path, outside: Outside) -> None:
    store = Store.open(f"sqlite:///{path}", NOW)
    assert migrations.version(store.engine) == KNOWN
    store.close()
    names = [name for name, _ in migrations.MIGRATIONS]
    assert outside("SELECT name FROM migration ORDER BY number") == [(name,) for name in names]


def test_opening_again_changes_nothing_and_lays_no_copy_aside(
    existing: Path, tmp_path: Path
) -> None:
    before = dump(existing)
    reopen(existing, tmp_path / "backups")
    assert dump(existing) == before
    assert not (tmp_path / "backups").exists()


def test_two_processes_may_make_the_file_at_the_same_moment(path: Path, outside: Outside) -> None:
    assert sorted(at_once(open_and_close, f"sqlite:///{path}", count=3)) == [0, 1, 2]
    assert outside("SELECT number FROM migration") == [(n,) for n in range(1, KNOWN + 1)]
    check_database(path)


def test_an_older_program_refuses_a_newer_file_and_leaves_it_alone(
    existing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        append(newer, add_colour)
        reopen(existing)
    before = existing.read_bytes()
    with pytest.raises(NewerDatabase) as caught:
        reopen(existing, tmp_path / "backups")
    assert (caught.value.found, caught.value.known) == (KNOWN + 1, KNOWN)
    assert existing.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [existing]


def test_a_later_program_upgrades_and_lays_the_old_file_aside(
    existing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outside: Outside
) -> None:
    before = dump(existing)
    append(monkeypatch, add_colour)
    reopen(existing, tmp_path / "backups")
    assert outside("SELECT DISTINCT colour FROM unit") == [("xanh",)]
    assert outside("SELECT max(number) FROM migration") == [(KNOWN + 1,)]
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == f"before-version-{KNOWN + 1}-20221011-013000.db"
    assert dump(copy) == before


def test_a_new_file_lays_nothing_aside(path: Path, tmp_path: Path) -> None:
    reopen(path, tmp_path / "backups")
    assert not (tmp_path / "backups").exists()


def test_a_failing_step_leaves_the_old_version_whole(
    existing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the steps before it, and the tables it had already changed."""
    before = dump(existing)
    with monkeypatch.context() as later_program:
        append(later_program, add_colour, break_off)
        with pytest.raises(ValueError, match="the step failed"):
            reopen(existing, tmp_path / "backups")
    assert dump(existing) == before
    assert len(list((tmp_path / "backups").iterdir())) == 1
    reopen(existing)  # the program of before goes on with it


def test_two_later_programs_upgrade_once(
    existing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outside: Outside
) -> None:
    append(monkeypatch, add_colour)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: reopen(existing, tmp_path / "backups"), range(4)))
    assert outside("SELECT max(number), count(*) FROM migration") == [(KNOWN + 1, KNOWN + 1)]
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_program_that_was_overtaken_by_a_newer_one_refuses(
    existing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looked at an old file, and while it waited for the lock a newer program upgraded it."""
    append(monkeypatch, add_colour)
    real = migrations.version

    def overtaken(engine: Any) -> int:
        found = real(engine)
        with closing(sqlite3.connect(existing)) as other, other:
            for number in (KNOWN + 1, KNOWN + 2):
                other.execute("INSERT INTO migration VALUES (?, 'newer', ?)", (number, str(NOW)))
        return found

    monkeypatch.setattr(migrations, "version", overtaken)
    with pytest.raises(NewerDatabase):
        reopen(existing)
