"""Several programs on one PostgreSQL database: nothing lost, nothing half, nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from storage import NewerDatabase, Store, Transaction, is_passing, migrations
from tests.databases import TEMPLATE, create, drop
from tests.fakes.postgres_server import PostgresServer
from tests.storage.samples import NOW, a_text, set_up
from tests.storage.test_migrations import KNOWN, add_colour, append, break_off

pytestmark = pytest.mark.postgresql


@pytest.fixture
def first(postgres_url: str) -> Iterator[Store]:
    opened = Store.open(postgres_url, NOW)
    yield opened
    opened.close()


@pytest.fixture
def second(postgres_url: str) -> Iterator[Store]:
    opened = Store.open(postgres_url, NOW)
    yield opened
    opened.close()


def add_one(tx: Transaction) -> None:
    """Read a number and write the next one: what is lost where two see the same."""
    tx.campaigns.set_setting("number", str(int(tx.campaigns.setting("number") or 0) + 1))


def number(store: Store) -> int:
    with store.reading() as tx:
        return int(tx.campaigns.setting("number") or 0)


def test_two_programs_never_overwrite_each_others_work(first: Store, second: Store) -> None:
    jobs = [store.write(add_one) for _ in range(60) for store in (first, second)]
    for job in jobs:
        job.result(60)
    assert number(first) == 120


def test_work_that_cannot_be_begun_again_is_never_overtaken(first: Store, second: Store) -> None:
    def command() -> None:
        with second.transaction() as tx:
            add_one(tx)

    with ThreadPoolExecutor(2) as pool:
        commands = [pool.submit(command) for _ in range(20)]
        jobs = [first.write(add_one) for _ in range(60)]
        for done in (*commands, *jobs):
            done.result(60)
    assert number(first) == 80


def test_a_message_that_two_programs_hear_is_kept_once(first: Store, second: Store) -> None:
    def hear(store: Store, place: int) -> int | None:
        return store.write(lambda tx: tx.messages.keep(a_text("3 lớp", f"m{place}"), NOW)).result(
            60
        )

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: hear((first, second)[n % 2], n // 2), range(40)))
    assert sum(kept is not None for kept in found) == 20


def test_a_reader_sees_one_moment(first: Store, second: Store) -> None:
    with first.reading() as tx:
        before = tx.campaigns.setting("number")
        second.write(add_one).result(60)
        assert tx.campaigns.setting("number") == before
    assert number(first) == 1


def test_a_lost_server_is_passing_and_the_same_store_goes_on_after_it(
    postgres: PostgresServer, first: Store
) -> None:
    first.write(add_one).result(60)
    with postgres.away():
        with pytest.raises(DBAPIError) as lost:
            first.write(add_one).result(60)
        assert is_passing(lost.value)
        with pytest.raises(OperationalError), first.reading():
            pass
    first.write(add_one).result(60)
    assert number(first) == 2


def test_connections_that_are_cut_off_cost_nobody_an_answer(first: Store, second: Store) -> None:
    first.write(add_one).result(60)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid()"
    with second.reading() as tx:
        tx.connection.exec_driver_sql(f"{cut} AND application_name = 'baocao'")
    first.write(add_one).result(60)
    assert number(first) == 2


@pytest.fixture
def older(postgres: PostgresServer) -> Iterator[str]:
    """A database of its own that a later program upgrades, with a campaign."""
    url = create(postgres, "older")
    store = Store.open(url, NOW)
    with store.transaction() as tx:
        set_up(tx)
    store.close()
    yield url
    drop(postgres, "older")


def test_of_several_later_programs_one_upgrades(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(monkeypatch, add_colour)
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: Store.open(older, NOW), range(4)):
            assert migrations.version(store.engine) == KNOWN + 1
            store.close()


def test_a_failing_step_leaves_the_old_version_and_a_newer_one_is_refused(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later_program:
        append(later_program, add_colour, break_off)
        with pytest.raises(ValueError, match="the step failed"):
            Store.open(older, NOW)
    Store.open(older, NOW).close()
    with monkeypatch.context() as later_program:
        append(later_program, add_colour)
        Store.open(older, NOW).close()
    with pytest.raises(NewerDatabase):
        Store.open(older, NOW)


def test_a_database_that_is_not_there_is_an_error_that_names_no_password(
    postgres: PostgresServer,
) -> None:
    with pytest.raises(OperationalError) as refused:
        Store.open(postgres.url(TEMPLATE).replace("tests@", "wrong@"), NOW)
    assert "only for" not in str(refused.value)
    assert threading.active_count() < 50
