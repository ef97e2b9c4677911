"""Rows that a paper calls a sum are added up where that is certain, and asked where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.model.form import Form
from bot.use_cases.campaigns.form_correction import Corrections, correct_form
from bot.use_cases.campaigns.form_files import WrittenForm, read_annex, write_form
from tests.imports.filled_files import open_filled
from tests.imports.test_statistics_forms import answers, form_of, papers

PARTS = (("1", "Học sinh lớp 1"), ("2", "Học sinh lớp 2"), ("3", "Học sinh lớp 3"))
SUM = ("", "Cộng")
HEAD = ("TT", "Chỉ tiêu", "Tổng số", "Nữ", "Dân tộc")


def written(folder: Path, rows: Sequence[Sequence[str]]) -> WrittenForm:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("BIỂU 1. Học sinh",), (), HEAD, *rows):
        sheet.append(line)
    source = folder / "bieu.xlsx"
    book.save(source)
    return write_form(source, read_annex(source, "bieu"), folder / "moi.toml")


def totals_of(form: Form) -> list[tuple[str, list[str]]]:
    return [(row.label, [part.label for part in form.children(row.code)]) for row in form.totals]


@pytest.mark.parametrize(
    "rows", [(*PARTS, SUM), (SUM, *PARTS)], ids=["at the foot", "at the head"]
)
def test_a_printed_sum_is_added_up_and_not_asked(tmp_path: Path, rows: list[list[str]]) -> None:
    form = form_of(written(tmp_path, rows))
    assert totals_of(form) == [("Cộng", [label for _, label in PARTS])]
    assert [row.label for row in form.rows] == [label for _, label in rows]
    assert len(form.questions) == len(PARTS)


@pytest.mark.parametrize(
    "rows", [(*PARTS, SUM), (SUM, *PARTS)], ids=["at the foot", "at the head"]
)
def test_its_figures_stand_in_every_paper(tmp_path: Path, rows: list[list[str]]) -> None:
    made = written(tmp_path, rows)
    form = form_of(made)
    kept = answers(form)
    for paper in papers(form, made, kept):
        read = {row.code: row.answer for row in open_filled(paper, form).rows}
        assert all(read[code] is not None for code in kept), paper.name


@pytest.mark.parametrize(
    "rows",
    [
        (SUM, ("", "Nữ"), ("", "Dân tộc")),
        (("", "Tổng số"), ("", "Công lập"), ("", "Tư thục")),
        (*PARTS, ("", "- Học sinh nữ"), SUM),
        (("1", "Học sinh"), ("1.1", "Lớp 1"), ("1.2", "Lớp 2"), SUM),
        (*PARTS, ("", "Cộng tiểu học"), ("4", "Lớp 6"), ("", "Tổng cộng")),
        (("", "Tổng số"), ("", "Chia theo vùng:"), ("1", "Vùng 1"), ("2", "Vùng 2")),
    ],
    ids=[
        "parts of one another",
        "without numbers",
        "a part below",
        "two levels",
        "two sums",
        "broken down",
    ],
)
def test_what_may_be_counted_twice_is_asked(tmp_path: Path, rows: list[list[str]]) -> None:
    assert not form_of(written(tmp_path, rows)).totals


def test_one_tick_has_a_sum_asked_instead(tmp_path: Path) -> None:
    made = written(tmp_path, (*PARTS, SUM))
    (total,) = form_of(made).totals
    form = correct_form(made.file, Corrections({}, {}, frozenset({total.code})))
    asked = form.by_code[total.code]
    assert not form.totals and asked.question == "Cộng: tổng số, nữ, dân tộc là bao nhiêu?"
    assert asked.cells == form.questions[0].cells
    assert all(row.parent is None for row in form.rows)


def test_a_sum_typed_wrong_into_the_workbook_is_named(tmp_path: Path) -> None:
    made = written(tmp_path, (*PARTS, SUM))
    filled = load_workbook(made.file.parent / "bieu.xlsx")
    for line, figures in zip(range(4, 8), [(10, 5, 2)] * 3 + [(31, 15, 6)], strict=True):
        for column, figure in enumerate(figures, start=3):
            filled.active.cell(line, column, figure)
    filled.save(tmp_path / "filled.xlsx")
    found = open_filled(tmp_path / "filled.xlsx", form_of(made))
    assert [(problem.reason, problem.code) for problem in found.problems] == [("total", "3a")]
