"""Invites, seats and chats: one code, one seat."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.model.person import InviteState, Role
from storage import Chat, FreshCode, Store, Transaction
from tests.storage.peek import ADDRESS, everything
from tests.storage.samples import NOW, Set, chat_of, hand_out, join, later

Outside = Callable[..., list[Any]]


def invite(tx: Transaction, office: Set, code: str = "ABCDE23456", place: int = 0) -> int:
    fresh = FreshCode(code, office.unit_ids[place])
    hand_out(tx, office.campaign_id, fresh, Role.REPORTER, later(days=30))
    found = tx.invites.find(code, NOW)
    assert found is not None
    return found.id


def a_chat(tx: Transaction, name: str = "an") -> Chat:
    return tx.people.chat(chat_of(tx, name))


def state(tx: Transaction, code: str = "ABCDE23456", **span: float) -> InviteState:
    found = tx.invites.find(code, later(**span))
    return InviteState.UNKNOWN if found is None else found.state


def test_an_invite_says_what_it_is_for(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        number = invite(tx, office)
        found = tx.invites.find("ABCDE23456", NOW)
    assert found is not None
    assert (found.id, found.state, found.role) == (number, InviteState.VALID, Role.REPORTER)
    assert (found.campaign_title, found.unit_code) == ("Tuần lễ học tập", "X00000")


@pytest.mark.parametrize(
    "typed", ["ABCDE23456", "abcde23456", "abcde-23456", " ABCDE 23456 ", "AbCdE–23456."]
)
def test_case_spaces_and_dashes_are_forgiven(store: Store, office: Set, typed: str) -> None:
    with store.transaction() as tx:
        invite(tx, office)
        assert state(tx, typed) is InviteState.VALID


@pytest.mark.parametrize("typed", ["ABCDE2345", "ABCDE23457", "", "–", "ABCDE234566"])
def test_another_code_is_unknown(store: Store, office: Set, typed: str) -> None:
    with store.transaction() as tx:
        invite(tx, office)
        assert state(tx, typed) is InviteState.UNKNOWN


def test_only_a_digest_of_the_code_is_stored(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        invite(tx, office)
        assert "ABCDE23456" not in everything(tx)


def test_a_code_works_once(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        number = invite(tx, office)
        first = tx.people.join(a_chat(tx), number, "Ân", "2022", NOW)
        second = tx.people.join(a_chat(tx, "bình"), number, "Bình", "2022", NOW)
        assert state(tx) is InviteState.USED
        assert tx.invites.find("ABCDE23456", NOW).used_by == first[0]  # type: ignore
        seats = tx.people.seats_of_unit(office.campaign_id, office.unit_ids[0])
    assert second is None
    assert [(seat.role, person.name) for seat, person in seats] == [(Role.REPORTER, "Ân")]


def test_nothing_is_kept_of_somebody_who_came_too_late(
    store: Store, office: Set, outside: Outside
) -> None:
    """No consent took effect, so no name is stored."""
    with store.transaction() as tx:
        number = invite(tx, office)
        tx.people.join(a_chat(tx), number, "Ân", "2022", NOW)
        tx.people.join(a_chat(tx, "bình"), number, "Bình", "2022", NOW)
    assert outside("SELECT name FROM person") == [("Ân",)]
    assert outside("SELECT person_id FROM address ORDER BY id") == [(1,), (None,)]


def test_a_code_runs_out(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        number = invite(tx, office)
        assert state(tx, days=29.99) is InviteState.VALID
        assert state(tx, days=30) is InviteState.EXPIRED
        assert tx.people.join(a_chat(tx), number, "Ân", "2022", later(days=30)) is None


def test_a_newer_code_voids_the_unused_older_one_of_the_seat(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        old = invite(tx, office, "OLD0000001")
        invite(tx, office, "OTHER00001", place=1)
        fresh = FreshCode("APPROVER01", office.unit_ids[0])
        hand_out(tx, office.campaign_id, fresh, Role.APPROVER, later(days=1))
        invite(tx, office, "NEW0000001")
        codes = ("OLD0000001", "NEW0000001", "OTHER00001", "APPROVER01")
        states = [state(tx, code) for code in codes]
        assert tx.people.join(a_chat(tx), old, "Ân", "2022", NOW) is None
    assert states == [InviteState.VOID, InviteState.VALID, InviteState.VALID, InviteState.VALID]


def test_a_used_code_stays_used_when_a_newer_one_is_made(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        old = invite(tx, office, "OLD0000001")
        tx.people.join(a_chat(tx), old, "Ân", "2022", NOW)
        invite(tx, office, "NEW0000001")
        assert state(tx, "OLD0000001") is InviteState.USED


def test_of_coordinators_codes_the_newest_holds(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        for code in ("COORD00001", "COORD00002"):
            fresh = FreshCode(code, None)
            hand_out(tx, office.campaign_id, fresh, Role.COORDINATOR, later(days=1))
        states = [state(tx, code) for code in ("COORD00001", "COORD00002")]
        found = tx.invites.find("COORD00002", NOW)
    assert states == [InviteState.VOID, InviteState.VALID]
    assert found is not None
    assert (found.unit_id, found.unit_code, found.unit_name) == (None, "", "")


def test_of_two_who_agree_at_the_same_moment_one_gets_the_seat(
    store: Store, office: Set, outside: Outside
) -> None:
    with store.transaction() as tx:
        number = invite(tx, office)
        chats = [a_chat(tx, name) for name in ("an", "bình")]
    barrier = threading.Barrier(2)

    def agree(chat: Chat) -> bool:
        barrier.wait()
        with store.transaction() as tx:
            return tx.people.join(chat, number, chat.chat, "2022", NOW) is not None

    with ThreadPoolExecutor(2) as pool:
        joined = list(pool.map(agree, chats))
    assert sorted(joined) == [False, True]
    assert outside("SELECT count(*) FROM seat") == [(1,)]
    assert outside("SELECT count(*) FROM person") == [(1,)]


def test_one_person_sits_for_several_units_and_takes_no_seat_twice(
    store: Store, office: Set
) -> None:
    with store.transaction() as tx:
        person, first = join(tx, office.campaign_id, office.unit_ids[0])
        same, second = join(tx, office.campaign_id, office.unit_ids[1])
        number = invite(tx, office)
        again = tx.people.join(a_chat(tx), number, "khác", "2022", NOW)
        seats = tx.people.seats(person)
        by_chat = tx.people.seats_of_chat(chat_of(tx))
    assert (same, again) == (person, (person, first))
    assert [(seat.id, seat.unit_code) for seat in seats] == [
        (first, "X00000"),
        (second, "X00001"),
    ]
    assert by_chat == seats


def test_somebody_who_left_reads_and_writes_no_more_and_may_return(
    store: Store, office: Set
) -> None:
    with store.transaction() as tx:
        person, seat = join(tx, office.campaign_id, office.unit_ids[0])
        tx.people.leave(seat, NOW)
        assert tx.people.seats(person) == ()
        assert tx.people.seats_of_chat(chat_of(tx)) == ()
        assert tx.people.has_role(office.campaign_id, office.unit_ids[0], Role.REPORTER) is False
        number = invite(tx, office)
        again = tx.people.join(a_chat(tx), number, "Ân", "2022", NOW)
        assert again == (person, seat + 1)
        assert tx.people.has_role(office.campaign_id, office.unit_ids[0], Role.REPORTER) is True


def test_a_stranger_has_no_seats(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        chat = a_chat(tx)
        assert (chat.person, tx.people.seats_of_chat(chat.id)) == (None, ())


def test_consent_is_kept_with_its_time_and_text(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        number = invite(tx, office)
        tx.people.join(a_chat(tx), number, "Ân", "2022-07", later(hours=1))
        person = a_chat(tx).person
        notices = tx.connection.exec_driver_sql("SELECT notice FROM person").scalars().all()
    assert person is not None
    assert (person.name, person.consented_at, notices) == ("Ân", later(hours=1), ["2022-07"])


def test_of_two_turns_in_one_conversation_the_later_finds_it_moved(
    store: Store, office: Set
) -> None:
    with store.transaction() as tx:
        first, second = a_chat(tx), a_chat(tx)
        kept = [
            tx.people.keep_conversation(first, "1.1", NOW),
            tx.people.keep_conversation(second, "1.2", NOW),
            tx.people.keep_conversation(a_chat(tx), "1.3", NOW),
        ]
        assert (kept, a_chat(tx).conversation, a_chat(tx).turn) == ([True, False, True], "1.3", 2)


def test_a_person_is_written_to_where_they_were_heard_from_last(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        person, _ = join(tx, office.campaign_id, office.unit_ids[0], "an")
        for place, name in enumerate(("web", "zalo"), start=2):
            first = (
                tx.connection.execute(ADDRESS.select().where(ADDRESS.c.id == 1)).mappings().one()
            )
            tx.connection.execute(ADDRESS.insert().values({**first, "id": place, "channel": name}))
            tx.people.keep_conversation(tx.people.chat(place), "", later(hours=place))
        latest = [chat.channel for chat in tx.people.addresses(person)]
        tx.messages.unreached(3, NOW, "Blocked")
        reachable = [chat.channel for chat in tx.people.addresses(person)]
    assert latest == ["zalo", "web", "telegram"]
    assert reachable == ["web", "telegram", "zalo"]


def test_wrong_codes_are_counted_until_one_works(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        counts = []
        for fresh in (True, False, False):
            tx.people.count_refusal(a_chat(tx), NOW, fresh=fresh)
            counts.append((a_chat(tx).refused_joins, a_chat(tx).refused_at))
        join(tx, office.campaign_id, office.unit_ids[0])
        counts.append((a_chat(tx).refused_joins, a_chat(tx).refused_at))
    assert counts == [(1, NOW), (2, NOW), (3, NOW), (0, NOW)]
