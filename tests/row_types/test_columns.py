"""Rows of any number of columns: what is certain, what is asked, and what is never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.conversation.context import ReportContext
from bot.conversation.examples import answer_to
from bot.conversation.table_cells import read_row
from bot.conversation.unusual_figures import is_far_from_last_year
from bot.forms.form_loader import parse_form
from bot.locale.clarifications import ask_back
from bot.model.answer import Answer, values
from bot.model.campaign import Campaign, CampaignState
from bot.model.form import Cell, Form, Indicator
from bot.model.person import Role, Seat
from bot.model.submission import Submission
from bot.model.unit import Unit
from bot.reading import Ambiguous, Understood, read_answer
from bot.row_types import echo_answer, row_type
from tests.row_types.walk import COLUMNS

TEXT = f"""
slug = "hoc-sinh"
title = "HỌC SINH"
columns = ["TT", "Chỉ tiêu", "ĐVT"]
{COLUMNS}
[[row]]
code = "1"
label = "Học sinh lớp 1"
measure_label = "người"
kind = "figures"
question = "Học sinh lớp 1?"
"""


def _form(text: str = TEXT) -> Form:
    form, faults = parse_form(text, "hoc-sinh.toml")
    assert form is not None, [fault.text for fault in faults]
    return form


def row() -> Indicator:
    return _form().rows[0]


CERTAIN = [
    "12 nữ 5 dân tộc 3",
    "12, 5, 3",
    "12 5 3",
    "12,5,3",
    "12/5/3",
    "12\n5\n3",
    "mười hai, năm, ba",
    "tổng 12, nữ 5, dtts 3",
    "nu 5 dan toc 3 tong 12",
    "5 nữ 3 dân tộc, tổng 12",
    "12 em, trong đó nữ 5, dân tộc 3",
    "12 hs (5 nữ, 3 dân tộc thiểu số)",
    "dạ 12 em, 5 nữ và 3 dân tộc ạ",
    "- tổng: 12\n- nữ: 5\n- dt: 3",
    "Học sinh lớp 1: 12, 5, 3",
    "1: 12, 5, 3",
]
ASKED = [
    ("12", "missing_figures"),
    ("nữ 5", "missing_figures"),
    ("12 5", "few_numbers"),
    ("12 5 3 4", "extra_number"),
    ("3 nữ 5 dân tộc 30", "which_column"),
    ("12 nữ 20 dân tộc 3", "which_column"),
    ("nữ 5, nữ 3, tổng 12", "which_column"),
    ("12, nữ 13, dân tộc 3", "part_above_whole"),
    ("12 lớp, 5 nữ, 3 dân tộc", "unknown_word"),
    ("khoảng 12, 5, 3", "approximate"),
    ("12-5-3", "range"),
    ("1 250 3", "spaced"),
    ("12,5; 5; 3", "decimal"),
    ("12 triệu, 5, 3", "scale"),
    ("2 nghìn, 5, 3", "thousand"),
]


@pytest.mark.parametrize("text", CERTAIN)
def test_every_way_of_naming_the_columns_is_certain(text: str) -> None:
    reading = read_answer(row(), text)
    assert isinstance(reading, Understood), reading
    assert reading.answer.figures == {"count": 12, "people": 5, "minority": 3}


@pytest.mark.parametrize(("text", "reason"), ASKED)
def test_what_is_not_certain_is_asked(text: str, reason: str) -> None:
    reading = read_answer(row(), text)
    assert isinstance(reading, Ambiguous), reading
    assert reading.reason == reason
    assert "{" not in ask_back(row(), reading)


@pytest.mark.parametrize("text", ["0", "không", "không có", "tổng 0", "không tổ chức"])
def test_nothing_is_nothing_in_every_column(text: str) -> None:
    reading = read_answer(row(), text)
    assert isinstance(reading, Understood)
    assert reading.answer.figures == {"count": 0, "people": 0, "minority": 0}


def test_the_example_and_the_echo_are_read_as_they_stand() -> None:
    example = read_answer(row(), answer_to(row()))
    assert isinstance(example, Understood)
    again = read_answer(row(), echo_answer(row(), example.answer))
    assert isinstance(again, Understood) and again.answer.same_figures(example.answer)


def test_a_part_above_its_whole_is_asked_in_the_table_too() -> None:
    found = read_row(row(), {"count": "12", "people": "13", "minority": "3"}, None)
    assert found.answer is None and found.proposal is not None
    assert "nữ 13" in found.doubt and "tổng số 12" in found.doubt


def test_the_table_stores_a_row_when_every_cell_is_known() -> None:
    half = read_row(row(), {"count": "12", "people": "5"}, None)
    assert half.answer is None and "dân tộc thiểu số" in half.doubt
    stored = values(row(), {Cell.COUNT: 12, Cell.PEOPLE: 5, Cell("minority"): 3})
    whole = read_row(row(), {"minority": "4"}, stored)
    assert whole.answer is not None and whole.answer.cells == (("minority", 4),)


def test_a_stored_part_above_its_whole_is_found_again() -> None:
    odd = values(row(), {Cell.COUNT: 1, Cell.PEOPLE: 2, Cell("minority"): 0})
    assert [found.rule for found in row_type(row()).check(row(), odd)] == ["part_above_whole"]


FAULTS = [
    ('key = "people"', 'key = "count"', "column_twice"),
    ('key = "people"', 'key = "Nữ"', "column_key"),
    ('key = "people"', 'key = "note"', "column_key"),
    ('role = "female"', 'role = "women"', "column_role"),
    ('part_of = "count"', 'part_of = "minority"', "column_part"),
    ('kind = "figures"', 'kind = "figures"\ncells = ["count", "men"]', "cells"),
    ('head = ["Tổng số"]', "head = []", "missing"),
]


@pytest.mark.parametrize(("before", "after", "code"), FAULTS)
def test_a_column_that_cannot_be_is_named(before: str, after: str, code: str) -> None:
    form, faults = parse_form(TEXT.replace(before, after, 1), "hoc-sinh.toml")
    assert form is None
    assert code in [fault.code for fault in faults]


def test_a_name_that_begins_like_a_number_is_a_name() -> None:
    text = TEXT.replace('head = ["Trong đó", "Dân tộc thiểu số"]', 'head = ["Tư thục"]')
    own = _form(text.replace('role = "minority"', 'role = "private"')).rows[0]
    reading = read_answer(own, "4: 2 nữ 2 tư thục 4".partition(": ")[2])
    assert isinstance(reading, Ambiguous)  # the last 4 may be the whole, and is asked about
    named = read_answer(own, "4 nữ 2 tư thục 2")
    assert isinstance(named, Understood)
    assert named.answer.figures == {"count": 4, "people": 2, "minority": 2}


def report(last_year: Answer) -> ReportContext:
    """Return an empty report of a unit that gave these figures a year before."""
    day = date(2022, 10, 1)
    campaign = Campaign(1, "nam", "Năm", CampaignState.OPEN, day, day, "", None)
    seat = Seat(0, Role.REPORTER, campaign.id, campaign.title, 0)
    desk = ReportContext(seat, campaign, Unit(0, "", ""), _form(), Submission(0, 1, 0))
    return replace(desk, last_year={"1": last_year})


def test_ten_times_last_year_is_noticed_in_every_column() -> None:
    before = values(row(), {Cell.COUNT: 120, Cell.PEOPLE: 60, Cell("minority"): 30})
    now = before.with_figures({**before.figures, Cell("minority"): 3})
    more = before.with_figures({**before.figures, Cell("minority"): 31})
    desk = report(before)
    assert is_far_from_last_year(desk, row(), now)
    assert not is_far_from_last_year(desk, row(), more)


def test_figures_need_declared_columns() -> None:
    bare = TEXT[: TEXT.index("[[column]]")] + TEXT[TEXT.index("[[row]]") :]
    _, faults = parse_form(bare.replace('columns = ["TT", "Chỉ tiêu", "ĐVT"]\n', ""), "x.toml")
    assert [fault.code for fault in faults] == ["no_columns"]
