"""A heading speaks of all that stands behind it, or of nothing."""

from __future__ import annotations

import pytest

from bot.reading import Understood
from bot.reading.report import read_many
from bot.use_cases.turns.read_phrase import read_report
from tests.reading.generator import FORM

TWO = "văn nghệ 1 buổi 300 người, thể thao 1 cuộc 50 người"
CODED = "1.1: 2 lớp 60 người; 1.6: 3 lớp 90 em"


def outcomes(text: str) -> dict[str, str]:
    return {row["code"]: row["outcome"] for row in read_report(FORM, text)["rows"]}


@pytest.mark.parametrize("rows", [TWO, CODED])
@pytest.mark.parametrize(
    "heading",
    ["kết quả năm ngoái:", "số liệu dự kiến:", "Số liệu ước tính của xã:", "so lieu nam ngoai:", "Kết quả kỳ trước\n"],
)  # fmt: skip
def test_figures_below_a_heading_that_makes_them_doubtful_are_all_asked_about(
    heading: str, rows: str
) -> None:
    found = outcomes(f"{heading} {rows}")
    assert len(found) == 2
    assert set(found.values()) == {"ask"}


@pytest.mark.parametrize("rows", [TWO, CODED])
@pytest.mark.parametrize(
    "heading",
    ["trường em trong tuần có mấy hoạt động thế này ạ:", "xã em có vài việc:", "Báo cáo kết quả\n",
     "thực hiện kế hoạch của huyện, xã báo cáo như sau:", "kính gửi phòng, em xin báo cáo kết quả sau ạ:"],
)  # fmt: skip
def test_any_other_heading_says_nothing_of_the_figures(heading: str, rows: str) -> None:
    found = outcomes(f"{heading} {rows}")
    assert len(found) == 2
    assert set(found.values()) == {"ok"}


def test_a_label_is_no_heading() -> None:
    assert outcomes("dự kiến văn nghệ: 1 buổi 300 người; 1.1: 2 lớp 60 người") == {
        "1.1": "ok",
        "6.2": "ask",
    }


def test_free_words_below_a_heading_stay_as_they_were_written() -> None:
    text = "Kết quả năm ngoái:\n1.1: 2 lớp 60 người\n11: Trao 10 suất học bổng"
    found = read_many(FORM, text)
    (told,) = [row.reading for row in found.rows if row.row.code == "11"]
    assert isinstance(told, Understood)
    assert told.answer.text == "Trao 10 suất học bổng"
