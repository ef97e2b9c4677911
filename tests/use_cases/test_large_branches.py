"""The total of the units below costs what that branch costs, and nobody waits for it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot.model.person import Role
from bot.use_cases.board.branch_reports import branch_total
from bot.use_cases.turns import taken_ahead
from bot.use_cases.turns.process_message import process, take_at_once
from bot.use_cases.turns.rehearsal import RehearsalJob, rehearse
from tests.office import Installation, said
from tests.use_cases.test_three_tiers import Figures, Province, shown, tree

SENT: Figures = {"1.1": (2, 50), "1.2": (1, 30)}
READ = {"answer_from", "_unit_view"}  # of storage: an answer, and a unit, made from a row


def province(folder: Path, districts: int) -> Province:
    """Districts with two communes of one school each; every unit's report is accepted."""
    folder.mkdir(parents=True)
    made = Province(folder, tree(districts, communes=2, schools=1))
    for code in made.parents:
        made.sends(code, SENT)
    made.accepts(*made.parents)
    return made


def rows_read(of: Province, code: str) -> int:
    """How many answers and units are made from rows for one unit's total."""
    counted = 0

    def note(frame: FrameType, kind: str, _: Any) -> None:
        nonlocal counted
        counted += kind == "call" and frame.f_code.co_name in READ

    with of.desk.store.reading() as tx:
        sys.setprofile(note)
        try:
            branch_total(tx, of.desk.office, of.campaign, code)
        finally:
            sys.setprofile(None)
    return counted


def test_a_branchs_total_reads_nothing_of_other_branches(tmp_path: Path) -> None:
    small, large = province(tmp_path / "small", 1), province(tmp_path / "large", 4)
    assert rows_read(small, "H1") == rows_read(large, "H1") > 0
    assert shown(small.total("H1")) == shown(large.total("H1"))
    assert small.total("H1").lines == large.total("H1").lines


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken_ahead, "MANY", 5)


def asked(desk: Installation, code: str, text: str) -> tuple[Any, Any]:
    """A reporter of a unit, and a message of theirs that is still to be taken."""
    person = desk.person(code)
    person.starts(desk.code(code, Role.REPORTER))
    person.says("Đồng ý")
    return person, replace(person.sent[-1], key="k", message="k", text=text, choice="")


@pytest.mark.usefixtures("few_are_many")
def test_who_asks_for_the_total_of_many_is_answered_from_what_was_found_out_ahead(
    tmp_path: Path,
) -> None:
    made = province(tmp_path / "made", 2)
    desk = made.desk
    desk.campaign = made.campaign
    person, incoming = asked(desk, "H1", "tổng hợp")
    with desk.store.transaction() as tx:
        assert not take_at_once(tx, desk.office, incoming)
        tx.messages.keep(incoming, desk.now)
        message = replace(tx.messages.waiting()[-1], reads_many_units=True)
    office = desk.office.for_another_process()
    found = rehearse(RehearsalJob(desk.store.url, office, message, ("A1", "B2", "C3", "D4")))
    assert found.considered is not None
    with desk.store.transaction() as tx:
        assert process(tx, desk.office, message, found)
    assert "1.1: 10 lớp" in said(person.listen()[-1])


@pytest.mark.usefixtures("few_are_many")
def test_a_figure_of_a_unit_with_many_beside_it_is_taken_at_once(tmp_path: Path) -> None:
    made = province(tmp_path / "made", 2)
    made.desk.campaign = made.campaign
    _, incoming = asked(made.desk, "H1", "1.1: 3 lớp 60 người")
    with made.desk.store.transaction() as tx:
        assert take_at_once(tx, made.desk.office, incoming)
