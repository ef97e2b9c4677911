"""The example under a question is an answer to it, for every row of every form that is built in."""

from __future__ import annotations

import pytest

from bot.forms.form_loader import builtin_slugs, load_builtin
from bot.model.form import Indicator
from bot.reading import Understood, read_answer
from tests.office import Installation

ROWS = [row for slug in builtin_slugs() for row in load_builtin(slug).questions if row.example]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_an_example_is_understood(row: Indicator) -> None:
    assert isinstance(read_answer(row, row.example), Understood)


def test_an_example_is_understood_while_something_else_waits(desk: Installation) -> None:
    """Every row's question is answered with its example while a doubtful figure of 1.1 waits."""
    person = desk.joined()
    refused = []
    for row in desk.form.questions[1:]:
        person.says("mục 1.1")
        person.says("khoảng 40 người, 2 lớp")
        person.says(f"mục {row.code}")
        person.says(row.example)
        if row.code not in desk.submission().answers:
            refused.append((row.code, person.last))
    assert refused == []


def test_an_example_is_understood_while_a_report_waits(desk: Installation) -> None:
    person = desk.joined()
    refused = []
    for row in desk.form.questions[2:]:
        person.says("1.1: 2 lớp 60 người\n1.2: khoảng 30 người")
        person.says(f"mục {row.code}")
        person.says(row.example)
        if row.code not in desk.submission().answers:
            refused.append((row.code, person.last))
    assert refused == []
