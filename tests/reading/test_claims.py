"""Every number of an answer is explained by one thing, and the steps can be printed."""

from __future__ import annotations

import pytest

from bot.reading import Understood, explain, read_answer
from bot.reading.trace import trace
from bot.row_types.evidence import Role
from tests.reading.rows import BOOKS, CLASSES, FORM, MONEY, asked, understood


def roles(code: str, text: str) -> list[str]:
    return [number.explained_by for number in trace(explain(FORM.by_code[code], text)).numbers]


@pytest.mark.parametrize(
    ("code", "text", "explained"),
    [
        ("4.3", "tặng sách 12 lớp 284 quyển", [Role.OTHER, Role.OWN]),
        ("4.3", "284 quyển trị giá 5 triệu đồng", [Role.OWN, Role.PRICE]),
        ("9.2", "5 em, mỗi em 200k", [Role.OWN, Role.PRICE]),
        ("1.1", "2 lớp 60 người theo KH 3554/KH-UBND", [Role.OWN, Role.OWN, Role.CODE]),
        ("1.1", "2 lớp 60 người lh 0912345678", [Role.OWN, Role.OWN, Role.PHONE]),
        ("1.1", "ngày 4/10 tại thôn 3: 2 lớp 60 người đạt 100%",
         [Role.DATE, Role.ORDINAL, Role.OWN, Role.OWN, Role.PERCENT]),
        ("10.1", "20 triệu euro", [Role.CURRENCY]),
        ("10.1", "20 triệu người", [Role.OTHER]),
        ("1.1", "2 lớp 30 zumba", [Role.OWN, Role.UNKNOWN]),
    ],
)  # fmt: skip
def test_each_number_has_one_explanation(code: str, text: str, explained: list[Role]) -> None:
    assert roles(code, text) == explained


def test_what_no_row_used_is_told() -> None:
    reading = read_answer(BOOKS, "tặng sách 12 lớp 284 quyển, hơn 3 thôn")
    assert isinstance(reading, Understood)
    assert (reading.answer.count, reading.unused) == (284, ("12 lớp", "3 thôn"))


@pytest.mark.parametrize("text", ["2 lơm 40 người", "2 lớp 40 ngưới"])
def test_a_slip_of_one_letter_is_offered_with_its_figure(text: str) -> None:
    assert asked(CLASSES, text) == ("slip", (2, 40))


def test_givers_with_their_shares_are_a_sum_with_parts() -> None:
    answer = understood(MONEY, "hội phụ nữ 2 triệu, đoàn thanh niên 3 triệu")
    assert answer.count == 5_000_000
    assert [(part.name, part.count) for part in answer.parts] == [
        ("hội phụ nữ", 2_000_000),
        ("đoàn thanh niên", 3_000_000),
    ]


def test_money_that_was_spent_is_no_share_of_what_was_given() -> None:
    assert asked(MONEY, "xã cấp 10 triệu, đã chi cho trường 6 triệu")[0] == "nested"


@pytest.mark.parametrize("text", ["tối", "xem", "câu trước"])
def test_a_word_that_nobody_would_write_there_is_no_remark(text: str) -> None:
    assert understood(CLASSES, f"2 lớp 60 người {text}").note == ""
