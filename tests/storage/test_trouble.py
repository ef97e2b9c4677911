"""What ails a database is told by name, from errors that real databases and disks give."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli.main import unexpected
from storage import Store, Transaction, Trouble, is_passing, trouble_of
from tests.storage.samples import NOW

OPEN_WITHOUT_ROOM = """
import resource, signal, sqlite3, sys
from storage import trouble_of
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    sqlite3.connect(sys.argv[1]).execute("SELECT * FROM t")
except sqlite3.Error as error:
    print(error.sqlite_errorname, trouble_of(error))
"""


def refusal(statements: str) -> sqlite3.Error:
    """The error that SQLite ends a script with."""
    with pytest.raises(sqlite3.Error) as raised:
        sqlite3.connect(":memory:").executescript(statements)
    return raised.value


def test_a_full_database_is_full() -> None:
    fill = "CREATE TABLE t(x); PRAGMA max_page_count=3; INSERT INTO t VALUES(zeroblob(90000));"
    error = OperationalError("INSERT", None, refusal(fill))
    assert trouble_of(error) is Trouble.FULL
    assert "Đĩa đã đầy nên không ghi được cơ sở dữ liệu (OperationalError: " in unexpected(error)


@pytest.mark.skipif(os.name == "nt", reason="there is no such limit")
def test_a_disk_that_is_full_when_a_database_is_opened_is_full(tmp_path: Path) -> None:
    """SQLite calls it an error of the disk, and people looked for a broken drive."""
    file = tmp_path / "a.db"
    with closing(sqlite3.connect(file)) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t(x);")
    found = subprocess.run(
        [sys.executable, "-c", OPEN_WITHOUT_ROOM, str(file)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.split() == ["SQLITE_IOERR_SHMSIZE", "full"]


def test_a_locked_database_is_locked(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    first = sqlite3.connect(file, isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.Error) as raised:
        sqlite3.connect(file, timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
    assert trouble_of(raised.value) is Trouble.LOCKED


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.ENOSPC, "full"), (errno.EACCES, "no_right"), (errno.EROFS, "read_only")],
)
def test_a_disk_that_refuses_says_which_file(number: int, trouble: str) -> None:
    error = OSError(number, os.strerror(number), "/du-lieu/bao-cao.xlsx")
    assert trouble_of(error) == trouble
    assert "/du-lieu/bao-cao.xlsx" in unexpected(error)


def test_an_error_of_ours_is_no_trouble_of_the_database() -> None:
    assert trouble_of(KeyError("x")) is None
    assert trouble_of(refusal("SELECT * FROM nothing")) is None


def keep(tx: Transaction) -> None:
    tx.campaigns.set_setting("x", "1")


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
@pytest.mark.parametrize("replaced", [True, False])
def test_nothing_is_reported_stored_in_a_file_that_is_gone(tmp_path: Path, replaced: bool) -> None:
    file = tmp_path / "baocao.db"
    store = Store.open(f"sqlite:///{file}", NOW)
    store.write(keep).result()
    file.unlink()
    if replaced:
        sqlite3.connect(file).execute("CREATE TABLE other(x)")
    with pytest.raises(OperationalError) as raised:
        store.write(keep).result()
    assert is_passing(raised.value)  # the message waits; nobody hears "đã ghi"
    store.close()
