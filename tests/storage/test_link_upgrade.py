"""A database whose links lay in three tables goes on with one, and every link works as before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.person import InviteState
from storage import LeadsTo, Store
from storage.invite_codes import digest
from tests.storage.samples import NOW, join, later, set_up

FORMER = """
DROP TABLE one_time_link;
CREATE TABLE personal_link (id INTEGER PRIMARY KEY, digest TEXT UNIQUE, person_id INTEGER,
    created_at TEXT, expires_at TEXT, used_at TEXT);
CREATE TABLE page_link (id INTEGER PRIMARY KEY, digest TEXT UNIQUE, person_id INTEGER,
    campaign_id INTEGER, created_at TEXT, expires_at TEXT, used_at TEXT);
CREATE TABLE setup_code (id INTEGER PRIMARY KEY, digest TEXT UNIQUE, sealed TEXT, body TEXT,
    created_at TEXT, expires_at TEXT, used_at TEXT);
DELETE FROM migration WHERE number >=
    (SELECT number FROM migration WHERE name = 'one_time_links');
"""


@pytest.fixture
def upgraded(path: Path) -> Store:
    """A store over a database in which somebody had a link of each kind, one of them used."""
    store = Store.open(f"sqlite:///{path}", NOW)
    with store.transaction() as tx:
        office = set_up(tx)
        join(tx, office.campaign_id, office.unit_ids[0])
    store.close()
    made, until = "2022-10-10 01:30:00.000000", "2022-10-12 01:30:00.000000"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(FORMER)
        old.execute(
            "INSERT INTO personal_link VALUES (7, ?, 1, ?, ?, NULL)", (digest("A"), made, until)
        )
        old.execute(
            "INSERT INTO page_link VALUES (7, ?, 1, 1, ?, ?, ?)", (digest("B"), made, until, made)
        )
        old.execute(
            "INSERT INTO setup_code VALUES (7, ?, 'sealed', 'UBND', ?, ?, NULL)",
            (digest("C"), made, until),
        )
        old.commit()
    return Store.open(f"sqlite:///{path}", NOW)


def test_links_of_before_work_as_before(upgraded: Store) -> None:
    with upgraded.transaction() as tx:
        chat = tx.one_time_links.find(LeadsTo.CHAT, "A", NOW)
        board = tx.one_time_links.find(LeadsTo.BOARD, "B", NOW)
        [office] = tx.one_time_links.waiting(LeadsTo.OFFICE, "UBND", NOW)
    assert chat is not None and board is not None
    assert (chat.id, chat.state, chat.person_id) == (7, InviteState.VALID, 1)
    assert (board.state, board.campaign_id) == (InviteState.USED, 1)
    assert (office.state, office.sealed) == (InviteState.VALID, "sealed")
    upgraded.close()


def test_a_link_opens_the_place_it_was_made_for_and_no_other(upgraded: Store) -> None:
    with upgraded.transaction() as tx:
        assert tx.one_time_links.find(LeadsTo.OFFICE, "A", NOW) is None
        assert tx.one_time_links.find(LeadsTo.BOARD, "A", NOW) is None
    upgraded.close()


def test_a_link_is_used_once(upgraded: Store) -> None:
    with upgraded.transaction() as tx:
        assert [tx.one_time_links.use(7, later(days=3)), tx.one_time_links.use(7, NOW)] == [
            False,
            True,
        ]
        assert not tx.one_time_links.use(7, NOW)
    upgraded.close()
