"""A branch's total goes back; the unit's own figures, which were accepted, are what they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.answer import value
from bot.model.commands import Accept, HandUpTotal, SendBack, Unaccept
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


def below_is_accepted(desk: Installation) -> None:
    sends(desk, "T1", {"2": value(form_of(desk, "trường THCS").by_code["2"], 7)})
    assert acts(desk, Accept(unit_of(desk, "T1").id)).may


def test_accepting_a_total_accepts_own_figures_that_waited(desk: Installation) -> None:
    below_is_accepted(desk)
    row = form_of(desk, "xã").by_code["1.1"]
    sends(desk, "X2", {"1.1": value(row, 5, 50)})
    x2 = unit_of(desk, "X2").id
    assert acts(desk, HandUpTotal(x2)).may
    shown = acts(desk, Accept(x2), look=True)
    assert "Số liệu tự lập của đơn vị được nhận cùng lúc" in shown.text
    for command in (Accept(x2), Unaccept(x2, "thiếu số liệu của xã"), HandUpTotal(x2)):
        assert acts(desk, command).may
    with desk.store.reading() as tx:
        found = branch_total(tx, desk.office, desk.campaign, "X2")
    assert found.own_waits.name == "NO"
    assert found.handed is not None and not found.handed.is_stale
    assert (found.handed.answers["1.1"].people or 0) >= 50


def test_own_figures_that_went_back_are_not_accepted_with_the_total(desk: Installation) -> None:
    below_is_accepted(desk)
    row = form_of(desk, "xã").by_code["1.1"]
    sends(desk, "X2", {"1.1": value(row, 5, 50)})
    x2 = unit_of(desk, "X2").id
    for command in (SendBack(x2, "sai"), HandUpTotal(x2), Accept(x2)):
        assert acts(desk, command).may
    with desk.store.reading() as tx:
        assert branch_total(tx, desk.office, desk.campaign, "X2").own == {}
