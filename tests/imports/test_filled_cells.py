"""What one row's cells say: numbers, words, formulas, signs of nothing, remarks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.model.answer import Answer, AnswerState
from tests.imports.filled_files import FORM, fill, read, read_typed, rows_of, sheet, workbook

VALUE, NIL = AnswerState.VALUE, AnswerState.NIL
NOT_OURS, PENDING = AnswerState.NOT_APPLICABLE, AnswerState.PENDING


def pair(count: int, people: int, note: str = "") -> Answer:
    return Answer(VALUE, count, people, note=note, source="file")


def one(count: int, note: str = "") -> Answer:
    return Answer(VALUE, count, note=note, source="file")


def nil_pair(note: str = "") -> Answer:
    return Answer(NIL, 0, 0, note=note, source="file")


CERTAIN = [
    ("1.1", (3, 45), pair(3, 45)),
    ("1.1", (3.0, 45.0), pair(3, 45)),
    ("1.1", ("3", "45"), pair(3, 45)),
    ("1.1", ("03", "045"), pair(3, 45)),
    ("1.1", ("2 lớp/60 người",), pair(2, 60)),
    ("1.1", ("2/60",), pair(2, 60)),
    ("1.1", (None, "2 lớp 60 người"), pair(2, 60)),
    ("1.1", ("2 lớp", 60), pair(2, 60)),
    ("1.1", (2, "60 học viên"), pair(2, 60)),
    ("1.1", ("2 lớp/60 người", 60), pair(2, 60)),
    ("1.1", (2, "2 lớp 60 người"), pair(2, 60)),
    ("1.1", (0, 0), pair(0, 0)),
    ("1.1", (0,), pair(0, 0)),
    ("1.1", ("không",), nil_pair()),
    ("1.1", ("-", "-"), nil_pair()),
    ("1.1", ("-", 0), nil_pair()),
    ("1.1", ("không tổ chức", None, "chưa tổ chức"), nil_pair("chưa tổ chức")),
    ("1.1", (None, None, "không tổ chức"), nil_pair()),
    ("1.1", (0, 0, "chưa tổ chức"), nil_pair("chưa tổ chức")),
    ("1.1", (None, None, "không thuộc diện"), Answer(NOT_OURS, source="file")),
    ("1.1", ("chưa có số liệu",), Answer(PENDING, source="file")),
    ("1.1", (3, 45, "học buổi tối"), pair(3, 45, "học buổi tối")),
    ("1.1", (3, 45, "-"), pair(3, 45)),
    ("1.12", (5, "1.250"), pair(5, 1250)),
    ("2", (6,), one(6)),
    ("2", ("4 tin 2 bài",), one(6, "4 tin 2 bài")),
    ("2", (6, 0), one(6)),
    ("2", (6, "-"), one(6)),
    ("4.2", (None, 35), Answer(VALUE, None, 35, source="file")),
    ("4.2", (35,), Answer(VALUE, None, 35, source="file")),
    ("7.1", (1,), one(1)),
    ("7.1", ("có",), one(1)),
    ("10.1", (12_500_000,), one(12_500_000)),
    ("10.1", ("12.500.000",), one(12_500_000)),
    ("10.1", ("12,5 triệu",), one(12_500_000)),
    ("11", (None, None, "Trao 5 suất quà"), Answer(VALUE, text="Trao 5 suất quà", source="file")),
    ("11", ("Trao 5 suất quà",), Answer(VALUE, text="Trao 5 suất quà", source="file")),
    ("11", (None, None, "không"), Answer(NIL, source="file")),
    ("11", (None, None, "không có"), Answer(NIL, source="file")),
    ("10.1", (0, None, "không có"), Answer(NIL, 0, source="file")),
]


@pytest.mark.parametrize(("code", "cells", "expected"), CERTAIN, ids=str)
def test_a_certain_row_is_read(code: str, cells: tuple, expected: Answer) -> None:
    found = rows_of(read_typed({code: cells}))[code]
    assert (found.answer, found.doubt) == (expected, "")


DOUBTFUL = [
    ("1.1", (3.5, 45), "decimal"),
    ("1.1", (-3, 45), "negative"),
    ("1.1", (60, 2), "swapped"),
    ("1.1", (2,), "missing_people"),
    ("1.1", (None, 60), "missing_count"),
    ("1.1", (2, 0), "count_without_people"),
    ("1.1", ("khoảng 2", 60), "approximate"),
    ("1.1", ("2 lớp/60 người", 70), "cells_differ"),
    ("1.1", (2, "3 lớp 60 người"), "cells_differ"),
    ("1.1", ("không", 60), "contradiction"),
    ("1.1", (3, 45, "không tổ chức"), "contradiction"),
    ("1.1", (0, 0, "không thuộc diện"), "contradiction"),
    ("1.1", (None, None, "2 lớp 60 người"), "note_only"),
    ("2", (None, 6), "wrong_column"),
    ("2", (6, 40), "two_numbers"),
    ("7.1", (3,), "above_most"),
    ("10.1", (12.5,), "small_money"),
    ("10.1", (12,), "small_money"),
    ("5", ("nhiều",), "no_number"),
]


@pytest.mark.parametrize(("code", "cells", "reason"), DOUBTFUL, ids=str)
def test_a_doubtful_row_is_not_read(code: str, cells: tuple, reason: str) -> None:
    found = rows_of(read_typed({code: cells}))[code]
    assert (found.answer, found.doubt) == (None, reason)


def test_an_empty_cell_is_no_answer() -> None:
    found = rows_of(read_typed({"2": (6,), "3": (None, None, None)}))["3"]
    assert (found.answer, found.doubt, found.is_empty) == (None, "", True)


def test_a_figure_far_outside_is_marked() -> None:
    assert rows_of(read_typed({"1.1": (300, 9000)}))["1.1"].check == "range"


def test_a_computed_total_that_fits_is_not_mentioned() -> None:
    assert read_typed({"1.1": (2, 60), "1.2": (1, 20), "1": (3, 80)}).problems == ()


def test_a_computed_total_that_differs_is_named_and_not_taken() -> None:
    found = read_typed({"1.1": (2, 60), "1.2": (1, 20), "1": (4, 80)})
    (problem,) = found.problems
    assert (problem.reason, problem.code, dict(problem.details)) == (
        "total", "1", {"stated": "4 lớp, 80 người", "sum": "3 lớp, 80 người"},
    )  # fmt: skip
    assert "1" not in rows_of(found)


@pytest.mark.parametrize(("stated", "named"), [(5, False), (3, False), (2, True)])
def test_row_5_may_be_larger_than_its_rows_but_not_smaller(stated: int, named: bool) -> None:
    found = read_typed({"5.1": (2,), "5.2": (1,), "5": (stated,)})
    assert [problem.code for problem in found.problems] == (["5"] if named else [])
    assert rows_of(found)["5"].answer == one(stated)


def test_every_question_of_a_full_form_is_read() -> None:
    found = rows_of(read_typed({row.code: (2, 50) for row in FORM.questions}))
    assert set(found) >= {row.code for row in FORM.questions}


def test_cells_of_a_workbook_keep_their_kinds(tmp_path: Path) -> None:
    book = fill(
        workbook(sheet()),
        {
            "1.1": (3.0, 45),
            "1.2": (3.5, 45),
            "1.3": (date(2022, 2, 1), None),
            "1.4": ("=SUM(A1:A2)", 45),
            "1.5": ("#REF!", 45),
            "1.6": (True, 45),
            "1.7": ("  ", ""),
            "2": ("_x0036_", None),
        },
    )
    found = rows_of(read(book, tmp_path))
    kinds = {code: found[code].doubt for code in ("1.1", "1.2", "1.3", "1.4", "1.5", "1.7")}
    assert kinds == {
        "1.1": "", "1.2": "rounded", "1.3": "date", "1.4": "formula", "1.5": "cell_error", "1.7": "",
    }  # fmt: skip
    assert found["1.1"].answer == pair(3, 45)
    assert found["1.6"].answer is None
    assert found["1.7"].is_empty
    assert found["2"].answer == one(6)  # spreadsheets write some signs as _xHHHH_
