"""Cells are cut as sheets write them; a quotation mark that closes nothing is a letter."""

from __future__ import annotations

import csv
import io
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.sheet_cells import cut_into_cells

CELLS = st.text(alphabet='a1 ",;\n', max_size=6)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('3\n"2\n(1 online)"\n4\n', [["3"], ["2\n(1 online)"], ["4"]]),
        ('"Chung tay" học\t3\n"Bơi"\t4', [['"Chung tay" học', "3"], ["Bơi", "4"]]),
        ('"Lớp A\t3\n"Lớp B\t4\n', [['"Lớp A', "3"], ['"Lớp B', "4"]]),
        ('"Lớp A\t3\nLớp B"\t4\n', [['"Lớp A', "3"], ['Lớp B"', "4"]]),
        ('a ""b""\t"nói ""x"""\r\nc', [['a ""b""', 'nói "x"'], ["c"]]),
        ("\t\r\n\n7\t", [["", ""], [""], ["7", ""]]),
        ("", []),
    ],
)
def test_a_copied_text_is_cut_into_cells(text: str, cells: list[list[str]]) -> None:
    assert [line for _, line in cut_into_cells(text)] == cells


def test_a_mark_that_is_not_closed_swallows_no_line() -> None:
    text = '1,"Xã A\n2,Xã B\n3,"Xã C, cũ"\n'
    assert cut_into_cells(text, ",") == [
        (1, ["1", '"Xã A']), (2, ["2", "Xã B"]), (3, ["3", "Xã C, cũ"]),
    ]  # fmt: skip


def test_blanks_behind_a_closing_mark_end_no_cell() -> None:
    assert cut_into_cells('A,"Xã A, cũ" ,xã', ",") == [(1, ["A", "Xã A, cũ", "xã"])]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4), st.sampled_from(",;"))
def test_what_programs_write_is_read_as_they_wrote_it(
    lines: list[list[str]], separator: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(lines)
    found = cut_into_cells(out.getvalue(), separator)
    assert [line for _, line in found] == lines
    reader = csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=separator)
    assert [number for number, _ in found] == [reader.line_num for _ in reader]


@pytest.mark.parametrize("piece", ['"a\n', '""b\n', '"a,', '"a""\n', '"" ""\n"'])
def test_any_text_is_cut_in_time(piece: str) -> None:
    began = process_time()
    cut_into_cells(piece * 60_000, ",")
    cut_into_cells(f'"{"x" * 400_000}"')
    assert process_time() - began < 3
