"""Boards and totals: the same few statements however many units there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.model.person import Role
from bot.model.submission import Status
from storage import ContactView, Store, Transaction
from storage.connection import AT_ONCE
from tests.storage.samples import (
    AUTHOR,
    NOW,
    Set,
    a_unit,
    do,
    join,
    later,
    recorded,
    sent,
    set_up,
    value,
)

Read = Callable[[Transaction, int], Any]
READS: dict[str, tuple[Read, int]] = {
    "board": (lambda tx, campaign: tx.views.board(campaign), 3),
    "sent_answers": (lambda tx, campaign: tx.views.sent_answers(campaign), 2),
    "photos": (lambda tx, campaign: tx.views.photos(campaign), 1),
    "members": (lambda tx, campaign: tx.campaigns.members(campaign), 1),
    "planned": (lambda tx, campaign: tx.reminders.planned(campaign), 1),
}


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that SQLite runs meanwhile, the transaction's own aside."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    def watch(driver: Any, *_: Any) -> None:
        driver.set_trace_callback(note)

    event.listen(store.engine, "checkout", watch)
    try:
        yield seen
    finally:
        event.remove(store.engine, "checkout", watch)


def busy(tx: Transaction, units: int, slug: str) -> Set:
    made = set_up(tx, units, slug)
    for place, unit_id in enumerate(made.unit_ids):
        join(tx, made.campaign_id, unit_id, chat=f"{slug} {place}")
        draft = made.submission(tx, place)
        do(tx, draft, *recorded(draft, r1_1=value(place, 1)), sent(draft))
    tx.reminders.plan(made.campaign_id, made.unit_ids, [("three", later(days=1))])
    return made


@pytest.fixture(scope="module")
def two_and_sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Set, Set]]:
    """One database with a campaign of two units and one of sixty."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('views') / 'baocao.db'}", NOW)
    with store.transaction() as tx:
        made = busy(tx, 2, "two"), busy(tx, 60, "sixty")
    yield store, *made
    store.close()


@pytest.mark.parametrize("name", READS)
def test_a_read_is_as_many_statements_for_sixty_units_as_for_two(
    two_and_sixty: tuple[Store, Set, Set], name: str
) -> None:
    read, expected = READS[name]
    store, *campaigns = two_and_sixty
    counts = []
    for made in campaigns:
        with counted(store) as seen, store.reading() as tx:
            assert read(tx, made.campaign_id) is not None
        counts.append(len(seen))
    assert counts == [expected, expected]


def test_a_line_of_the_board_says_all_about_its_unit(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        join(tx, office.campaign_id, office.unit_ids[1], "an", Role.REPORTER, "Ân")
        join(tx, office.campaign_id, office.unit_ids[1], "chi", Role.APPROVER, "Chi")
        join(tx, office.campaign_id, None, "dung", Role.COORDINATOR, "Dung")
        draft = office.submission(tx, 1)
        do(tx, draft, *recorded(draft, r1_1=value(3), r1_2=value(4)), sent(draft, late_days=2))
        first, second, third = tx.views.board(office.campaign_id)
    assert [view.unit.code for view in (first, second, third)] == ["X00000", "X00001", "X00002"]
    assert (first.status, first.contacts, first.has_approver) == (Status.NOT_STARTED, (), False)
    assert (second.unit.name, second.unit.aliases) == (a_unit(1).name, a_unit(1).aliases)
    assert (second.status, second.version, second.answered) == (Status.SUBMITTED, 1, 2)
    assert (second.submitted_at, second.late_days, second.draft) == (NOW, 2, False)
    assert [(person.name, person.role) for person in second.contacts] == [
        ("Ân", "reporter"),
        ("Chi", "approver"),
    ]
    assert second.has_approver is True
    assert third.contacts == ()


def test_a_contact_shows_channels_and_whether_messages_arrive(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        person, seat = join(tx, office.campaign_id, office.unit_ids[0], "an")
        tx.messages.unreached(1, NOW, "Blocked")
        (blocked,) = tx.views.board(office.campaign_id)[0].contacts
        tx.messages.reached(1, NOW)
        (again,) = tx.views.board(office.campaign_id)[0].contacts
        tx.people.leave(seat, NOW)
        left = tx.views.board(office.campaign_id)[0].contacts
    expected = ContactView(person, "Lò Văn Ân", "reporter", ("telegram",), True, NOW)
    assert blocked == expected
    assert (again.unreached, left) == (False, ())


def test_the_board_of_some_units_shows_only_them(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        for place in range(3):
            join(tx, office.campaign_id, office.unit_ids[place], f"chat {place}")
        chosen = tx.views.board(office.campaign_id, [office.unit_ids[2]])
        none = tx.views.board(office.campaign_id, [])
        whole = tx.views.board(office.campaign_id)
    assert (chosen, none) == (whole[2:], [])


MANY = range(1, 40_000)  # more than SQLite's 32,766 places for values in one statement


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "work",
    [
        lambda tx, made: tx.reminders.cancel(made.campaign_id, MANY, NOW),
        lambda tx, made: tx.reminders.plan(made.campaign_id, made.unit_ids, [("one", NOW)]),
        lambda tx, made: tx.reminders.finish(MANY, "done", NOW),
        lambda tx, made: tx.reminders.postpone(MANY, later(days=1)),
        lambda tx, made: tx.views.board(made.campaign_id, MANY),
    ],
    ids=["cancel", "plan", "finish", "postpone", "board"],
)
def test_long_lists_of_ids_fit_whatever_sqlite_allows(
    store: Store, office: Set, work: Callable[[Transaction, Set], Any]
) -> None:
    with store.transaction() as tx:
        driver: Any = tx.connection.driver
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)
        tx.reminders.plan(office.campaign_id, office.unit_ids, [("one", NOW)])
        work(tx, office)
    with store.reading() as tx:
        assert len(tx.views.board(office.campaign_id, MANY)) == 3


@pytest.mark.sqlite
def test_a_province_with_its_schools_can_be_planned(store: Store) -> None:
    with store.transaction() as tx:
        driver: Any = tx.connection.driver
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, AT_ONCE + 100)
        made = set_up(tx, AT_ONCE + 1_000)
        for _ in range(2):
            tx.reminders.plan(made.campaign_id, made.unit_ids, [("one", later(days=1))])
        planned = tx.reminders.planned(made.campaign_id)
    assert len(planned) == AT_ONCE + 1_000


def test_the_receipt_shown_is_that_of_the_last_version(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        assert tx.views.receipt(draft.id) == ""
        tx.submissions.record(draft, [sent(draft), sent(draft, 2)], AUTHOR)
        assert tx.views.receipt(draft.id) == sent(draft, 2).receipt
