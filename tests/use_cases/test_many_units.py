"""Who coordinates many units asks for their board without holding up the writer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.use_cases.turns import taken_ahead
from bot.use_cases.turns.process_message import consider, process
from bot.use_cases.turns.rehearsal import RehearsalJob, rehearse
from bot.use_cases.turns.taken_ahead import Ahead
from bot.use_cases.turns.turn_runner import Turns
from storage import Arrived
from tests.office import Installation, Person, said

CODES = ("A1", "B2", "C3", "D4")


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken_ahead, "MANY", 5)


def coordinator(desk: Installation) -> Person:
    return desk.coordinator("Cô Hà")


def arrived(desk: Installation, person: Person, text: str) -> Arrived:
    """A message that waits for its turn."""
    incoming = replace(person.sent[-1], key=text, message=text, text=text, choice="")
    with desk.store.transaction() as tx:
        tx.messages.keep(incoming, desk.now)
        return replace(tx.messages.waiting()[-1], reads_many_units=True)


def found_ahead(desk: Installation, message: Arrived) -> Ahead:
    return rehearse(
        RehearsalJob(desk.store.url, desk.office.for_another_process(), message, CODES)
    )


def test_what_is_only_answered_is_found_out_ahead(desk: Installation) -> None:
    message = arrived(desk, coordinator(desk), "tiến độ")
    found = found_ahead(desk, message).considered
    with desk.store.reading() as tx:
        chat = tx.people.chat(message.address_id)
        _, turn = consider(tx, desk.office, chat, message, desk.now)
    assert found is not None
    assert (found.turn.replies, found.turns_before) == (turn.replies, chat.turn)


def test_what_stores_something_is_found_out_at_its_turn(desk: Installation) -> None:
    message = arrived(desk, coordinator(desk), "bảng")
    assert found_ahead(desk, message) == Ahead()


def test_a_coordinators_message_is_answered_from_what_was_found_out(desk: Installation) -> None:
    person = coordinator(desk)
    message = replace(person.sent[-1], key="k", message="k", text="tiến độ")
    turns = Turns(desk.store, desk.office, {}, lambda: None)
    used: list[Ahead] = []

    async def work() -> None:
        await turns.receive([message])
        await turns.round()
        await asyncio.gather(*turns._fetching.values())
        used.extend(turns._ahead_of.values())
        await turns.round()
        await turns.stop()

    asyncio.run(work())
    assert [found.considered is not None for found in used] == [True]
    assert "14 đơn vị" in said(person.listen()[-1])


def test_what_was_found_out_before_another_turn_is_found_out_again(desk: Installation) -> None:
    person = coordinator(desk)
    message = arrived(desk, person, "tiến độ")
    found = found_ahead(desk, message)
    assert found.considered is not None
    late = replace(
        found.considered, turns_before=-1, turn=replace(found.considered.turn, replies=())
    )
    with desk.store.transaction() as tx:
        assert process(tx, desk.office, message, replace(found, considered=late))
    assert "14 đơn vị" in said(person.listen()[-1])


def test_whoever_writes_for_one_unit_is_answered_at_once(desk: Installation) -> None:
    person = desk.joined()
    message = replace(person.sent[-1], key="k", message="k", text="1.1: 2 lớp 50 người")
    asyncio.run(Turns(desk.store, desk.office, {}, lambda: None).receive([message]))
    assert "1.1: 2 lớp, 50 người" in said(person.listen()[-1])
