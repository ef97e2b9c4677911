"""`baocao trace`: every turn of whole conversations comes out again as it did the first time."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.message import Incoming, IncomingKind
from bot.use_cases.turns.process_message import fail
from bot.use_cases.turns.turn_trace import TurnTrace, spoken, trace_message
from tests.conversations.test_transcripts import FILES, play
from tests.office import Installation, Person, said
from tests.storage.peek import reply_from_json

CODE = re.compile(r"\b[A-Z0-9]{10}\b")  # invites and receipts are made anew


class LivingInstallation(Installation):
    """An installation whose time goes on: no two messages have the same."""

    _beats = itertools.count()

    @property
    def now(self) -> datetime:
        return self._begin + timedelta(milliseconds=next(self._beats))

    @now.setter
    def now(self, moment: datetime) -> None:
        self._begin = moment


@pytest.fixture
def living(tmp_path: Path):
    made = LivingInstallation(tmp_path)
    yield made
    made.close()


def traced(desk: Installation, name: object) -> TurnTrace:
    return trace_message(desk.store, desk.office, str(name))


def everything(desk: Installation) -> list[str]:
    with desk.store.reading() as tx:
        driver = tx.connection.driver
        return list(driver.iterdump())


def answered(desk: Installation) -> dict[int, list[str]]:
    """What each message was answered, by its number, as long as its words are kept."""
    found: dict[int, list[str]] = {}
    with desk.store.reading() as tx:
        last = int(tx.connection.exec_driver_sql("SELECT max(id) FROM inbox").scalar() or 0)
        for number in range(1, last + 1):
            message = tx.rewind.message(number)
            if message is not None and not message.is_emptied:
                bodies = tx.connection.exec_driver_sql(
                    "SELECT body FROM outbox WHERE inbox_id = ? ORDER BY id", (number,)
                )
                found[number] = [said(reply_from_json(row.body, "reply")) for row in bodies]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_turn_is_answered_again_as_it_was(living: Installation, file: Path) -> None:
    play(living, file.read_text("utf-8").splitlines())
    for number, replies in answered(living).items():
        again = [spoken(reply) for own, reply in traced(living, number).replies if own]
        assert [CODE.sub("*", text) for text in again] == [CODE.sub("*", t) for t in replies]


@pytest.fixture
def official(desk: Installation) -> Person:
    person = desk.joined()
    desk.later(minutes=1)
    person.says("1.1: 3 lớp 45 người; còn lại không")
    for words in ("đúng", "nộp", "nộp"):
        desk.later(minutes=1)
        person.says(words)
    return person


def test_a_trace_stores_nothing(desk: Installation, official: Person) -> None:
    before = everything(desk)
    traced(desk, 3)
    assert everything(desk) == before


def test_a_trace_names_what_was_read_stored_and_answered(desk: Installation) -> None:
    person = desk.joined()
    desk.later(minutes=1)
    person.says("1.1: 3 lớp 45 người")
    desk.later(minutes=1)
    found = traced(desk, 3)
    decisions = " ".join(step.decision for step in found.watch.steps)
    assert "reporter" in decisions
    assert "value, count 3, people 45" in decisions
    assert [fact["code"] for fact in found.facts] == ["1.1"]


def test_a_receipt_leads_to_the_message_that_sent_the_report(
    desk: Installation, official: Person
) -> None:
    receipt = CODE.findall(official.last)[0]
    found = traced(desk, receipt.lower())
    assert found.message.incoming.text == "nộp"
    assert "Submitted" in [fact["fact"] for fact in found.facts]


def test_a_message_whose_words_are_deleted_says_so(desk: Installation, official: Person) -> None:
    with desk.store.transaction() as tx:
        tx.retention.scrub(desk.now + timedelta(days=1))
    with pytest.raises(OperatorError, match="đã được xóa"):
        traced(desk, 3)
    assert not any("began_from" in line and "proposal" in line for line in everything(desk))


def test_a_person_who_is_forgotten_leaves_no_conversation(
    desk: Installation, official: Person
) -> None:
    official.says("xóa dữ liệu của tôi")
    official.says("đúng")
    with desk.store.reading() as tx:
        kept = tx.connection.exec_driver_sql("SELECT count(*) FROM inbox WHERE began_from != ''")
        assert kept.scalar() == 0


def test_what_nobody_sent_is_not_found(desk: Installation) -> None:
    with pytest.raises(OperatorError, match="Không có tin nhắn"):
        traced(desk, 4711)


def test_a_message_of_an_older_program_says_so(desk: Installation, official: Person) -> None:
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("UPDATE inbox SET began_from = NULL")
    with pytest.raises(OperatorError, match="phiên bản cũ"):
        traced(desk, 3)


def test_the_code_that_a_person_was_told_leads_to_the_message(desk: Installation) -> None:
    person = desk.joined()
    desk.later(minutes=1)
    with desk.store.transaction() as tx:
        tx.messages.keep(Incoming(person.address, "x", IncomingKind.TEXT, "tiếp"), desk.now)
        fail(tx, desk.office, tx.messages.waiting()[0], "L7K2M9PQRS")
    assert traced(desk, "l7k2m9pqrs").message.failure == "L7K2M9PQRS"


def test_a_turn_that_breaks_shows_how_far_it_came(desk: Installation) -> None:
    person = desk.joined()
    desk.later(minutes=1)
    person.says("tiếp")
    desk.office.shelf._parsed.clear()
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("UPDATE form SET body = 'no form'")
    broken = traced(desk, 3)
    assert broken.failure.startswith("ValueError: stored form")
    assert broken.watch.steps[-1].function == "parse_form"
