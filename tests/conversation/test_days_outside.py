"""A day outside the campaign's period is asked about before its figures are stored."""

from __future__ import annotations

import pytest

from tests.office import Installation


@pytest.mark.parametrize(
    "said", ["ngày 3/11 tổ chức 1 lớp 45 người", "1 lớp 45 người ngày 15/9/2022"]
)
def test_a_day_outside_the_period_is_asked_about(desk: Installation, said: str) -> None:
    person = desk.joined()
    person.says("mục 1.7")
    person.says(said)
    assert "ngoài kỳ báo cáo" in person.last and "1.7" not in desk.submission().answers
    person.says("đúng")
    assert desk.submission().answers["1.7"].people == 45


def test_a_day_of_the_period_is_no_question(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 1.7")
    person.says("ngày 3/10 tổ chức 1 lớp 45 người")
    assert desk.submission().answers["1.7"].people == 45


def test_a_row_with_such_a_day_is_shown_before_it_is_stored(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.7: 1 lớp 45 người ngày 15/9/2022")
    assert "ngoài kỳ báo cáo" in person.last and "1.7" not in desk.submission().answers
