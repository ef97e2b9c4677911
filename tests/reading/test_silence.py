"""Five kinds of nothing, and yes and no."""

from __future__ import annotations

import pytest

from bot.model.answer import AnswerState
from bot.reading import Ambiguous, echo_answer, read_answer
from tests.reading.rows import (
    CLASSES,
    MONEY,
    OPENING,
    OTHER,
    PERSONS,
    asked,
    figures,
    refused,
    understood,
)


@pytest.mark.parametrize(
    "text",
    ["không", "Không.", "ko có", "k", "kh", "hong có", "hổng có chị ơi", "không tổ chức", "không có lớp nào",
     "xã em không tổ chức ạ", "0 có", "-", "–", "không, không có"],
)  # fmt: skip
def test_none_is_an_act_and_counts_as_zero(text: str) -> None:
    answer = understood(CLASSES, text)
    assert (answer.state, answer.count, answer.people, answer.note) == (AnswerState.NIL, 0, 0, "")


def test_not_yet_is_none_with_its_words_kept() -> None:
    answer = understood(CLASSES, "dạ chưa tổ chức ạ")
    assert (answer.state, answer.note) == (AnswerState.NIL, "chưa tổ chức")


def test_a_reason_for_none_is_kept() -> None:
    assert understood(CLASSES, "không tổ chức do mưa lũ").note == "do mưa lũ"


def test_a_typed_zero_is_a_value() -> None:
    assert understood(CLASSES, "0").state is AnswerState.VALUE


def test_not_our_duty_and_no_figures_yet_are_states_of_their_own() -> None:
    assert understood(CLASSES, "không thuộc diện").state is AnswerState.NOT_APPLICABLE
    assert understood(CLASSES, "chưa có số liệu").state is AnswerState.PENDING


@pytest.mark.parametrize("text", ["đang tổng hợp", "...", "…", "không biết", "không có số liệu"])
def test_where_figures_are_missing_an_open_row_is_offered(text: str) -> None:
    reading = read_answer(CLASSES, text)
    assert isinstance(reading, Ambiguous)
    assert [candidate.state for candidate in reading.candidates] == [AnswerState.PENDING]


@pytest.mark.parametrize(
    "text",
    ["không nhớ", "không dưới 40 người", "không tổ chức riêng", "lồng ghép", "không thường xuyên",
     "không tổ chức vì lồng ghép chào cờ", "không, 3 lớp 45 người", "chưa có", "có", "không thi đua"],
)  # fmt: skip
def test_a_không_that_says_something_else_is_never_none(text: str) -> None:
    assert isinstance(figures(CLASSES, text), str)


def test_none_fills_only_the_cells_of_the_row() -> None:
    assert figures(PERSONS, "không có ai") == (None, 0)
    assert figures(MONEY, "không có kinh phí") == (0, None)
    assert figures(OTHER, "không có gì khác") == (None, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [("có", 1), ("đã tổ chức sáng 01/10", 1), ("1 xã", 1), ("không", 0), ("đã khai mạc 1/10", 1)],
)
def test_yes_and_no_become_one_and_none(text: str, count: int) -> None:
    assert figures(OPENING, text) == (count, None)


def test_more_than_one_for_a_single_unit_is_asked() -> None:
    assert asked(OPENING, "2 xã") == ("above_most", (None, None))
    assert asked(OPENING, "có 2 trường tổ chức") == ("doubtful_unit", (1, None))
    assert figures(OPENING, "có, 300 người dự") == (1, None)


def test_free_words_are_kept_as_written() -> None:
    assert understood(OTHER, "=1+1").text == "=1+1"
    assert understood(OTHER, "Không có điện 2 ngày").text == "Không có điện 2 ngày"
    assert refused(OTHER, "ok") == "not_a_value"


def test_every_state_has_its_words() -> None:
    said = ["3 lớp 1.250 người", "không", "không thuộc diện", "chưa có số liệu"]
    assert [echo_answer(CLASSES, understood(CLASSES, text)) for text in said] == [
        "3 lớp, 1.250 người", "không tổ chức", "không thuộc diện", "chưa có số liệu",
    ]  # fmt: skip
    assert [echo_answer(OPENING, understood(OPENING, text)) for text in ("có", "0")] == [
        "có",
        "không",
    ]
