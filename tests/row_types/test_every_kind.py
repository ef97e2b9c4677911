"""Every registered kind of row walks from its form to a workbook that comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.locale.say import say
from bot.reading import Ambiguous, Understood, read_answer
from bot.row_types import ASKED, ROW_TYPES
from tests.row_types.walk import SAMPLES, form_of, walk

SUMS = {
    "pair": (8, 105),
    "count": (10, None),
    "money": (12_000_000, None),
    "yes_no": (2, None),
    "figures": (60, 29),
}


@pytest.mark.parametrize("kind", ASKED)
def test_every_kind_walks_from_form_to_workbook(kind: str, tmp_path: Path) -> None:
    total, _ = walk(kind, tmp_path)
    assert (total.count, total.people) == SUMS.get(kind, (None, None))


def test_every_kind_has_samples() -> None:
    assert set(SAMPLES) == set(ASKED)


@pytest.mark.parametrize(
    ("kind", "below"),
    [
        ("choice", ["Chọn một trong: ", "Đạt", "Không đạt"]),
        ("figures", ["tổng số, nữ", "Ví dụ: "]),
        ("pair", []),
    ],
)
def test_a_kind_says_what_stands_below_its_question(kind: str, below: list[str]) -> None:
    row = form_of(kind).rows[0]
    said = "\n".join(say(key, **places) for key, places in ROW_TYPES[kind].ask(row))
    assert all(word in said for word in below) and bool(said) == bool(below or row.example)


def test_a_total_counts_the_units_of_each_choice(tmp_path: Path) -> None:
    total, _ = walk("choice", tmp_path)
    assert dict(total.choices) == {"Đạt": 1, "Không đạt": 1}


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("percent", "97,5 %", "97.5"),
        ("percent", "1: tỷ lệ 85%", "85"),
        ("percent", "0", "0"),
        ("percent", "100,00 phần trăm", "100"),
        ("choice", "khong dat", "Không đạt"),
        ("choice", "xếp loại Đạt", "Đạt"),
        ("date", "05/10/2022", "2022-10-05"),
        ("date", "ngày 5 tháng 10 năm 2022", "2022-10-05"),
    ],
)
def test_a_value_is_kept_as_one_word(kind: str, text: str, stored: str) -> None:
    reading = read_answer(form_of(kind).rows[0], text)
    assert isinstance(reading, Understood) and reading.answer.text == stored


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("percent", "3 lớp 45 người"),
        ("percent", "từ 80 đến 90%"),
        ("percent", "10/12"),
        ("choice", "chưa đạt"),
        ("choice", "5"),
        ("date", "31/02/2022"),
        ("date", "3/10"),
        ("date", "3 lớp"),
    ],
)
def test_what_is_no_value_is_asked_again(kind: str, text: str) -> None:
    assert not isinstance(read_answer(form_of(kind).rows[0], text), Understood)


def test_about_a_percentage_is_asked_about() -> None:
    reading = read_answer(form_of("percent").rows[0], "khoảng 85%")
    assert isinstance(reading, Ambiguous) and reading.candidates[0].text == "85"


def test_more_than_the_whole_is_asked_about() -> None:
    reading = read_answer(form_of("percent").rows[0], "120%")
    assert isinstance(reading, Ambiguous) and reading.candidates[0].text == "120"


@pytest.mark.parametrize("text", ["0,85", "0.9", "đạt 0,5"])
def test_a_part_of_one_without_a_sign_is_asked_about(text: str) -> None:
    """It may be 85%, as a workbook keeps it."""
    assert isinstance(read_answer(form_of("percent").rows[0], text), Ambiguous)


@pytest.mark.parametrize("text", ["0,85%", "0,5 phần trăm", "1", "0"])
def test_a_part_of_one_with_its_sign_is_taken(text: str) -> None:
    assert isinstance(read_answer(form_of("percent").rows[0], text), Understood)


def test_a_total_adds_up_every_column(tmp_path: Path) -> None:
    total, kept = walk("figures", tmp_path)
    assert total.figures == {"count": 60, "people": 29, "minority": 11}
    assert kept["03466"].cells == (("minority", 7),)
