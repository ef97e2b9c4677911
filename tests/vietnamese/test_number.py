from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.vietnamese.normalise import clean, unaccented
from bot.vietnamese.number import Number, read_number
from bot.vietnamese.spell import grouped, in_words, money_in_words, padded
from bot.vietnamese.tokens import tokenise


def read(text: str) -> tuple[Number | None, bool]:
    """The number at the start of a text, and whether it takes the whole of it."""
    tokens = tokenise(clean(text))
    number = read_number(tokens, 0, plain=not any(token.marks for token in tokens))
    return number, number is not None and number.end == len(tokens)


def value(text: str) -> tuple[Fraction | None, str]:
    number, is_whole = read(text)
    assert number is not None
    assert is_whole
    return number.value, number.doubt


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12tr5", 12_500_000), ("2tr05", 2_050_000), ("1tr250", 1_250_000), ("15 trđ", 15_000_000),
        ("12 triệu 500 nghìn", 12_500_000), ("12 triệu 500k", 12_500_000), ("2 tỷ 300tr", 2_300_000_000),
        ("12 triệu rưỡi", 12_500_000), ("nửa triệu", 500_000), ("triệu rưỡi", 1_500_000),
        ("1,5 triệu", 1_500_000), ("12.500 nghìn", 12_500_000), ("1.250 triệu", 1_250_000_000),
        ("500 ngàn", 500_000), ("500k", 500_000), ("2 trăm triệu", 200_000_000),
        ("mười hai triệu năm trăm nghìn", 12_500_000), ("mười hai phẩy năm triệu", 12_500_000),
        ("12 500 000", 12_500_000), ("5 chục", 50), ("2 trăm rưỡi", 250), ("1 nghìn 250", 1250),
    ],
)  # fmt: skip
def test_scales_and_fractions(text: str, amount: int) -> None:
    assert value(text) == (amount, "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("bốn mươi lăm", 45), ("hai mươi mốt", 21), ("ba mươi tư", 34), ("một trăm linh năm", 105),
        ("một trăm lẻ năm", 105), ("một trăm sáu chục", 160), ("năm chục", 50), ("một nghìn hai trăm năm mươi", 1250),
        ("bon muoi lam", 45), ("muoi hai", 12), ("hai mốt", 21), ("bốn lăm", 45), ("bẩy mươi nhăm", 75),
        ("một nghìn không trăm linh năm", 1005), ("một nghìn linh năm", 1005), ("hai nghìn rưỡi", 2500),
        ("băm sáu", 36), ("hăm mốt", 21), ("hai triệu không nghìn một trăm", 2_000_100), ("hai vạn", 20_000),
    ],
)  # fmt: skip
def test_words(text: str, number: int) -> None:
    assert value(text) == (number, "")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("hai trăm năm", "words"),  # 205 or 250
        ("hai mươi năm", "words"),  # 25 or twenty years
        ("hai ba", "range"),
        ("năm sáu chục", "range"),
        ("một nghìn hai", "tail"),  # 1.200 or 1.002
        ("12 triệu 5", "tail"),
        ("12 triệu 50", "tail"),
        ("một triệu mốt", "tail"),
        ("nghìn hai", "tail"),
        ("triệu hai trăm nghìn", "words"),
        ("nghìn hai nghìn", "tail"),
        ("12 triệu nghìn", "tail"),
        ("bam sau", "words"),
        ("bốn mươi lẻ năm", "words"),
        ("chục", "approximate"),
        ("1O", "letter"),
        ("l0", "letter"),
        ("5²", "odd_digit"),
        ("1e3", "scientific"),
    ],
)
def test_disputable_numbers_keep_a_doubt(text: str, doubt: str) -> None:
    number, _ = read(text)
    assert number is not None
    assert number.doubt == doubt


@pytest.mark.parametrize(
    ("text", "offered"),
    [("nghìn hai", 1200), ("nghìn linh năm", 1005), ("triệu hai trăm nghìn", 1_200_000), ("vạn hai", 12_000),
     ("tỷ hai trăm triệu", 1_200_000_000), ("một triệu nửa", 1_500_000), ("nghìn hai nghìn", None),
     ("2tr5 nghìn", None)],
)  # fmt: skip
def test_a_scale_without_its_number_counts_one(text: str, offered: int | None) -> None:
    number, is_whole = read(text)
    assert number is not None
    assert is_whole
    assert number.value == offered


def test_a_scale_alone_is_no_number() -> None:
    assert read("nghìn")[0] is None
    assert read("băm")[0] is None


def test_a_single_group_by_space_may_be_two_numbers() -> None:
    number, _ = read("1 250")
    assert number is not None
    assert number.pieces == (1, 250)


def test_năm_before_a_year_is_no_five() -> None:
    assert read("năm 2022")[0] is None


@example(1_000_123)
@given(st.integers(min_value=1, max_value=10**12))
def test_numbers_in_words_read_back(number: int) -> None:
    read_back, _ = read(in_words(number))
    assert read_back is not None
    assert (read_back.value == number and not read_back.doubt) or _is_said_without_thousands(
        number
    )


def _is_said_without_thousands(number: int) -> bool:
    """Whether "hai triệu một trăm" may be meant, which some say for 2.100.000: it is asked."""
    return number > 999_999 and number % 1_000_000 in range(100, 1000)


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_numbers_read_back(number: int) -> None:
    assert value(grouped(number)) == (number, "")


@given(st.integers(min_value=1, max_value=9999))
def test_words_without_accents_read_the_same_or_keep_a_doubt(number: int) -> None:
    read_back, _ = read(unaccented(in_words(number)))
    assert read_back is not None
    assert read_back.value == number or read_back.doubt


def test_official_spellings() -> None:
    assert money_in_words(12_500_000) == "mười hai triệu năm trăm nghìn đồng"
    assert money_in_words(0) == "không đồng"
    assert in_words(1_000_100) == "một triệu một trăm"
    assert in_words(1_000_005) == "một triệu không trăm linh năm"
    assert in_words(1_115) == "một nghìn một trăm mười lăm"
    assert in_words(44_021) == "bốn mươi tư nghìn không trăm hai mươi mốt"
    assert grouped(12_500_000) == "12.500.000"
    assert padded(3) == "03"
    with pytest.raises(ValueError, match="negative"):
        in_words(-1)


def test_thousands_in_groups_behind_a_million_are_no_millions() -> None:
    assert value("9 triệu 300 000") == (9_300_000, "")
    assert value("9 triệu 300") == (9_300_000, "")


@pytest.mark.parametrize("text", ["2 phẩy nửa", "05O²", "hai phẩy nửa người"])
def test_a_number_that_nobody_can_mean_is_asked_about(text: str) -> None:
    number, _ = read(text)
    assert number is not None
    assert number.value is None
    assert number.doubt
