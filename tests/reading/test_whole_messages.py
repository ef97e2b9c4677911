"""Whole messages, sixty twice, written before anybody looked at the reader: lists, prose, pasted tables.

Lines before "---" tell what a message says of a row: "=" is read at once, "~" read, asked about or
named as not understood, "?" asked, "-" nothing. No other row is stored, and every digit comes back.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from bot.use_cases.turns.read_phrase import read_report
from tests.reading.generator import FORM

CASES = Path(__file__).parent / "cases" / "messages.txt"
NOTHING = ("nil", "not_applicable")


def _messages() -> list[tuple[str, list[str], str]]:
    found = []
    for block in re.split(r"(?m)^# (?=M[0-9]+$)", CASES.read_text(encoding="utf-8"))[1:]:
        head, text = block.split("\n---\n")
        name, *lines = head.split("\n")
        found.append((name, lines, text.strip("\n")))
    return found


def _figures(said: dict[str, Any] | None) -> str:
    shown = said or {}
    cells = (shown.get("count"), shown.get("people"))
    return "|".join("" if number is None else str(number) for number in cells)


def _fits(sign: str, means: str, got: dict[str, Any] | None) -> bool:
    if got is None:
        return sign == "~"
    is_nothing = got["outcome"] in NOTHING or not (got["count"] or got["people"])
    if sign == "-":
        return got["outcome"] in (*NOTHING, "ok") and is_nothing
    if got["outcome"] == "ok":
        return sign in "=~" and _figures(got) in (means, "|")
    offered = zip(_figures(got["proposal"]).split("|"), means.split("|"), strict=False)
    return sign in "~?" and all(number in ("", right) for number, right in offered)


@pytest.mark.parametrize(("name", "lines", "text"), _messages())
def test_a_message_is_read_as_meant(name: str, lines: list[str], text: str) -> None:
    found = read_report(FORM, text)
    rows = {row["code"]: row for row in found["rows"]}
    meant = {code: (sign, *means) for code, sign, *means in map(str.split, lines)}
    wrong = [
        code
        for code, (sign, *means) in meant.items()
        if not _fits(sign, "".join(means), rows.get(code))
    ]
    stored = {code for code, row in rows.items() if row["outcome"] == "ok"}
    assert (wrong, stored - meant.keys()) == ([], set()), (name, found)


@pytest.mark.parametrize(("name", "lines", "text"), _messages())
def test_every_digit_of_a_message_comes_back(name: str, lines: list[str], text: str) -> None:
    found = read_report(FORM, text)
    told = chain(found["not_understood"], found["unused"], lines)
    rows = (f"{row['code']} {row} {row['count']} {row['people']}" for row in found["rows"])
    back = re.sub(r"[.,\s]", "", " ".join((*told, *rows)))
    gone = [number for number in re.findall(r"[0-9]+", text) if number.lstrip("0") not in back]
    assert gone == [], (name, found)


@pytest.mark.parametrize(
    "words",
    ["Kết quả: bà con rất phấn khởi", "Nội dung báo cáo: nhân dân hưởng ứng", "Phong trào học tập rất sôi nổi"],
)  # fmt: skip
def test_words_that_no_row_takes_are_named(words: str) -> None:
    assert read_report(FORM, f"{words}\n1.1: 3 lớp 45 người")["not_understood"] == [words]


def test_a_letter_s_heading_is_no_such_words() -> None:
    head = "Kết quả thực hiện Tuần lễ hưởng ứng học tập suốt đời năm 2022 như sau:"
    assert read_report(FORM, f"{head}\n1.1: 3 lớp 45 người")["not_understood"] == []


@pytest.mark.parametrize("head", ["11: ", "Mục 11. "])
def test_words_with_very_many_commas_are_those_of_their_row(head: str) -> None:
    words = ", ".join(f"thôn {number} họp dân" for number in range(70))
    (row,) = read_report(FORM, head + words)["rows"]
    assert (row["code"], row["note"]) == ("11", words)


def test_words_with_very_many_commas_swallow_no_other_row() -> None:
    words = ", ".join(f"thôn {number} họp dân" for number in range(70))
    for other in ("1.1: 3 lớp 90 người", "mục 2: 3 tin"):
        found = read_report(FORM, f"11: {words}, {other}")
        assert (found["rows"], len(found["not_understood"])) == ([], 1)
