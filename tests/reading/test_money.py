from __future__ import annotations

import pytest

from bot.reading import echo_answer
from tests.reading.rows import MONEY, asked, figures, refused, understood


@pytest.mark.parametrize(
    "text",
    ["12.500.000 đồng", "12 500 000", "12,5 triệu", "12tr5", "12 triệu 500 nghìn", "12 triệu rưỡi",
     "12.500 nghìn đồng", "mười hai triệu năm trăm nghìn đồng", "10.1: 12,5tr",
     "12.500.000đ (bằng chữ: mười hai triệu năm trăm nghìn đồng chẵn)", "12,500,000"],
)  # fmt: skip
def test_amounts_in_whole_đồng(text: str) -> None:
    assert figures(MONEY, text) == (12_500_000, None)


@pytest.mark.parametrize(
    ("text", "reason", "offered"),
    [
        ("12", "small_money", 12_000_000),
        ("12.500", "small_money", 12_500_000),
        ("500", "small_money", 500_000),
        ("5 củ", "slang", 5_000_000),
        ("10tr + 5tr", "sum", 15_000_000),
        ("07 suất, mỗi suất 2 triệu đồng", "per_unit", 14_000_000),
        ("10 triệu/lớp", "rate", None),
        ("5-6 triệu", "range", None),
        ("1.55 triệu", "malformed", 1_550_000),
        ("12.500.000đ (mười hai triệu)", "breakdown", 12_500_000),
        (",5 triệu", "malformed", 5_000_000),
        ("xã hội hóa", "no_number", None),
    ],
)
def test_doubtful_amounts_are_asked(text: str, reason: str, offered: int | None) -> None:
    assert asked(MONEY, text) == (reason, (offered, None))


@pytest.mark.parametrize("text", ["200 USD", "200$", "$200", "5 triệu kíp"])
def test_other_currencies_are_refused(text: str) -> None:
    assert refused(MONEY, text) == "currency"


def test_amounts_are_read_back_in_words() -> None:
    echo = echo_answer(MONEY, understood(MONEY, "12tr5"))
    assert echo == "12.500.000 đồng (mười hai triệu năm trăm nghìn đồng)"
    assert echo_answer(MONEY, understood(MONEY, "0đ")) == "0 đồng"


def test_the_source_of_money_is_a_remark() -> None:
    assert understood(MONEY, "5 triệu từ hội khuyến học").note == "từ hội khuyến học"
