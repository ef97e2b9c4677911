"""A branch's total goes back; the unit's own figures, which were accepted, are what they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.answer import value
from bot.model.commands import Accept, HandUpTotal, SendBack
from bot.use_cases.board.branch_reports import branch_total
from tests.office import Installation
from tests.use_cases.test_mending import acts, district, form_of, report, sends, unit_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = district(tmp_path)
    yield made
    made.close()


def test_own_figures_are_no_draft_because_the_total_went_back(desk: Installation) -> None:
    row = form_of(desk, "xã").by_code["1.1"]
    sends(desk, "X2", {"1.1": value(row, 5, 50)})
    x2 = unit_of(desk, "X2").id
    for command in (Accept(x2), HandUpTotal(x2), SendBack(x2, "thiếu trường")):
        done = acts(desk, command)
        assert done.may, done.text
    with desk.store.reading() as tx:
        found = branch_total(tx, desk.office, desk.campaign, "X2")
    assert found.own_waits.name == "NO"
    assert acts(desk, HandUpTotal(x2)).may
    assert report(desk, "X2").draft is False


def test_figures_that_were_changed_meanwhile_are_one(desk: Installation) -> None:
    row = form_of(desk, "xã").by_code["1.1"]
    sends(desk, "X2", {"1.1": value(row, 5, 50)})
    x2 = unit_of(desk, "X2").id
    for command in (Accept(x2), HandUpTotal(x2), SendBack(x2, "thiếu trường")):
        assert acts(desk, command).may
    person = desk.joined("X2")
    person.says("1.1: 6 lớp 60 người")
    with desk.store.reading() as tx:
        found = branch_total(tx, desk.office, desk.campaign, "X2")
    assert found.own_waits.name == "TO_BE_SENT"
    assert acts(desk, HandUpTotal(x2)).may
    assert report(desk, "X2").draft is True
