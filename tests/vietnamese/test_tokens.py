from __future__ import annotations

from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, tokenise


def cut(text: str) -> list[tuple[str, str]]:
    return [(token.sort.value, token.text) for token in tokenise(text)]


def test_digits_and_letters_split_behind_a_number() -> None:
    assert cut("3lop 12tr5") == [
        ("number", "3"), ("word", "lop"), ("number", "12"), ("word", "tr"), ("number", "5"),
    ]  # fmt: skip


def test_digits_inside_a_word_are_no_numbers() -> None:
    """Raw VNI keys."""
    assert cut("lo71p K5") == [("mixed", "lo71p"), ("mixed", "K5")]


def test_a_hyphen_between_letters_joins_and_between_numbers_separates() -> None:
    assert cut("băng-rôn 3-45") == [
        ("word", "băng"), ("word", "rôn"), ("number", "3"), ("mark", "-"), ("number", "45"),
    ]  # fmt: skip


def test_single_letters_around_a_slash_are_one_word() -> None:
    assert cut("5 đ/c") == [("number", "5"), ("word", "đ/c")]


def test_odd_digits_and_pictures_have_sorts_of_their_own() -> None:
    assert [token.sort for token in tokenise("² 👍 \n")] == [Sort.ODD, Sort.PICTURE, Sort.BREAK]


TABLE = Phrases([("mấy", "few"), ("==cỡ", "about"), ("băng rôn", "banner"), ("băng", "band")])


def found(text: str, *, plain: bool = False) -> object:
    match = TABLE.match(tokenise(text), 0, plain=plain)
    return match and match[0]


def test_the_longest_phrase_wins() -> None:
    assert (found("băng rôn"), found("băng keo")) == ("banner", "band")


def test_missing_accents_and_stretched_letters_match() -> None:
    assert (found("bang ron"), found("băng rônnn")) == ("banner", "banner")


def test_other_accents_do_not_match() -> None:
    assert (found("mày"), found("có"), found("cỡ")) == (None, None, "about")
