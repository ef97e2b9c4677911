"""How the file is opened, and what it refuses to keep."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from bot.model.events import AnswerRecorded
from storage import Store
from storage.tables import INBOX, OUTBOX
from tests.storage.samples import AUTHOR, NOW, Set, a_text, join, later, sent, set_up, value

Outside = Callable[..., list[Any]]


def pragma(store: Store, name: str) -> Any:
    with store.reading() as tx:
        return tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.sqlite
def test_every_commit_reaches_the_disk_and_readers_are_not_in_the_way(store: Store) -> None:
    found = {
        name: pragma(store, name)
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 15_000,
    }


@pytest.mark.sqlite
def test_every_new_connection_is_opened_that_way(store: Store) -> None:
    with store.reading() as first, store.reading() as second:
        connections = [tx.connection.driver for tx in (first, second)]
        assert connections[0] is not connections[1]
        for tx in (first, second):
            assert tx.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert tx.connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "dữ liệu" / "của xã" / "baocao.db"
    Store.open(f"sqlite:///{path}", NOW).close()
    assert path.is_file()


@pytest.mark.sqlite
def test_a_writer_waits_while_another_program_holds_the_file(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO setting (key, value) VALUES ('theirs', '1')")
        ours = store.write(lambda tx: tx.campaigns.set_setting("ours", "1"))
        with store.reading() as tx:  # readers do not wait
            assert tx.campaigns.setting("theirs") is None
        assert not ours.done()
        other.execute("COMMIT")
    ours.result(timeout=30)
    with store.reading() as tx:
        assert (tx.campaigns.setting("theirs"), tx.campaigns.setting("ours")) == ("1", "1")


def test_a_naive_time_is_refused(store: Store) -> None:
    refused = pytest.raises((StatementError, ValueError), match="naive")  # by SQLAlchemy, or by us
    with refused, store.transaction() as tx:
        tx.messages.keep(a_text("chào", "m1"), datetime(2022, 10, 10, 8, 30))  # noqa: DTZ001


def test_times_come_back_aware_and_equal(store: Store, office: Set) -> None:
    hanoi = datetime.fromisoformat("2022-10-13T23:59:59.999999+07:00")
    with store.transaction() as tx:
        tx.campaigns.extend(tx.campaigns.by_id(office.campaign_id), hanoi)
        found = tx.campaigns.by_id(office.campaign_id).last_instant
    assert found is not None
    assert (found, found.utcoffset()) == (hanoi, NOW.utcoffset())


@pytest.mark.parametrize("amount", [0, 2**31, 12_500_000_000, 2**53 + 1, 2**63 - 1])
def test_sums_of_money_are_kept_to_the_dong(store: Store, office: Set, amount: int) -> None:
    with store.transaction() as tx:
        before = office.submission(tx)
        facts = [AnswerRecorded(before.id, "10.1", value(amount)), sent(before)]
        tx.submissions.record(before, facts, AUTHOR)
        draft = office.submission(tx).answers["10.1"].count
        kept = tx.submissions.last_sent(before.id)
        total = tx.views.sent_answers(office.campaign_id)[before.id]["10.1"].count
    assert kept is not None
    assert (draft, kept[1]["10.1"].count, total) == (amount, amount, amount)


def test_a_number_too_large_is_an_error_and_never_another_number(
    store: Store, office: Set
) -> None:
    with pytest.raises((OverflowError, DataError)), store.transaction() as tx:
        before = office.submission(tx)
        tx.submissions.record(before, [AnswerRecorded(before.id, "10.1", value(2**63))], AUTHOR)
    with store.reading() as tx:
        assert office.submission(tx).answers == {}


def test_nothing_may_point_at_what_is_not_there(store: Store) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), store.transaction() as tx:
        tx.submissions.open_all(99, [1])


def test_one_report_a_unit_and_campaign(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        tx.submissions.open_all(office.campaign_id, office.unit_ids)  # known ones are left
        assert len(tx.campaigns.members(office.campaign_id)) == 3
        first = office.submission(tx)
        again = set_up(tx, slug="another")
        assert again.submission(tx).id != first.id


def plan(store: Store, statement: str, *values: Any) -> str:
    with store.reading() as tx:
        rows = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row.detail for row in rows)


def compiled(store: Store, statement: Any) -> str:
    made = statement.compile(store.engine, compile_kwargs={"literal_binds": True})
    return str(made)


@pytest.mark.sqlite
def test_what_is_still_open_is_found_by_its_own_index(store: Store) -> None:
    """However long the history, looking for waiting messages and claiming read only open rows."""
    waiting = INBOX.select().where(INBOX.c.done_at.is_(None)).order_by(INBOX.c.id)
    earlier = OUTBOX.select().where(
        OUTBOX.c.address_id == 1, OUTBOX.c.id < 7, OUTBOX.c.finished_at.is_(None)
    )
    assert "ix_inbox_open" in plan(store, compiled(store, waiting))
    assert "ix_outbox_open" in plan(store, compiled(store, earlier))


def test_people_and_their_words_survive_closing_and_opening(path: Path) -> None:
    first = Store.open(f"sqlite:///{path}", NOW)
    with first.transaction() as tx:
        made = set_up(tx)
        person, _ = join(tx, made.campaign_id, made.unit_ids[0])
        chat = tx.people.chat(1)
        tx.people.keep_conversation(chat, '{"row":"1.10"}', NOW)
    first.close()
    second = Store.open(f"sqlite:///{path}", later(days=30))
    with second.reading() as tx:
        chat = tx.people.chat(1)
        assert (chat.person.id if chat.person else 0, chat.conversation) == (
            person,
            '{"row":"1.10"}',
        )
    second.close()
