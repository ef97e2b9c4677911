from __future__ import annotations

from fractions import Fraction

import pytest

from bot.vietnamese.digits import read_digits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("45", 45), ("03", 3), ("00", 0), ("1.250", 1250), ("12.500.000", 12_500_000),
        ("1.250,0", 1250), ("1.250,00", 1250), ("45,0", 45), ("12,500,000", 12_500_000),
        ("1250", 1250), ("1,5", Fraction(3, 2)), ("1.250,5", Fraction(2501, 2)),
        ("0,125", Fraction(1, 8)), ("12,50", Fraction(25, 2)),
    ],
)  # fmt: skip
def test_dots_group_and_a_comma_opens_decimals(text: str, number: Fraction) -> None:
    shape = read_digits(text)
    assert (shape.value, shape.doubt) == (number, "")


@pytest.mark.parametrize(
    ("text", "number", "doubt"),
    [
        ("1,250", 1250, "comma"),
        ("1.5", Fraction(3, 2), "dots"),
        ("1.00", None, "dots"),
        ("12.500.00", None, "malformed"),
        ("1.25.000", None, "malformed"),
        ("0.500", None, "malformed"),
        ("1,250.00", None, "malformed"),
        ("1,25,000", None, "malformed"),
        ("01234", None, "malformed"),
        ("0912345678", None, "phone"),
        ("1" * 16, None, "too_large"),
        ("1" * 9000, None, "too_large"),
    ],
)
def test_what_can_be_read_in_two_ways_keeps_a_doubt(
    text: str, number: Fraction | None, doubt: str
) -> None:
    shape = read_digits(text)
    assert (shape.value, shape.doubt) == (number, doubt)
