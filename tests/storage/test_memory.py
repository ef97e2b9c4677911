"""What the writer remembers is what is stored: whoever changes it, and however that ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.model.answer import Answer, AnswerState
from bot.model.events import AnswerRecorded
from bot.model.person import Role
from storage import Store, Transaction
from storage.backup import copy_database, restore_database
from storage.memory import REMEMBERED, Memory
from storage.tables import SUBMISSION
from tests.office import Installation
from tests.storage.samples import AUTHOR, Set, join

pytestmark = pytest.mark.sqlite  # elsewhere nothing is remembered from one transaction to the next


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What the writer's connection runs meanwhile, without the transaction's own."""
    seen: list[str] = []
    own = ("BEGIN", "COMMIT", "PRAGMA")

    def watch(tx: Transaction) -> None:
        assert tx.connection.driver is not None
        tx.connection.driver.set_trace_callback(
            lambda sql: None if sql.startswith(own) else seen.append(sql)
        )

    store.write(watch).result()
    seen.clear()
    yield seen


def read(store: Store, office: Set, place: int = 0) -> dict[str, int | None]:
    """The counts of a unit's draft, as the writer sees them."""
    report = store.write(lambda tx: office.submission(tx, place)).result()
    return {code: answer.count for code, answer in report.answers.items()}


def records(tx: Transaction, office: Set, count: int, place: int = 0) -> None:
    before = office.submission(tx, place)
    answer = Answer(AnswerState.VALUE, count)
    tx.submissions.record(before, [AnswerRecorded(before.id, "1.1", answer, None)], AUTHOR)


def test_what_was_read_or_written_is_not_read_again(store: Store, office: Set) -> None:
    store.write(lambda tx: records(tx, office, 3)).result()
    with statements(store) as seen:
        assert read(store, office) == {"1.1": 3}
    assert seen == []


def test_a_change_by_another_connection_is_seen(store: Store, office: Set) -> None:
    store.write(lambda tx: records(tx, office, 3)).result()
    with store.transaction() as tx:  # as a command in another process does
        records(tx, office, 4)
    assert read(store, office) == {"1.1": 4}


def test_what_was_restored_under_the_running_program_is_seen(
    store: Store, office: Set, path: Path, tmp_path: Path
) -> None:
    copy_database(store.engine, tmp_path / "copy.db")
    store.write(lambda tx: records(tx, office, 3)).result()
    restore_database(tmp_path / "copy.db", path)
    assert read(store, office) == {}


def test_what_failed_is_not_remembered(store: Store, office: Set) -> None:
    def breaks(tx: Transaction) -> None:
        records(tx, office, 9)
        assert office.submission(tx).answers["1.1"].count == 9
        raise ValueError

    store.write(lambda tx: records(tx, office, 3)).result()
    assert isinstance(store.write(breaks).exception(), ValueError)
    assert read(store, office) == {"1.1": 3}


def test_a_neighbour_that_fails_in_the_same_commit_leaves_nothing(
    store: Store, office: Set
) -> None:
    def breaks(tx: Transaction) -> None:
        records(tx, office, 9)
        raise ValueError

    hold = store.write(lambda tx: records(tx, office, 3))
    broken = [store.write(breaks) for _ in range(5)]
    assert all(isinstance(each.exception(), ValueError) for each in broken)
    assert hold.exception() is None
    assert read(store, office) == {"1.1": 3}


def test_one_persons_joining_leaves_the_others_remembered(store: Store, office: Set) -> None:
    for place in (0, 1):
        store.write(lambda tx, place=place: records(tx, office, 3, place)).result()
    store.write(
        lambda tx: join(tx, office.campaign_id, office.unit_ids[0], role=Role.APPROVER)
    ).result()
    with statements(store) as seen:
        assert read(store, office, 1) == {"1.1": 3}
    assert seen == []


def test_a_new_seat_is_seen_at_once(store: Store, office: Set) -> None:
    unit, role = office.unit_ids[0], Role.APPROVER

    def has_approver() -> bool:
        asked = store.write(lambda tx: tx.people.has_role(office.campaign_id, unit, role))
        return asked.result()

    assert not has_approver()
    store.write(lambda tx: join(tx, office.campaign_id, unit, role=role)).result()
    assert has_approver()


def test_a_change_that_names_nothing_forgets_everything(store: Store, office: Set) -> None:
    def changes(tx: Transaction) -> None:
        tx.connection.execute(update(SUBMISSION).values(returned_reason="thiếu ảnh"))

    read(store, office)
    store.write(changes).result()
    report = store.write(office.submission).result()
    assert report.returned_reason == "thiếu ảnh"


def test_only_the_latest_entries_are_kept() -> None:
    memory = Memory(most=3)
    for number in range(10):
        memory.begin(1)
        memory.recall(("n", number), lambda number=number: number, lambda *_: "all")
        memory.commit()
    assert len(memory) == 3
    assert memory.recall(("n", 9), lambda: None) == 9
    assert memory.recall(("n", 1), lambda: "read again") == "read again"


def test_work_in_place_of_what_failed_keeps_its_turn(store: Store, office: Set) -> None:
    def breaks(tx: Transaction) -> str:
        records(tx, office, 9)
        raise ValueError

    done = [store.write(breaks, lambda tx: records(tx, office, 4)) for _ in range(3)]
    last = store.write(lambda tx: office.submission(tx).answers["1.1"].count)
    assert [each.exception() for each in done] == [None] * 3
    assert last.result() == 4


class Watching(Memory):
    """Notes which tables are read for what is remembered."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self.heard = heard
        self.tables: set[str] = set()

    def recall(self, key: Any, load: Any, group: Any = None) -> Any:
        def watched() -> Any:
            self.heard.clear()
            value = load()
            told = " ".join(self.heard)
            self.tables |= set(re.findall(r"\b(?:FROM|JOIN)\s+\"?(\w+)", told))
            return value

        return super().recall(key, watched, group)


def test_every_table_that_is_remembered_is_watched_for_changes(desk: Installation) -> None:
    writer = desk.store._writer
    heard: list[str] = []
    writer._memory = watching = Watching(heard)
    desk.store.write(
        lambda tx: tx.connection.driver.set_trace_callback(heard.append)  # type: ignore[union-attr]
    ).result()
    official = desk.joined()
    for words in ("tiếp", "có", "3 lớp 45 người", "xem", "nộp", "nộp", "nộp"):
        official.says(words)
    assert {"submission", "answer", "seat", "campaign", "form"} <= watching.tables
    assert watching.tables <= REMEMBERED
