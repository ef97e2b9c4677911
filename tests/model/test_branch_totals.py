"""A tree of units adds up by one rule, at every tier, whatever was handed up, accepted or is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.figures.branch_totals import (
    answers_of,
    as_counted,
    branch,
    branch_lines,
    branch_tops,
    totals_by_kind,
    with_standings,
)
from bot.figures.rollup import Counted, Standing, UnitReport, roll_up
from bot.figures.total_form import total_form
from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Form, Indicator
from bot.model.submission import Status
from bot.model.unit_tree import unit_tree

AT = datetime(2026, 10, 12, tzinfo=UTC)
FORM = Form(
    "f",
    "F",
    (
        Indicator("1", "total", "Lớp", cells=(Cell.COUNT, Cell.PEOPLE)),
        Indicator("1.1", "pair", "Lớp học", parent="1", cells=(Cell.COUNT, Cell.PEOPLE)),
        Indicator("2", "yes_no", "Khai mạc", cells=(Cell.COUNT,), at_most=1),
    ),
)


def figures(count: int, opened: int = 0) -> dict[str, Answer]:
    return {
        "1.1": Answer(AnswerState.VALUE, count, 10 * count),
        "2": Answer(AnswerState.VALUE, opened),
    }


def counted(answers: dict[str, Answer], number: int = 1) -> Counted:
    return Counted(number, answers, 1, AT, accepted=True)


@st.composite
def campaigns(draw: st.DrawFn) -> list[UnitReport]:
    """Units in a random tree: each below an earlier one or a root, in a random state."""
    units: list[UnitReport] = []
    for number in range(draw(st.integers(1, 12))):
        above = draw(st.sampled_from(["", *(unit.unit_code for unit in units)]))
        own = draw(st.one_of(st.none(), st.integers(0, 9)))
        handed = draw(st.one_of(st.none(), st.none(), st.integers(0, 99)))
        sent = draw(st.one_of(st.none(), st.integers(0, 9)))
        units.append(
            UnitReport(
                f"U{number}",
                f"Đơn vị {number}",
                kind=draw(st.sampled_from(["xã", "trường"])),
                parent=above,
                state=Status.NOT_STARTED if sent is None else Status.SUBMITTED,
                answers={} if sent is None else figures(sent),
                own=None if own is None else counted(figures(own, own % 2), number),
                handed=None if handed is None else counted(figures(handed, handed), 100 + number),
            )
        )
    return [_without_total(unit, units) for unit in units]


def _without_total(unit: UnitReport, units: list[UnitReport]) -> UnitReport:
    """Only who has units below hands a total up."""
    has_below = any(other.parent == unit.unit_code for other in units)
    return unit if has_below else replace(unit, handed=None)


def expected(units: list[UnitReport], code: str, *, handed: bool) -> int:
    """Count row 1.1 by the rule as it is written."""
    unit = next(unit for unit in units if unit.unit_code == code)
    if handed and unit.handed is not None:
        return unit.handed.answers["1.1"].count or 0
    own = (unit.own.answers["1.1"].count or 0) if unit.own is not None else 0
    below = (other.unit_code for other in units if other.parent == code)
    return own + sum(expected(units, other, handed=True) for other in below)


def total_of(units: tuple[UnitReport, ...]) -> int:
    return roll_up(FORM, units).totals["1.1"].count or 0


@settings(max_examples=40, deadline=None)
@given(campaigns())
def test_each_branch_is_its_own_figures_and_what_those_below_come_to(
    units: list[UnitReport],
) -> None:
    for unit in units:
        assert total_of(branch(units, unit.unit_code)) == expected(
            units, unit.unit_code, handed=False
        )


@settings(max_examples=40, deadline=None)
@given(campaigns())
def test_the_campaign_is_the_sum_of_its_roots(units: list[UnitReport]) -> None:
    tree = unit_tree(units)
    alone = [code for code in tree.roots if not tree.children(code)]
    sent = {
        unit.unit_code: (unit.answers["1.1"].count or 0 if unit.answers else 0) for unit in units
    }
    of_roots = sum(
        sent[code] if code in alone else expected(units, code, handed=True) for code in tree.roots
    )
    placed = with_standings(units)
    assert total_of(placed) == of_roots
    if not tree.is_flat:
        roots = [code for code in branch_tops(placed) if code in tree.roots]
        assert sum(total_of(as_counted(placed, code)) for code in roots) == of_roots


@settings(max_examples=40, deadline=None)
@given(campaigns())
def test_kinds_add_up_to_the_total(units: list[UnitReport]) -> None:
    placed = with_standings(units)
    by_kind = totals_by_kind(FORM, placed, {})
    total = roll_up(FORM, placed).totals
    for code in ("1", "1.1", "2"):
        assert sum(kind.totals[code].count or 0 for kind in by_kind.values()) == (
            total[code].count or 0
        )


@settings(max_examples=40, deadline=None)
@given(campaigns())
def test_a_total_says_above_what_it_said_itself(units: list[UnitReport]) -> None:
    for unit in units:
        total = roll_up(FORM, branch(units, unit.unit_code))
        given_on = answers_of(FORM, total)
        up = replace(unit, handed=counted(given_on), standing=Standing.TOTAL)
        again = roll_up(FORM, [up]).totals
        for code, sums in total.totals.items():
            assert (again[code].count, again[code].people) == (sums.count, sums.people)


@settings(max_examples=40, deadline=None)
@given(campaigns())
def test_who_is_missing_is_named_once_and_nobody_below_a_total(units: list[UnitReport]) -> None:
    for unit in units:
        lines = branch_lines(branch(units, unit.unit_code), unit.unit_code)
        codes = [line.code for line in lines]
        assert len(codes) == len(set(codes))
        shut = {line.code for line in lines if line.by_total}
        tree = unit_tree(units)
        assert not any(shut.intersection(tree.above(code)) for code in codes)


def test_without_tiers_everybody_counts_with_what_they_sent() -> None:
    units = [
        UnitReport("X", "Xã", state=Status.SUBMITTED, answers=figures(1)),
        UnitReport("T", "Trường", parent="X", state=Status.SUBMITTED, answers=figures(2)),
    ]
    assert total_of(tuple(units)) == 3
    assert total_of(as_counted(units, "X")) == 3


def test_yes_and_no_are_counted_above_a_unit() -> None:
    schools = [
        UnitReport(f"T{number}", "T", parent="X", own=counted(figures(1, 1)))
        for number in range(3)
    ]
    units = [UnitReport("X", "Xã", parent="H"), *schools, UnitReport("H", "Huyện")]
    total = roll_up(FORM, branch(units, "X"))
    handed = replace(units[0], handed=counted(answers_of(FORM, total)))
    assert roll_up(FORM, branch([handed, *units[1:]], "H")).totals["2"].count == 3
    assert total_form(FORM).by_code["2"].kind == "count"


def test_units_that_stand_above_each_other_in_a_circle_are_roots() -> None:
    units = [UnitReport("A", "A", parent="B"), UnitReport("B", "B", parent="A")]
    assert unit_tree(units).is_flat
