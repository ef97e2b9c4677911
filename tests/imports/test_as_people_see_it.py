"""Filled forms are read as people see them: the files of `cases/`, each with its right figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.filled_form import FilledForm
from tests.imports.filled_files import FORM, open_filled

CASES = Path(__file__).parent / "cases"
Figures = dict[str, tuple[int | None, int | None]]


def opened(name: str) -> FilledForm:
    (path,) = CASES.glob(f"P-{name}*")
    return open_filled(path, FORM)


def figures(found: FilledForm) -> Figures:
    return {
        row.code: (row.answer.count, row.answer.people)
        for row in found.rows
        if row.answer is not None
    }


def asked(found: FilledForm) -> dict[str, str]:
    return {row.code: row.doubt for row in found.rows if row.doubt}


def named(found: FilledForm) -> list[tuple[str, str, str]]:
    return [(problem.reason, problem.code, problem.name) for problem in found.problems]


def test_struck_hidden_and_raised_text_does_not_count_and_is_named() -> None:
    found = opened("w01")
    assert figures(found) == {
        "1.1": (2, 50), "1.6": (4, 160), "2": (12, None), "3": (15, None), "4.3": (284, None),
        "7.2": (4, None),
    }  # fmt: skip
    assert {("struck", "1.1", "45"), ("struck", "2", "15"), ("unseen", "4.3", "999")} <= set(
        named(found)
    )
    assert ("raised", "1.6", "1") in named(found)


def test_schools_in_one_cell_are_asked_about() -> None:
    found = opened("w04")
    assert figures(found) == {}
    assert set(asked(found)) == {"1.6", "2", "4.3", "5.3", "9.2", "10.2"}


def test_tracked_deletions_do_not_count_and_insertions_do() -> None:
    found = opened("w05")
    assert (figures(found)["1.1"], figures(found)["8"]) == ((2, 50), (2, None))
    assert set(asked(found)) == {"5.1", "7.1"}


def test_another_unit_of_measure_is_converted_or_asked_about() -> None:
    found = opened("x02")
    assert figures(found) == {"10.1": (120_500_000, None), "10.2": (1_200_000_000, None)}
    assert asked(found) == {"1.6": "unit_cell", "4.3": "unit_cell", "8": "unit_cell"}


def test_thousands_of_dong_in_a_remark_are_asked_about() -> None:
    assert asked(opened("x04"))["10.1"] == "unit_note"


def test_one_cell_over_several_lines_holds_for_each_and_figures_are_asked_about() -> None:
    found = opened("x07")
    assert asked(found) == dict.fromkeys(("1.1", "1.2", "1.3"), "merged")
    nothing = {code: answer.state.value for code, answer in answers(found).items()}
    assert nothing == dict.fromkeys(("6.1", "6.2", "6.3", "6.4", "7.1", "7.2"), "nil")


def answers(found: FilledForm) -> dict[str, object]:
    return {row.code: row.answer for row in found.rows if row.answer is not None}


def test_lines_under_one_merged_label_are_parts_of_one_row() -> None:
    found = opened("x13")
    assert figures(found) == {"1.6": (4, 160)}
    (row,) = [row for row in found.rows if row.code == "1.6"]
    assert row.answer is not None
    assert row.answer.note == "TH Tân Lập: 2, 76; THCS Tân Lập: 1, 40; MN Hoa Sen: 1, 44"
    assert found.problems == ()


def test_remarks_that_take_a_figure_back_are_asked_about_as_in_chat() -> None:
    found = asked(opened("x23"))
    assert (found["10.1"], found["1.6"], found["4.3"]) == ("planned", "less", "approximate")


def test_what_lies_below_a_merged_cell_is_not_seen() -> None:
    found = opened("x24")
    assert figures(found) == {"1.6": (4, 160), "1.7": (2, 50), "4.3": (284, None)}
    assert named(found) == [("unseen", "1.6", "99"), ("unseen", "4.3", "7")]


@pytest.mark.parametrize(
    ("name", "right", "open_rows"),
    [
        ("x14", {}, {"1.1", "1.6", "5.3", "6.1", "7.1"}),
        ("x15", {}, {"1.1", "1.6", "4.3"}),
        ("x18", {"1.1": (2, 45)}, set()),
        ("x22", {"1.1": (2, 45), "1.10": (1, 60)}, set()),
        ("x28", {"1.1": (2, 45), "4.3": (284, None), "10.1": (12_500_000, None), "10.2": (5_000_000, None)},
         {"1.6", "1.7", "1.8", "1.9", "1.10"}),
        ("x30", {"3": (1, None), "6.2": (1, 2)}, {"1.6", "4.3", "10.1"}),
    ],
)  # fmt: skip
def test_dates_formulas_signs_and_other_locales_are_right_or_asked_about(
    name: str, right: Figures, open_rows: set[str]
) -> None:
    found = opened(name)
    assert figures(found) == right
    assert set(asked(found)) == open_rows
