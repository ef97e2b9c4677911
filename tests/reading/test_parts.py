"""Figures by school and village: each keeps its name, the row's figure is their sum."""

from __future__ import annotations

import pytest

from bot.model.answer import Answer
from bot.reading import Ambiguous, Understood, read_answer
from tests.reading.generator import FORM

SHARES = [
    ("1.6", "TH 2 lớp 76 em; THCS 1 lớp 40 em", [("TH", 2, 76), ("THCS", 1, 40)]),
    ("1.6", "TH Bum 3 lớp 96 em, MN Hoa Sen 0", [("TH Bum", 3, 96), ("MN Hoa Sen", 0, 0)]),
    ("1.6", "TH số 1: 2 lớp 76 em + TH số 2: 1 lớp 40 em", [("TH số 1", 2, 76), ("TH số 2", 1, 40)]),
    ("1.6", "Trường TH: 2 lớp, 76 em\nMN: không", [("Trường TH", 2, 76), ("MN", 0, 0)]),
    ("4.3", "TH Kim Đồng 120 quyển, THCS 84 quyển", [("TH Kim Đồng", 120, None), ("THCS", 84, None)]),
    ("4.2", "TH 20 em; THCS 15 em", [("TH", None, 20), ("THCS", None, 15)]),
]  # fmt: skip
NO_SHARES = [
    ("1.1", "2 lớp, 60 người"),
    ("1.1", "2 lớp 60 người; 1 lớp 30 người"),
    ("3", "băng rôn 4, khẩu hiệu 10"),
    ("1.1", "lớp 1: 30 người; lớp 2: 40 người"),
    ("1.6", "TH 2 lớp 76 em; THCS khoảng 40 em"),
]


def offered(code: str, text: str) -> Answer | None:
    """The answer that is stored or proposed."""
    reading = read_answer(FORM.by_code[code], text)
    if isinstance(reading, Understood):
        return reading.answer
    return reading.candidates[0] if isinstance(reading, Ambiguous) and reading.candidates else None


@pytest.mark.parametrize(("code", "text", "parts"), SHARES)
def test_shares_keep_their_names_and_are_added(code: str, text: str, parts: list) -> None:
    answer = offered(code, text)
    assert answer is not None
    assert [(part.name, part.count, part.people) for part in answer.parts] == parts
    assert sum(part[1] or 0 for part in parts) == (answer.count or 0)
    assert sum(part[2] or 0 for part in parts) == (answer.people or 0)


@pytest.mark.parametrize(("code", "text"), NO_SHARES)
def test_what_is_nobodys_share_has_no_parts(code: str, text: str) -> None:
    answer = offered(code, text)
    assert answer is None or answer.parts == ()


def test_a_sum_of_shares_is_asked_about() -> None:
    assert isinstance(read_answer(FORM.by_code["1.6"], SHARES[0][1]), Ambiguous)
