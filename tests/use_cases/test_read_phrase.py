from __future__ import annotations

import pytest

from bot.errors import UsageError
from bot.forms.form_loader import load_builtin
from bot.use_cases.turns.read_phrase import read_phrase

FORM = load_builtin("phu-luc-ii-2022")


def test_a_certain_phrase_has_its_figures() -> None:
    assert read_phrase(FORM, "1.1", "2 lớp 60 người, lớp buổi tối") == {
        "code": "1.1", "text": "2 lớp 60 người, lớp buổi tối", "outcome": "ok", "count": 2, "people": 60,
        "amount_in_words": None, "note": "lớp buổi tối", "question": None, "proposal": None, "unused": [], "parts": [],
    }  # fmt: skip


def test_an_amount_is_read_back_in_words() -> None:
    read = read_phrase(FORM, "10.1", "12tr5")
    assert (read["count"], read["people"]) == (12_500_000, None)
    assert read["amount_in_words"] == "mười hai triệu năm trăm nghìn đồng"


def test_a_complete_proposal_ends_with_the_words_that_store_it() -> None:
    read = read_phrase(FORM, "1.1", "1 lớp khoảng 50 người")
    assert (read["outcome"], read["count"], read["people"]) == ("ask", None, None)
    assert read["proposal"] == {"count": 1, "people": 50}
    assert read["question"].endswith('Gõ "đúng" để ghi')
    assert "1.1: 1 lớp, 50 người" in read["question"]


def test_a_half_known_answer_shows_what_is_missing() -> None:
    read = read_phrase(FORM, "1.1", "45 người")
    assert read["proposal"] == {"count": None, "people": 45}
    assert "? lớp, 45 người" in read["question"]
    assert "đúng" not in read["question"]


@pytest.mark.parametrize(
    ("text", "outcome", "count", "people"),
    [("không", "nil", 0, 0), ("không thuộc diện", "not_applicable", None, None),
     ("chưa có số liệu", "pending", None, None), ("ok", "reject", None, None), ("0", "ok", 0, 0)],
)  # fmt: skip
def test_every_state_has_its_outcome(
    text: str, outcome: str, count: int | None, people: int | None
) -> None:
    read = read_phrase(FORM, "1.1", text)
    assert (read["outcome"], read["count"], read["people"]) == (outcome, count, people)


def test_an_unusual_figure_is_stored_with_a_word_of_caution() -> None:
    read = read_phrase(FORM, "4.3", "48.250 cuốn")
    assert (read["outcome"], read["count"]) == ("ok", 48250)
    assert "kiểm tra lại" in read["question"]


def test_an_unknown_row_is_the_operators_mistake() -> None:
    with pytest.raises(UsageError, match=r"9\.9"):
        read_phrase(FORM, "9.9", "3")


def test_figures_said_with_another_rows_name_are_asked_about() -> None:
    read = read_phrase(FORM, "1.1", "2 lớp 60 người, lớp tiếng Anh")
    assert (read["outcome"], read["count"]) == ("ask", None)
    assert "mục 1.2" in str(read["question"])
