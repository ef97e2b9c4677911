"""A day, month or year outside the campaign's period is asked about before its figures are stored."""

from __future__ import annotations

import pytest

from tests.office import Installation


@pytest.mark.parametrize(
    "said",
    [
        "ngày 3/11 tổ chức 1 lớp 45 người",
        "1 lớp 45 người ngày 15/9/2022",
        "năm 2021: 1 lớp 45 người",
        "nam hoc 2020-2021 co 1 lop 45 nguoi",
        "tháng 9: 1 lớp 45 người",
        "1 lớp 45 người tháng 10 năm 2021",
    ],
)
def test_a_day_outside_the_period_is_asked_about(desk: Installation, said: str) -> None:
    person = desk.joined()
    person.says("mục 1.7")
    person.says(said)
    assert "ngoài kỳ báo cáo" in person.last and "1.7" not in desk.submission().answers
    person.says("đúng")
    assert desk.submission().answers["1.7"].people == 45


@pytest.mark.parametrize(
    "said",
    [
        "ngày 3/10 tổ chức 1 lớp 45 người",
        "năm 2022: 1 lớp 45 người",
        "năm học 2022-2023: 1 lớp 45 người",
        "tháng 10: 1 lớp 45 người",
        "1 lớp 45 người theo kế hoạch năm 2021",
    ],
)
def test_a_time_of_the_period_is_no_question(desk: Installation, said: str) -> None:
    person = desk.joined()
    person.says("mục 1.7")
    person.says(said)
    assert desk.submission().answers["1.7"].people == 45


@pytest.mark.parametrize(
    "said", ["1.7: 1 lớp 45 người ngày 15/9/2022", "1.7: năm 2021 có 1 lớp 45 người"]
)
def test_a_row_with_such_a_day_is_shown_before_it_is_stored(desk: Installation, said: str) -> None:
    person = desk.joined()
    person.says(said)
    assert "ngoài kỳ báo cáo" in person.last and "1.7" not in desk.submission().answers
