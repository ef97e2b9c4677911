"""A row's words have an end: what a cell of Excel does not hold is refused in words, never cut in silence."""

from __future__ import annotations

from bot.conversation.answering import MOST_TEXT
from bot.exports.cells import CELL_LIMIT, cell_text
from tests.office import Installation

LONG = "tổ chức học tập suốt đời tại các thôn " * 100


def test_words_beyond_what_a_row_holds_are_refused_and_nothing_is_lost(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 11")
    for _ in range(MOST_TEXT // len(LONG) + 1):
        person.says(LONG)
    assert "Tin này chưa ghi" in person.last
    kept = desk.submission().answers["11"].text
    assert kept.count("tổ chức học tập suốt đời") == 100 * (MOST_TEXT // len(LONG))


def test_a_remark_has_an_end_as_well(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 2 lớp 60 người")
    person.says("ghi chú 1.1")
    for _ in range(MOST_TEXT // len(LONG) + 1):
        person.says(LONG)
    assert "Tin này chưa ghi" in person.last
    assert len(desk.submission().answers["1.1"].note) <= MOST_TEXT


def test_a_cell_tells_that_it_does_not_hold_all() -> None:
    told = cell_text("a" * (CELL_LIMIT + 1))
    assert len(told) == CELL_LIMIT
    assert told.endswith("xem đủ trong báo cáo Word)")
    assert cell_text("a" * CELL_LIMIT) == "a" * CELL_LIMIT
