"""Copies taken while the program runs, and the way back."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import (
    NotABackup,
    Store,
    Transaction,
    check_database,
    copy_database,
    copy_file,
    restore_database,
)
from tests.storage.samples import NOW, Set, do, join, recorded, sent, set_up, value

pytestmark = pytest.mark.sqlite

Outside = Callable[..., list[Any]]


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def answer(tx: Transaction, office: Set, number: int) -> None:
    """One transaction over many rows and tables."""
    for place in range(len(office.unit_ids)):
        draft = office.submission(tx, place)
        facts = recorded(draft, r1_1=value(number), r1_2=value(number), r1_10=value(number))
        do(tx, draft, *facts)


def test_a_copy_is_one_whole_file(store: Store, office: Set, path: Path, tmp_path: Path) -> None:
    with store.transaction() as tx:
        answer(tx, office, 7)
    copy = tmp_path / "bản sao.db"
    copy_database(store.engine, copy)
    check_database(copy)
    assert dump(copy) == dump(path)
    beside = [file.name for file in tmp_path.iterdir() if file.name.startswith("bản sao")]
    assert beside == ["bản sao.db"]


def test_a_copy_taken_while_answers_come_in_holds_whole_turns_only(
    store: Store, office: Set, tmp_path: Path
) -> None:
    stop = threading.Event()

    def busy() -> None:
        number = 1
        while not stop.is_set():
            number += 1
            store.write(lambda tx, n=number: answer(tx, office, n)).result()

    store.write(lambda tx: answer(tx, office, 1)).result()
    writer = threading.Thread(target=busy)
    writer.start()
    copies = [tmp_path / f"{number}.db" for number in range(10)]
    try:
        for copy in copies:
            copy_database(store.engine, copy)
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            figures = connection.execute(
                "SELECT count, count(*) FROM answer GROUP BY 1"
            ).fetchall()
        assert [many for _, many in figures] == [9]


def test_a_copy_does_not_see_an_unfinished_transaction(
    store: Store, office: Set, tmp_path: Path
) -> None:
    with store.transaction() as tx:
        answer(tx, office, 7)
        copy_database(store.engine, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchall() == [(0,)]


def test_a_newer_copy_takes_the_place_of_the_older_one(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy_database(store.engine, copy)
    with store.transaction() as tx:
        set_up(tx)
    copy_database(store.engine, copy)
    assert any("Tuần lễ" in line for line in dump(copy))


def test_the_database_is_never_copied_onto_itself(store: Store, path: Path) -> None:
    with pytest.raises(FileExistsError):
        copy_database(store.engine, path)


def test_where_nothing_can_be_written_nothing_is_left(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        copy_database(store.engine, tmp_path / "nowhere" / "copy.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(OSError, match="folder"):
        copy_database(store.engine, tmp_path / "folder.db")
    assert [file.name for file in tmp_path.iterdir() if "part" in file.name] == []


def test_a_restore_drill_brings_everything_back(path: Path, tmp_path: Path) -> None:
    """Backup, disaster, restore, go on working."""
    store = Store.open(f"sqlite:///{path}", NOW)
    with store.transaction() as tx:
        office = set_up(tx)
        join(tx, office.campaign_id, office.unit_ids[0])
        answer(tx, office, 7)
        draft = office.submission(tx)
        do(tx, draft, sent(draft))
        expected = tx.views.board(office.campaign_id), tx.views.sent_answers(office.campaign_id)
    before = dump(path)
    copy_database(store.engine, tmp_path / "copy.db")
    with store.transaction() as tx:
        answer(tx, office, 999)
        tx.campaigns.set_setting("after", "1")
    store.close()
    restore_database(tmp_path / "copy.db", path)
    assert dump(path) == before
    again = Store.open(f"sqlite:///{path}", NOW)
    with again.transaction() as tx:
        board = tx.views.board(office.campaign_id)
        assert (board, tx.views.sent_answers(office.campaign_id)) == expected
        answer(tx, office, 8)
    again.close()


def test_restoring_where_there_is_no_database_makes_one(
    store: Store, path: Path, tmp_path: Path
) -> None:
    copy_database(store.engine, tmp_path / "copy.db")
    restore_database(tmp_path / "copy.db", tmp_path / "new" / "baocao.db")
    assert dump(tmp_path / "new" / "baocao.db") == dump(path)


def test_a_running_program_goes_on_with_what_was_restored(
    store: Store, office: Set, path: Path, tmp_path: Path, outside: Outside
) -> None:
    copy_database(store.engine, tmp_path / "copy.db")
    with store.transaction() as tx:
        answer(tx, office, 999)
    with store.reading() as tx:  # a reader in the middle is not disturbed
        assert len(office.submission(tx).answers) == 3
        restore_database(tmp_path / "copy.db", path)
        assert len(office.submission(tx).answers) == 3
    with store.transaction() as tx:
        assert office.submission(tx).answers == {}
        answer(tx, office, 5)
    assert outside("SELECT DISTINCT count FROM answer") == [(5,)]
    assert outside("PRAGMA integrity_check") == [("ok",)]


def test_a_copy_with_its_journal_beside_it_is_restored_whole(
    store: Store, office: Set, path: Path, tmp_path: Path
) -> None:
    """Somebody copied the files of a running program: the newest turns are in the journal."""
    with store.transaction() as tx:
        answer(tx, office, 7)
    taken = tmp_path / "taken"
    taken.mkdir()
    for suffix in ("", "-wal"):
        name = path.name + suffix
        (taken / name).write_bytes((tmp_path / name).read_bytes())
    restore_database(taken / path.name, tmp_path / "new.db")
    assert dump(tmp_path / "new.db") == dump(path)


def broken(path: Path) -> None:
    """Spoil the middle of a database file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "kind", ["text", "empty", "foreign", "broken", "cut", "missing", "folder"]
)
def test_a_file_that_is_no_whole_backup_is_refused_and_nothing_changes(
    store: Store, office: Set, path: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / f"{kind} #1?.db"
    if kind in ("broken", "cut"):
        copy_database(store.engine, file)
    match kind:
        case "text":
            file.write_text("đây không phải cơ sở dữ liệu " * 100, encoding="utf-8")
        case "empty":
            file.touch()
        case "foreign":
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("CREATE TABLE submission (id INTEGER)")
        case "broken":
            broken(file)
        case "cut":
            file.write_bytes(file.read_bytes()[:20_000])
        case "folder":
            file.mkdir()
    before = dump(path)
    for refuse in (check_database, lambda backup: restore_database(backup, path)):
        with pytest.raises(NotABackup):
            refuse(file)
    assert dump(path) == before


def test_a_broken_database_is_replaced_and_can_be_laid_aside(path: Path, tmp_path: Path) -> None:
    """The case a backup is for."""
    store = Store.open(f"sqlite:///{path}", NOW)
    with store.transaction() as tx:
        set_up(tx)
    expected = dump(path)
    copy_database(store.engine, tmp_path / "copy.db")
    store.close()
    for spoil in (broken, lambda file: file.write_bytes(b"rubbish" * 1000)):
        spoil(path)
        spoilt = path.read_bytes()
        copy_file(path, tmp_path / "aside.db")
        restore_database(tmp_path / "copy.db", path)
        assert dump(path) == expected
        assert (tmp_path / "aside.db").read_bytes()[5000:] == spoilt[5000:]


def test_a_closed_file_is_copied_with_a_name_of_any_kind(
    store: Store, path: Path, tmp_path: Path
) -> None:
    copy_file(path, tmp_path / "sao lưu 100% #2?.db")
    assert dump(tmp_path / "sao lưu 100% #2?.db") == dump(path)
    check_database(tmp_path / "sao lưu 100% #2?.db")
