"""What is taken for the answer to one row without a second look is never a report of several."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.forms.form_loader import load_builtin
from bot.reading.one_answer import _unit_words, is_one_answer
from bot.reading.report import read_many

FORM = load_builtin("phu-luc-ii-2022")
UNITS = sorted(_unit_words(FORM))
CODES = [str(number) for number in range(14)]
NUMBERS = st.one_of(st.sampled_from(CODES), st.integers(0, 10**8).map(str))
QUANTITY = st.builds(
    lambda number, words: " ".join((number, *words)),
    NUMBERS,
    st.lists(st.sampled_from(UNITS), min_size=1, max_size=4),
)


@settings(max_examples=400)
@given(st.lists(QUANTITY, min_size=1, max_size=4).map(" ".join))
def test_quantities_with_units_are_one_piece_that_no_code_names(text: str) -> None:
    assume(not text.startswith("11 "))  # the row of words takes any words behind its number
    many = read_many(FORM, text)
    assert is_one_answer(FORM, text) == (len(text.split(" ")) <= 16)
    assert many.named <= 1
    assert not many.coded


@pytest.mark.parametrize(
    "text",
    ["3", "3 5 lớp", "3 lớp và 45 người", "3 lớp, 45 người", "3: 15 băng rôn", "1.1 3 lớp",
     "3 lớp\n45 người", "còn lại không", "mục 5 không", "3 lớp 45 người.", "văn nghệ 1 buổi"],
)  # fmt: skip
def test_anything_else_is_looked_at_as_a_report(text: str) -> None:
    assert not is_one_answer(FORM, text)
