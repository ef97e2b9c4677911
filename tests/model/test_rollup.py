"""Totals: what counts, what adds nothing, and what may never exceed its bounds."""

import dataclasses
from typing import Any

import pytest

from bot.figures.rollup import RowTotal, UnitReport, derived_totals, roll_up
from bot.forms.form_loader import load_builtin
from bot.model import changing
from bot.model.answer import Answer, AnswerState, nil, value
from bot.model.form import Cell
from bot.model.submission import Status

FORM = load_builtin("phu-luc-ii-2022")
PENDING = Answer(AnswerState.PENDING)
NOT_APPLICABLE = Answer(AnswerState.NOT_APPLICABLE)


def both(count: int, people: int) -> dict[Cell, int]:
    return {Cell.COUNT: count, Cell.PEOPLE: people}


def figures(code: str, count: int | None = None, people: int | None = None) -> Answer:
    return value(FORM.by_code[code], count, people)


def none_held(code: str) -> Answer:
    return nil(FORM.by_code[code])


def sent(number: int, **answers: Answer) -> UnitReport:
    """A unit that sent some rows; `r1_1` stands for row 1.1."""
    kept = {key[1:].replace("_", "."): answer for key, answer in answers.items()}
    return UnitReport(f"U{number}", f"Xã {number}", "Xã", Status.SUBMITTED, 1, answers=kept)


def stated(count: int) -> Answer:
    return Answer(AnswerState.VALUE, count=count, source="total")


def test_sums_keep_the_five_states_apart():
    units = [
        sent(1, r1_1=figures("1.1", 3, 45)),
        sent(2, r1_1=figures("1.1", 0, 0)),
        sent(3, r1_1=none_held("1.1")),
        sent(4, r1_1=NOT_APPLICABLE),
        sent(5, r1_1=PENDING),
        sent(6),
        UnitReport("U7", "Xã 7"),
    ]
    assert roll_up(FORM, units).totals["1.1"] == RowTotal(
        figures={Cell.COUNT: 3, Cell.PEOPLE: 45},
        units_value=2,
        units_nil=1,
        units_not_applicable=1,
        units_pending=1,
        units_missing=2,
    )


def test_a_sum_of_nothing_known_is_not_zero():
    total = roll_up(FORM, [sent(1, r1_1=PENDING), sent(2)]).totals["1.1"]
    assert (total.count, total.people) == (None, None)


def test_a_row_without_a_column_has_no_sum_in_it():
    units = [sent(1, r4_2=figures("4.2", people=35), r10_1=figures("10.1", 12_500_000))]
    totals = roll_up(FORM, units).totals
    assert (totals["4.2"].count, totals["4.2"].people) == (None, 35)
    assert (totals["10.1"].count, totals["10.1"].people) == (12_500_000, None)


def test_returned_and_unsent_units_are_missing_by_name():
    units = [
        sent(1),
        UnitReport("U2", "Xã 2", state=Status.RETURNED, version=1),
        UnitReport("U3", "Xã 3", state=Status.IN_PROGRESS),
        UnitReport("U4", "Xã 4", state=Status.AWAITING_APPROVAL),
    ]
    made = roll_up(FORM, units)
    assert [unit.unit_name for unit in made.missing] == ["Xã 2", "Xã 3", "Xã 4"]
    assert [unit.unit_code for unit in made.counted] == ["U1"]


def test_an_earlier_version_counts_while_the_next_one_was_returned():
    kept = {"2": figures("2", 5)}
    unit = UnitReport("U1", "Xã 1", state=Status.RETURNED, version=2, answers=kept)
    assert roll_up(FORM, [unit]).totals["2"].count == 5


def test_computed_rows_add_up_their_children():
    answers = {
        "1.1": figures("1.1", 3, 45),
        "1.4a": figures("1.4a", 2, 30),
        "1.12": none_held("1.12"),
        "6.1": figures("6.1", 1, 200),
    }
    assert derived_totals(FORM, answers) == {"1": both(5, 75), "5": {}, "6": both(1, 200)}


def test_a_stated_figure_never_replaces_a_complete_total():
    answers = {"1": stated(99), "1.1": figures("1.1", 3, 45)}
    assert derived_totals(FORM, answers)["1"] == both(3, 45)


def test_row_5_is_the_larger_of_its_sum_and_what_was_stated():
    below = {"5.1": figures("5.1", 1), "5.3": figures("5.3", 2, 80)}
    assert derived_totals(FORM, below)["5"] == {Cell.COUNT: 3}
    assert derived_totals(FORM, {**below, "5": stated(7)})["5"] == {Cell.COUNT: 7}
    assert derived_totals(FORM, {**below, "5": stated(2)})["5"] == {Cell.COUNT: 3}


def test_row_5_is_compared_in_each_unit_before_adding_up():
    units = [
        sent(1, r5_1=figures("5.1", 4), r5=stated(6)),
        sent(2, r5_1=figures("5.1", 10)),
    ]
    assert roll_up(FORM, units).totals["5"].count == 16


def test_communes_that_opened_the_week_never_exceed_the_communes():
    units = [sent(1, r7_1=figures("7.1", 3)), sent(2, r7_1=figures("7.1", 1))]
    assert roll_up(FORM, units).totals["7.1"].count == 2


def test_a_total_follows_the_states_of_its_children():
    units = [
        sent(1, r6_1=figures("6.1", 1, 9), r6_2=PENDING),
        sent(2, r6_1=none_held("6.1"), r6_2=PENDING),
        sent(3, r6_1=none_held("6.1"), r6_2=NOT_APPLICABLE),
        sent(4, r6_2=NOT_APPLICABLE),
        sent(5),
    ]
    assert roll_up(FORM, units).totals["6"] == RowTotal(
        figures={Cell.COUNT: 1, Cell.PEOPLE: 9},
        units_value=1,
        units_nil=1,
        units_not_applicable=1,
        units_pending=1,
        units_missing=1,
    )


def test_headers_without_a_figure_have_no_total():
    codes = set(roll_up(FORM, []).totals)
    assert codes == {row.code for row in FORM.rows} - {"4", "7", "9", "10"}


@pytest.mark.parametrize("changed", [dataclasses.replace, changing.replace])
def test_figures_worked_out_before_are_not_those_of_other_answers(changed: Any) -> None:
    unit = sent(1, r1_1=figures("1.1", 2, 30))
    assert unit.figures_in(FORM)["1"] == both(2, 30)
    other = changed(unit, answers={"1.1": figures("1.1", 5, 60)})
    assert (other.figures_in(FORM)["1.1"], other.figures_in(FORM)["1"]) == (
        both(5, 60),
        both(5, 60),
    )
    assert unit.figures_in(FORM)["1.1"] == both(2, 30)
