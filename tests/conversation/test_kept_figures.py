"""Figures that were typed while sections were asked about are kept, and proposed at the next row."""

from __future__ import annotations

import pytest

from tests.office import Installation


@pytest.mark.parametrize(
    ("before", "way"),
    [("Hỏi lần lượt", "có"), ("Hỏi lần lượt", "1.1"), ("mục 1, 2 thôi, còn lại không", "đúng")],
)
def test_figures_beside_the_sections_are_proposed_at_the_next_row(
    desk: Installation, before: str, way: str
) -> None:
    person = desk.joined()
    for text in (before, "3 lớp 45 người", way):
        person.says(text)
    assert "1.1" not in desk.submission().answers
    assert "1.1: 3 lớp, 45 người?" in person.last
    person.says("đúng")
    assert desk.submission().answers["1.1"].people == 45


def test_kept_figures_that_do_not_fit_the_row_are_told(desk: Installation) -> None:
    person = desk.joined()
    for text in ("Hỏi lần lượt", "3 lớp 45 người", "7.1"):
        person.says(text)
    assert "“3 lớp 45 người” chưa hợp với câu này" in person.last
    assert not desk.submission().answers


def test_a_label_that_begins_with_hoi_is_no_question(desk: Installation) -> None:
    person = desk.joined()
    person.says("hỏi lần lượt")
    assert "Mục 1 – Các lớp bồi dưỡng" in person.last
