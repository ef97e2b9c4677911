"""Two halves of one answer in two messages are offered together, never stored without a yes."""

from __future__ import annotations

import pytest

from tests.office import Installation


def figures(desk: Installation, code: str = "1.1") -> tuple[int | None, int | None] | None:
    answer = desk.submission().answers.get(code)
    return None if answer is None else (answer.count, answer.people)


@pytest.mark.parametrize(
    ("first", "second"),
    [("45 người", "3 lớp"), ("45 người", "3"), ("3 lớp", "45 người"), ("3 lớp", "45")],
)
def test_two_halves_are_offered_as_one_answer(desk: Installation, first: str, second: str) -> None:
    person = desk.joined()
    for text in ("mục 1.1", first):
        person.says(text)
    reply = person.says(second)[-1]
    assert "1.1: 3 lớp, 45 người" in reply.text
    assert figures(desk) is None
    person.says("đúng")
    assert figures(desk) == (3, 45)


def test_a_no_forgets_both_halves(desk: Installation) -> None:
    person = desk.joined()
    for text in ("mục 1.1", "45 người", "3 lớp", "sai", "3 lớp"):
        person.says(text)
    person.says("đúng")
    assert figures(desk) is None


def test_a_half_is_forgotten_at_another_row(desk: Installation) -> None:
    person = desk.joined()
    for text in ("mục 1.1", "45 người", "mục 1.2", "3 lớp", "đúng"):
        person.says(text)
    assert (figures(desk), figures(desk, "1.2")) == (None, None)


def test_the_same_half_twice_is_no_whole(desk: Installation) -> None:
    person = desk.joined()
    for text in ("mục 1.1", "45 người", "50 người", "đúng"):
        person.says(text)
    assert figures(desk) is None


def test_halves_that_look_swapped_are_not_offered(desk: Installation) -> None:
    person = desk.joined()
    for text in ("mục 1.1", "3 người", "45 lớp", "đúng"):
        person.says(text)
    assert figures(desk) is None
