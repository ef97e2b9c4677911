from __future__ import annotations

import pytest

from bot.model.form import Cell, Indicator, Measure
from bot.reading import Ambiguous, Understood, read_answer
from tests.reading.rows import (
    BOOKS,
    CLASSES,
    FAIRS,
    FORM,
    MONEY,
    NEWS,
    PERSONS,
    PRINTS,
    asked,
    figures,
    understood,
)


def test_parts_in_the_rows_units_are_added_and_stay_readable() -> None:
    answer = understood(NEWS, "dạ 4 tin 2 bài ạ")
    assert (answer.count, answer.note) == (6, "4 tin 2 bài")


def test_alternatives_of_one_unit_are_one_figure() -> None:
    assert [figures(NEWS, text) for text in ("12 tin, bài", "12 tin/bài", "12 tin bài")] == [
        (12, None)
    ] * 3


@pytest.mark.parametrize(
    ("text", "reason", "offered"),
    [
        ("3 bài 2 bài", "sum", 5),
        ("6 lần phát thanh", "doubtful_unit", 6),
        ("2-3 bài", "range", None),
        ("3k", "thousand", 3000),
        ("5, 3", "two_numbers", 5),
        ("mỗi ngày 2 tin", "per_unit", None),
    ],
)
def test_doubtful_counts_are_asked(text: str, reason: str, offered: int | None) -> None:
    assert asked(NEWS, text) == (reason, (offered, None))


def test_a_whole_and_its_parts_are_not_added() -> None:
    assert figures(PRINTS, "15 cái: 5 băng rôn, 10 khẩu hiệu") == (15, None)
    assert asked(PRINTS, "15 ấn phẩm, 5 băng rôn, 10 khẩu hiệu") == ("whole", (15, None))


def test_persons_stand_in_the_second_column() -> None:
    assert figures(PERSONS, "35 hs và 4 gv") == (None, 39)


def test_containers_say_nothing_about_what_they_hold() -> None:
    assert asked(BOOKS, "2 tủ sách") == ("unknown_unit", (None, None))


def test_a_lone_year_is_kept_with_a_check_where_it_is_plausible() -> None:
    reading = read_answer(BOOKS, "2022")
    assert isinstance(reading, Understood)
    assert (reading.answer.count, reading.check) == (2022, "year")
    assert asked(FAIRS, "2022")[0] == "year"


def test_nothing_is_known_about_a_form_in_advance() -> None:
    """A row of another form is read from its own data alone."""
    trees = Indicator(
        code="9.9.9", kind="count", label="Số cây đã trồng", cells=(Cell.COUNT,),
        count=Measure("cây", accepted=("gốc",), doubtful=("héc ta",), ceiling=100),
    )  # fmt: skip
    assert figures(trees, "9.9.9: 30 cây và 5 gốc") == (35, None)
    assert asked(trees, "2 héc ta") == ("doubtful_unit", (2, None))
    assert figures(trees, "không trồng cây") == "negation"
    assert figures(trees, "không có cây nào") == (0, None)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("10 tin bài, 6 tin 4 bài", (10, 20)),
        ("10 bài, 6 bài trên đài, 4 bài trên web", (10, 20)),
        ("6 tin, 4 bài, tổng 11 tin bài", (11, 10)),
        ("5 tin trong 2 bài", (5, 7)),
    ],
)
def test_the_likelier_figure_of_a_whole_and_its_parts_is_offered_first(
    text: str, offered: tuple[int, int]
) -> None:
    reading = read_answer(NEWS, text)
    assert isinstance(reading, Ambiguous)
    assert tuple(answer.count for answer in reading.candidates) == offered


def test_a_total_that_fits_its_parts_is_taken_and_the_parts_stay_readable() -> None:
    answer = understood(PERSONS, "35 em, 5 gv, tổng 40 người ạ")
    assert (answer.people, answer.note) == (40, "35 em, 5 gv, tổng 40 người")


def test_what_stands_inside_something_else_is_not_added_to_it() -> None:
    givers = FORM.by_code["4.1"]
    assert asked(givers, "5 chi đoàn, 12 lớp của 1 trường") == ("nested", (17, None))
    assert asked(givers, "1 trường 12 lớp") == ("nested", (12, None))
    assert figures(givers, "3 trường 5 lớp") == (8, None)


def test_another_rows_code_in_the_middle_is_no_figure() -> None:
    assert asked(MONEY, "5tr 10.2 2tr") == ("other_row", (None, None))
    assert figures(CLASSES, "5 lớp 1.250 người") == (5, 1250)
