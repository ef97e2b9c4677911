"""Reading several rows at once: what holds for any message, whatever rows it names."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.answer import AnswerState
from bot.reading import Understood
from bot.reading.boilerplate import place_names
from bot.reading.report import LONGEST, ManyRows, read_many
from tests.reading.rows import FORM

ROWS = [row for row in FORM.questions if row.kind == "pair"]
PAIRS = st.dictionaries(
    st.sampled_from([row.code for row in ROWS]),
    st.tuples(st.integers(1, 40), st.integers(121, 900)),  # "40/41" are forty of forty-one
    min_size=1,
    max_size=10,
)
STYLES = st.sampled_from(
    ["{code}: {count} {word} {people} người", "{code} {count} {word} {people} người", "- {code}: {count}/{people}",
     "mục {code}: {count} {word}, {people} người", "{code}\t{count}\t{people}", "{code}) {people} người {count} {word}"]
)  # fmt: skip


def figures(many: ManyRows) -> dict[str, tuple[int | None, int | None]]:
    return {
        each.row.code: (each.reading.answer.count, each.reading.answer.people)
        for each in many.rows
        if isinstance(each.reading, Understood) and each.reading.answer.state is AnswerState.VALUE
    }


def written(pairs: dict[str, tuple[int, int]], style: str, between: str) -> str:
    lines = []
    for code, (count, people) in pairs.items():
        word = FORM.by_code[code].count.word
        lines.append(style.format(code=code, count=count, people=people, word=word))
    return between.join(lines)


@settings(max_examples=60, deadline=None)
@given(PAIRS, STYLES)
def test_rows_read_back_whatever_their_order_and_style(pairs: dict, style: str) -> None:
    assert figures(read_many(FORM, written(pairs, style, "\n"))) == pairs


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_the_rest_never_touches_a_row_that_was_named(pairs: dict) -> None:
    text = written(pairs, "{code}: {count} {word} {people} người", "; ") + "; còn lại không"
    many = read_many(FORM, text)
    assert figures(many) == pairs
    assert {each.row.code for each in many.rows} == {row.code for row in FORM.questions}


@settings(max_examples=40, deadline=None)
@given(
    PAIRS, st.sampled_from(["văn ngệ 2 cuộc", "1.13: 5", "khoảng 40 em tham gia", "mở ba lớp học"])
)
def test_an_unclear_piece_holds_the_rest_back(pairs: dict, unclear: str) -> None:
    text = f"{written(pairs, '{code}: {count} {word} {people} người', '; ')}; {unclear}; còn lại không"
    many = read_many(FORM, text)
    assert {each.row.code for each in many.rows} == set(pairs)
    asked = [each.text for each in many.rows if not isinstance(each.reading, Understood)]
    assert (many.rest_held, many.not_understood[-1]) == (True, "còn lại không")
    assert unclear in many.not_understood or any(text.endswith(unclear) for text in asked)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.,:;-/ \n\tmụckhôngcònlạilớpngười()", max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    codes = [each.row.code for each in read_many(FORM, text).rows]
    assert len(codes) == len(set(codes))


def test_answered_rows_are_not_the_rest() -> None:
    many = read_many(FORM, "còn lại mục 9 không", frozenset({"9.1"}))
    assert [each.row.code for each in many.rows] == ["9.2"]


def test_what_an_earlier_message_left_open_holds_the_rest_back() -> None:
    many = read_many(FORM, "2: 6; còn lại không", unsure=True)
    assert ([each.row.code for each in many.rows], many.rest_held) == (["2"], True)


def test_a_text_longer_than_any_message_is_not_cut_somewhere() -> None:
    text = "1.6: 4 lớp 160 em; " * (LONGEST // 15)
    assert read_many(FORM, text).rows == ()


def steps(text: str) -> int:
    """How many lines of the program run while a text is read."""
    counted = 0

    def count(frame: FrameType, event: str, _given: object) -> object:
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read_many(FORM, text)
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize(
    "unit", ["1.1: 2 lớp 60 người, ", "a, ", "1.", "; ", "còn lại ", "mục 5, "]
)
def test_ten_times_the_text_takes_about_ten_times_the_steps(unit: str) -> None:
    short, long = (steps((unit * length)[:length]) for length in (200, 2_000))
    assert long < 25 * short


@pytest.mark.parametrize("name", ["Xã Tân Lập", "Phường Quán Hàu", "UBND huyện Phú Ninh"])
def test_a_line_that_opens_with_the_units_name_is_no_row_that_was_missed(name: str) -> None:
    bare = name.removeprefix("UBND ").split(" ", 1)[1]
    text = f"{bare}\n1.1: 2 lớp 60 người"
    assert not read_many(FORM, text, places=place_names([name])).not_understood
    assert read_many(FORM, text, places=place_names(["Xã Khác"])).not_understood == (bare,)


@pytest.mark.parametrize("place", ["Bum Nưa", "Pa Ủ", "Mường Tè"])
def test_the_reader_knows_no_place_by_heart(place: str) -> None:
    assert read_many(FORM, f"{place}\n1.1: 2 lớp 60 người").not_understood == (place,)


CELLS = {  # the official table's cells behind the code, and what the row holds without a question
    "5.1": {"Hội sách\tSố cuộc\t2\t100": None, "Hội sách\tSố cuộc\t2\t": (2, None), "Hội sách\tSố cuộc\t\t100": None},
    "10.1": {"Ngân sách\tđồng\t12\t500": None, "Ngân sách\tđồng\t12.000.000\t": (12_000_000, None)},
    "9.2": {"Cá nhân\tNgười\t3\t40": None, "Cá nhân\tNgười\t\t40": (None, 40), "Cá nhân\tNgười\t3\t": (None, 3)},
    "1.1": {"Bồi dưỡng\tLớp/người\t2\t100": (2, 100), "Bồi dưỡng\tLớp/người\t2\t1 000": (2, 1000)},
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "cells", "stored"),
    [(code, cells, stored) for code, lines in CELLS.items() for cells, stored in lines.items()],
)
def test_numbers_of_two_cells_never_become_one(code: str, cells: str, stored: object) -> None:
    many = read_many(FORM, f"{code}\t{cells}")
    assert figures(many) == ({} if stored is None else {code: stored})
    said = cells.replace("1 000", "1000").split("\t")[2:]
    joined = int("".join(said)) if "".join(said).isdigit() and all(said) else None
    offered = [answer for each in many.rows for answer in getattr(each.reading, "candidates", ())]
    assert joined is None or joined not in {
        number for answer in offered for number in answer.figures.values()
    }
