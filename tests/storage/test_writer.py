"""Transactions keep all or nothing; the one writer commits in groups and promises nothing early."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from storage import Store, Transaction
from tests.databases import Database
from tests.storage.samples import NOW, Set, a_text

Outside = Callable[..., list[Any]]
Work = Callable[[Transaction], Any]


def note(key: str, value: str = "1") -> Work:
    return lambda tx: tx.campaigns.set_setting(key, value)


def notes(outside: Outside) -> list[str]:
    return [key for (key,) in outside("SELECT key FROM setting ORDER BY key")]


def in_one_group(store: Store, *works: Work) -> list[Future[Any]]:
    """Hand in work while the writer is busy, so that all of it is committed together."""
    busy, go = threading.Event(), threading.Event()

    def hold(_tx: Transaction) -> None:
        busy.set()
        assert go.wait(timeout=30)

    first = store.write(hold)
    assert busy.wait(timeout=30)
    futures = [store.write(work) for work in works]
    go.set()
    first.result(timeout=30)
    return futures


def outcomes(futures: list[Future[Any]]) -> list[type[BaseException] | None]:
    found = [future.exception(timeout=30) for future in futures]
    return [None if failure is None else type(failure) for failure in found]


def test_leaving_a_transaction_by_an_exception_keeps_nothing(
    store: Store, outside: Outside
) -> None:
    with pytest.raises(ValueError, match="changed my mind"), store.transaction() as tx:
        note("kept")(tx)
        raise ValueError("changed my mind")
    assert notes(outside) == []


def test_what_is_written_while_reading_is_not_kept(store: Store, outside: Outside) -> None:
    with store.reading() as tx:
        note("kept")(tx)
    assert notes(outside) == []


def test_a_reader_sees_one_moment_while_others_write(store: Store, office: Set) -> None:
    with store.reading() as tx:
        before = tx.campaigns.members(office.campaign_id)
        store.write(note("new")).result()
        store.write(lambda tx: tx.submissions.open_all(office.campaign_id, [])).result()
        assert tx.campaigns.setting("new") is None
        assert tx.campaigns.members(office.campaign_id) == before
    with store.reading() as tx:
        assert tx.campaigns.setting("new") == "1"


def test_a_result_is_given_only_after_the_commit(store: Store, outside: Outside) -> None:
    seen: list[list[str]] = []
    inside: list[list[str]] = []

    def work(tx: Transaction) -> str:
        note("kept")(tx)
        inside.append(notes(outside))
        return "done"

    (future,) = in_one_group(store, work)
    future.add_done_callback(lambda _: seen.append(notes(outside)))
    assert future.result(timeout=30) == "done"
    store.write(note("later")).result()
    assert (inside, seen) == ([[]], [["kept"]])


def test_a_whole_group_is_one_commit(store: Store, outside: Outside) -> None:
    seen: list[list[str]] = []

    def look(_tx: Transaction) -> None:
        seen.append(notes(outside))

    in_one_group(store, note("a"), look, note("b"), look)[-1].result(timeout=30)
    assert (seen, notes(outside)) == ([[], []], ["a", "b"])


def test_one_failing_piece_of_work_does_not_spoil_its_neighbours(
    store: Store, outside: Outside
) -> None:
    def broken(tx: Transaction) -> None:
        note("half")(tx)
        raise ValueError("broken")

    def wrong(tx: Transaction) -> None:
        note("quarter")(tx)
        tx.submissions.open_all(99, [1])  # there is no such campaign

    futures = in_one_group(store, note("a"), broken, note("b"), wrong, note("c"))
    assert outcomes(futures) == [None, ValueError, None, IntegrityError, None]
    assert notes(outside) == ["a", "b", "c"]


def test_work_alone_in_its_group_fails_alone_too(store: Store, outside: Outside) -> None:
    def broken(tx: Transaction) -> None:
        note("half")(tx)
        raise ValueError("broken")

    assert outcomes([store.write(broken)]) == [ValueError]
    assert outcomes([store.write(note("a"))]) == [None]
    assert notes(outside) == ["a"]


@pytest.mark.sqlite
def test_a_failing_commit_fails_everybody_and_the_writer_goes_on(
    store: Store, outside: Outside
) -> None:
    def too_late(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tx.submissions.open_all(99, [1])  # noticed only by the commit

    futures = in_one_group(store, note("a"), too_late, note("b"))
    assert outcomes(futures) == [IntegrityError] * 3
    assert notes(outside) == []
    store.write(note("c")).result(timeout=30)
    assert notes(outside) == ["c"]


@pytest.mark.sqlite
def test_nothing_is_promised_when_the_database_rolls_back_by_itself(
    store: Store, outside: Outside
) -> None:
    """As it may on a full disk or a read error: the neighbours' work is gone, and they hear it."""

    def struck(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("ROLLBACK")
        raise OSError("disk")

    futures = in_one_group(store, note("a"), struck, note("b"))
    assert None not in outcomes(futures)
    assert notes(outside) == []
    store.write(note("c")).result(timeout=30)
    assert notes(outside) == ["c"]


@pytest.mark.sqlite
def test_a_transaction_that_is_gone_cannot_be_committed(store: Store) -> None:
    with pytest.raises(OperationalError, match="rolled"), store.transaction() as tx:
        note("a")(tx)
        tx.connection.exec_driver_sql("ROLLBACK")


@pytest.mark.sqlite
def test_on_a_full_disk_exactly_what_was_promised_is_there(store: Store, outside: Outside) -> None:
    def shrink(tx: Transaction) -> None:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")

    def grow(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    works = [note(f"{number:02}", "x" * 3000) for number in range(12)]
    futures = in_one_group(store, shrink, *works)[1:]
    promised = [f"{n:02}" for n, failure in enumerate(outcomes(futures)) if failure is None]
    assert len(promised) < 12
    assert notes(outside) == promised
    store.write(grow).result(timeout=30)
    store.write(note("after")).result(timeout=30)
    assert notes(outside) == [*promised, "after"]


def test_work_that_was_handed_in_is_done_even_if_nobody_waits_any_more(
    store: Store, outside: Outside
) -> None:
    async def stopped() -> None:
        waiting = asyncio.ensure_future(asyncio.wrap_future(store.write(note("a"))))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.wrap_future(store.write(note("b")))

    asyncio.run(stopped())
    assert notes(outside) == ["a", "b"]


def test_many_threads_share_one_writer(store: Store, outside: Outside) -> None:
    barrier = threading.Barrier(8)

    def work(number: int) -> str:
        barrier.wait()
        return store.write(lambda tx: threading.current_thread().name + str(id(tx) * 0)).result()

    before = threading.active_count()
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(work, range(8)))
    assert len(names) == 1
    assert threading.active_count() == before + 1


def test_closing_finishes_what_waits_and_takes_nothing_more(
    store: Store, outside: Outside
) -> None:
    futures = [store.write(note(f"{number:03}")) for number in range(200)]
    store.close()
    assert outcomes(futures) == [None] * 200
    assert len(notes(outside)) == 200
    with pytest.raises(RuntimeError, match="closed"):
        store.write(note("late"))


def test_a_killed_program_loses_nothing_it_had_promised(
    store: Store, database: Database, outside: Outside
) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.processes", database.url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert running.stdout is not None
    promised = [running.stdout.readline().strip() for _ in range(60)]
    running.kill()
    promised += running.stdout.read().split()
    running.wait()
    kept = [key for (key,) in outside("SELECT key FROM inbox ORDER BY id")]
    assert promised[:2] == ["k1", "k2"]
    assert kept[: len(promised)] == promised
    if database.is_sqlite:
        assert outside("PRAGMA integrity_check") == [("ok",)]
    with store.transaction() as tx:  # and the database is in use again at once
        assert tx.messages.keep(a_text("sau", "after"), NOW) is not None
