"""Forms as one: what may be one row of the grand total, and what stays apart."""

from __future__ import annotations

from dataclasses import replace

from bot.figures.merged_form import merge_forms
from bot.figures.rollup import UnitReport, roll_up
from bot.forms.form_loader import load_builtin, parse_form
from bot.model.answer import value
from bot.model.form import Form
from bot.model.submission import Status

FORM = load_builtin("phu-luc-ii-2022")
SCHOOL = """
slug = "truong"
title = "Biểu của trường"

[[row]]
code = "1"
kind = "count"
label = "Lớp học về kỹ năng sống"
question = "Mấy lớp?"
same_as = "1.6"
count = { word = "lớp" }

[[row]]
code = "2"
kind = "money"
label = "Quỹ khuyến học"
question = "Bao nhiêu?"
count = { word = "đồng" }

[[row]]
code = "7.2"
kind = "count"
label = "Trường khai mạc"
question = "Mấy trường?"
count = { word = "trường" }
"""


def school_form() -> Form:
    form, faults = parse_form(SCHOOL, "truong.toml")
    assert not faults
    assert form is not None
    return form


def reports() -> tuple[Form, list[UnitReport]]:
    """A commune and a school on their own forms, under the merged keys."""
    school = school_form()
    merged = merge_forms([FORM, school])
    given = {
        FORM: {"1.6": value(FORM.by_code["1.6"], 4, 160), "2": value(FORM.by_code["2"], 5)},
        school: {code: value(school.by_code[code], 2) for code in ("1", "2", "7.2")},
    }
    units = [
        UnitReport(
            kind, kind, kind, Status.SUBMITTED, 1, form=merged.part(form.for_unit(kind)),
            answers=merged.answers(form, given[form]),
        )
        for form, kind in ((FORM, "xã"), (school, "trường"))
    ]  # fmt: skip
    return merged.form, units


def test_rows_of_one_key_or_named_as_the_same_are_added() -> None:
    totals = roll_up(*reports()).totals
    assert (totals["1.6"].count, totals["1.6"].people) == (6, 160)
    assert totals["7.2"].count == 2


def test_a_computed_row_has_what_stands_below_it_from_every_form() -> None:
    totals = roll_up(*reports()).totals
    assert (totals["1"].count, totals["1"].people) == (6, 160)


def test_money_is_never_added_to_things_of_the_same_key() -> None:
    totals = roll_up(*reports()).totals
    assert totals["2"].count == 5
    assert totals["truong:2"].count == 2


def test_a_row_is_missing_only_of_those_whose_form_has_it() -> None:
    totals = roll_up(*reports()).totals
    assert totals["7.2"].units_missing == 1  # the commune left it open
    assert totals["1.1"].units_missing == 1  # the school has no such row
    assert totals["truong:2"].units_missing == 0


def test_one_form_merged_with_itself_is_that_form() -> None:
    merged = merge_forms([FORM, FORM])
    assert [row.code for row in merged.form.rows] == [row.code for row in FORM.rows]
    plain = [replace(row, asked=()) for row in FORM.rows]
    assert list(merged.form.rows) == plain
