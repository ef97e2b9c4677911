"""Numbers as another program spells them are read back: never wrongly, nearly always at once."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from num2words import num2words

from bot.model.form import Indicator
from bot.reading import Understood, read_answer
from tests.reading.generator import FORM
from tests.reading.write_numbers import dotted, in_words, without_accents

BOOKS = FORM.by_code["4.3"]
MONEY = FORM.by_code["10.1"]
MOST_ASKED = 0.09  # "một nghìn lẻ hai mươi": some mean hundreds by such a tail


def _numbers() -> Iterator[int]:
    """Small ones, round ones, ones with empty places, and chance."""
    random = Random(20)
    yield from range(1, 130)
    for scale in (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000):
        yield from (
            number for near in (scale, 3 * scale) for number in (near, near + 5, near + 21)
        )
    yield from (random.randint(1, 10 ** random.randint(2, 9)) for _ in range(1_500))


def _judged(row: Indicator, phrases: dict[str, int]) -> tuple[list[str], float]:
    """(phrases that were read wrongly, share of those that were asked about)."""
    wrong, asked = [], 0
    for text, number in phrases.items():
        reading = read_answer(row, text)
        if not isinstance(reading, Understood):
            asked += 1
        elif reading.answer.count != number:
            wrong.append(f"{text!r} is {number}, read {reading.answer.count}")
    return wrong, asked / len(phrases)


def test_amounts_in_words_are_read_back() -> None:
    spelled = {
        f"{spell(number)} đồng": number
        for number in _numbers()
        for spell in (lambda each: num2words(each, lang="vi"), in_words)
        if 100_000 <= number < 500_000_000
    }
    wrong, asked = _judged(MONEY, spelled)
    assert (wrong, asked <= MOST_ASKED) == ([], True), asked


def test_things_in_words_are_read_back() -> None:
    spelled = {
        f"{num2words(number, lang='vi')} quyển": number for number in _numbers() if number < 10_000
    }
    wrong, asked = _judged(BOOKS, spelled)
    assert (wrong, asked <= MOST_ASKED) == ([], True), asked


def test_amounts_without_accents_are_never_read_wrongly() -> None:
    spelled = {
        without_accents(f"{num2words(number, lang='vi')} đồng"): number
        for number in _numbers()
        if 100_000 <= number < 500_000_000
    }
    wrong, _ = _judged(MONEY, spelled)
    assert wrong == []


def test_amounts_in_digits_are_read_back() -> None:
    written = {
        f"{dotted(number)} đồng": number
        for number in _numbers()
        if 100_000 <= number < 500_000_000
    }
    wrong, asked = _judged(MONEY, written)
    assert (wrong, asked <= MOST_ASKED) == ([], True), asked
