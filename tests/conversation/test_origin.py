"""The record shows the message that held a figure, not the "đúng" that stored it."""

from __future__ import annotations

from tests.office import Installation


def said_for(desk: Installation, unit: str = "03466") -> dict[str, str]:
    """The message that the history shows beside each row's last figure."""
    with desk.store.reading() as tx:
        lines = tx.history.of_report(desk.submission(unit).id)
    return {line.code: line.words for line in lines if line.fact == "AnswerRecorded"}


def test_a_batch_comes_from_the_message_that_held_it(desk: Installation) -> None:
    person = desk.joined()
    report = "1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em"
    for text in (report, "đúng"):
        person.says(text)
    assert said_for(desk) == {"1.1": report, "1.6": report}


def test_each_row_of_a_batch_of_two_messages_has_its_own(desk: Installation) -> None:
    person = desk.joined()
    first, second = "1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em", "1.6: 5 lớp 150 em"
    for text in (first, second, "đúng"):
        person.says(text)
    assert said_for(desk) == {"1.1": first, "1.6": second}


def test_a_doubtful_answer_comes_from_the_answer(desk: Installation) -> None:
    person = desk.joined()
    for text in ("mục 1.1", "khoảng 3 lớp 45 người", "đúng"):
        person.says(text)
    assert said_for(desk) == {"1.1": "khoảng 3 lớp 45 người"}


def test_the_message_of_a_confirmed_figure_can_be_changed_later(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 1.1")
    person.says("khoảng 3 lớp 45 người")
    message = person.sent[-1].message
    person.says("đúng")
    person.edits(message, "3 lớp 54 người")
    assert desk.submission().answers["1.1"].people == 54
