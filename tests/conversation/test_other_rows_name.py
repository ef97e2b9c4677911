"""Figures behind another row's name are that row's, or asked about; never the asked row's."""

from __future__ import annotations

import pytest

from bot.reading import Ambiguous, read_asked
from tests.office import Installation, said

NAMED = [
    ("1.1", "tin học 1 lớp hai chục người", "1.3"),
    ("1.1", "ngoại ngữ 2 lớp 30 người", "1.2"),
    ("6.1", "văn nghệ 2 buổi 30 người", "6.2"),
    ("6.2", "thể thao: 1 cuộc 40 người", "6.1"),
    ("1.1", "mở 1 lớp tin học 20 người", "1.3"),
    ("6.1", "2 buổi văn nghệ 300 người", "6.2"),
    ("2", "băng rôn 5", "3"),
]


@pytest.mark.parametrize(("asked", "text", "meant"), NAMED)
def test_they_are_shown_as_the_rows_that_was_named(
    desk: Installation, asked: str, text: str, meant: str
) -> None:
    person = desk.joined()
    person.says(f"mục {asked}")
    told = said(person.says(text)[0])
    assert f"{meant}: " in told
    assert 'Gõ "đúng" để ghi' in told
    assert asked not in desk.submission().answers
    person.says("đúng")
    assert meant in desk.submission().answers


@pytest.mark.parametrize(("asked", "text", "_meant"), NAMED[:6])
def test_the_reader_asks_about_them(
    desk: Installation, asked: str, text: str, _meant: str
) -> None:
    reading = read_asked(desk.form, desk.form.by_code[asked], text)
    assert isinstance(reading, Ambiguous)
    assert not reading.candidates


def test_a_remark_that_mentions_another_row_is_a_remark(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 6.4")
    person.says("2 buổi 90 người, kết hợp văn nghệ")
    assert desk.submission().answers["6.4"].note == "kết hợp văn nghệ"


def test_a_correction_in_another_rows_name_changes_nothing(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người")
    told = said(person.says("sửa 1.1 thành tin học 2 lớp 30 người")[0])
    assert "mục 1.3" in told
    assert desk.submission().answers["1.1"].people == 45
