from __future__ import annotations

import pytest

from bot.vietnamese.date_words import date_end, is_year
from bot.vietnamese.normalise import clean
from bot.vietnamese.tokens import tokenise


def taken(text: str) -> str:
    """The part at the start of a text that is a date or a time."""
    tokens = tokenise(clean(text))
    end = date_end(tokens, 0, plain=not any(token.marks for token in tokens))
    return text[: tokens[end - 1].end] if end else ""


@pytest.mark.parametrize(
    "text",
    [
        "3/10/2026", "03-10-2022", "3.10.2022", "21/9/21", "ngày 03/10", "ngày 3-10", "ngày 3.10",
        "ngày 3 tháng 10 năm 2022", "sáng 01/10", "ngày 1-7/10/2022", "ngày 3, 4/10", "mùng 2 tháng 10",
        "từ ngày 1/10 đến ngày 7/10", "tháng 10", "tháng 10/2022", "năm 2022", "năm học 2022-2023",
        "nam 2022", "thứ 7", "thứ hai", "14h", "7h30", "14h00'", "lúc 8 giờ 30", "lúc 8:30", "từ 8h",
    ],
)  # fmt: skip
def test_dates_and_times(text: str) -> None:
    assert taken(text) == text


@pytest.mark.parametrize(
    "text",
    ["3/10", "3 - 45", "3/45/2", "2 giờ", "năm lớp", "nam lop", "từ 40 đến 50", "vào 45", "32/10/2022",
     "chiều 3, 45", "sáng 2/85", "ngày 2 cuộc", "trong tháng 2 cuộc"],
)  # fmt: skip
def test_figures_are_left_alone(text: str) -> None:
    assert taken(text) == ""


def test_a_date_does_not_swallow_the_figure_behind_it() -> None:
    assert taken("ngày 3/10 và 2 cuộc") == "ngày 3/10"
    assert taken("ngày 3/10 - 2 lớp") == "ngày 3/10"


def test_years_of_our_time() -> None:
    assert [is_year(number) for number in (1989, 1990, 2100, 2101)] == [False, True, True, False]
