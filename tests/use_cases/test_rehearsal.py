"""A message that could take long is tried in a process of its own, and one that never ends goes."""

from __future__ import annotations

import asyncio
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from bot.use_cases.papers.process_pool import ProcessPool
from bot.use_cases.turns.rehearsal import _within, is_needed
from bot.use_cases.turns.turn_mark import FILE, TurnMark, mark_of
from bot.use_cases.turns.turn_runner import Turns
from storage import Arrived
from tests.office import Installation, Person, said

REPORT = "1.1: 2 lớp 50 người; " + "chưa có số liệu của các thôn bản; " * 60


def waits(desk: Installation, person: Person, text: str, key: str = "k1") -> int:
    """A message that arrived and had no turn yet; its id."""
    incoming = replace(person.sent[-1], key=key, message=key, text=text)
    with desk.store.transaction() as tx:
        tx.messages.keep(incoming, desk.now)
    with desk.store.reading() as tx:
        return tx.messages.waiting()[-1].id


def runs(desk: Installation) -> None:
    """The program starts, takes what waits, and stops."""

    async def work() -> None:
        turns = Turns(desk.store, desk.office, {}, lambda: None)
        await turns._count_left_over()
        while await desk.store.look(turns._waiting):
            await turns.round()
            await asyncio.gather(*turns._fetching.values())
        await turns.stop()

    asyncio.run(work())


def begun(desk: Installation, message: int, times: int) -> None:
    with desk.store.transaction() as tx:
        for _ in range(times):
            tx.messages.count_begun(message)


def never_ends() -> None:
    with _within(1):
        while True:
            pass


def test_a_long_message_is_tried_and_then_answered(desk: Installation) -> None:
    person = desk.joined()
    message = waits(desk, person, REPORT)
    assert is_needed(Arrived(message, 1, replace(person.sent[-1], text=REPORT)))
    runs(desk)
    assert "1.1: 2 lớp, 50 người" in said(person.listen()[-1])


def test_what_never_ends_is_ended_from_outside() -> None:
    async def work() -> int:
        pool = ProcessPool()
        try:
            with pytest.raises(BrokenProcessPool):
                await pool.do(never_ends)
            return await pool.do(abs, -5)
        finally:
            pool.close()

    assert asyncio.run(work()) == 5


def test_what_waits_longer_than_it_may_is_ended_too() -> None:
    async def work() -> int:
        pool = ProcessPool()
        try:
            await pool.do(abs, -5)
            with pytest.raises(TimeoutError):
                await pool.do(never_ends, at_most=0.1)
            return await pool.do(abs, -6)
        finally:
            pool.close()

    assert asyncio.run(work()) == 6


def test_a_message_begun_three_times_is_set_aside_and_the_next_is_taken(
    desk: Installation,
) -> None:
    person = desk.joined()
    begun(desk, waits(desk, person, "1.1: 2 lớp 50 người"), 3)
    waits(desk, person, "1.6: 4 lớp 160 em", "k2")
    runs(desk)
    sorry, answer = map(said, person.listen())
    assert "“1.1: 2 lớp 50 người”" in sorry
    assert "mã lỗi L0" in sorry
    assert "1.6: 4 lớp, 160 người" in answer
    assert "1.1" not in desk.submission().answers


def test_a_message_begun_twice_is_still_read(desk: Installation) -> None:
    person = desk.joined()
    begun(desk, waits(desk, person, "1.1: 2 lớp 50 người"), 2)
    runs(desk)
    assert "1.1: 2 lớp, 50 người" in said(person.listen()[-1])


def test_a_program_that_ended_in_a_turn_is_noticed_by_the_next(desk: Installation) -> None:
    person = desk.joined()
    message = waits(desk, person, "1.1: 2 lớp 50 người")
    begun(desk, message, 2)
    with desk.store.reading() as tx:
        (arrived,) = tx.messages.waiting()
    (desk.folder / FILE).write_text(mark_of(arrived.incoming))  # as a killed program leaves it
    runs(desk)
    assert "gác lại" in said(person.listen()[-1])
    assert desk.submission().answers == {}


def test_a_turn_that_ended_leaves_no_mark(desk: Installation) -> None:
    mark, message = TurnMark(desk.folder), desk.joined().sent[-1]
    with mark.at_work(message):
        assert TurnMark(desk.folder).left_over() == mark_of(message)
    assert TurnMark(desk.folder).left_over() is None


def test_a_message_at_whose_arrival_the_program_ended_is_tried_when_it_comes_again(
    desk: Installation,
) -> None:
    message = replace(desk.joined().sent[-1], key="again", text="1.1: 2 lớp 50 người")
    (desk.folder / FILE).write_text(mark_of(message))
    turns = Turns(desk.store, desk.office, {}, lambda: None)
    asyncio.run(turns.receive([message]))
    with desk.store.reading() as tx:
        assert [(each.incoming.key, each.begun) for each in tx.messages.waiting()] == [
            ("again", 1)
        ]


def test_what_was_set_aside_can_be_counted(desk: Installation) -> None:
    person = desk.joined()
    message = waits(desk, person, "1.1: 2 lớp 50 người")
    begun(desk, message, 3)
    runs(desk)
    with desk.store.reading() as tx:
        assert tx.messages.failures(desk.now) == [f"L{message:05d}"]
