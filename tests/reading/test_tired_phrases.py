"""Answers as tired people type them, hundreds of them, written before anybody looked at the reader.

`means` begins with "=" where the answer is stored at once, "~" where it may also be asked about and
"?" where it must be; the figures behind it, count|people, are the only ones that may be offered.
"""

from __future__ import annotations

import csv
from itertools import chain
from pathlib import Path

import pytest

from bot.use_cases.turns.read_phrase import read_phrase
from tests.reading.generator import FORM

CASES = [
    Path(__file__).parent / "cases" / name
    for name in (
        "tired.tsv",
        "weary.tsv",
        "worn.tsv",
        "fresh.tsv",
        "weekday.tsv",
        "listed.tsv",
        "evening.tsv",
        "joint.tsv",
        "named.tsv",
        "morning.tsv",
        "noon.tsv",
        "topics.tsv",
        "counter.tsv",
        "clerks.tsv",
    )
]


def _cases() -> list[tuple[str, str, str]]:
    lines = (path.read_text(encoding="utf-8").splitlines() for path in CASES)
    rows = (csv.DictReader(each, delimiter="\t", quoting=csv.QUOTE_NONE) for each in lines)
    return [(row["code"], row["means"], row["text"].replace("\\n", "\n")) for row in chain(*rows)]


def _figures(said: dict[str, int | None] | None) -> str:
    said = said or {}
    return "|".join(str(said.get(key) or "") for key in ("count", "people"))


def _is_half(offered: str, means: str) -> bool:
    pairs = zip(offered.split("|"), means.split("|"), strict=True)
    return all(found in ("", right) for found, right in pairs)


@pytest.mark.parametrize(("code", "means", "text"), _cases())
def test_a_tired_answer_is_read_as_meant(code: str, means: str, text: str) -> None:
    got = read_phrase(FORM, code, text)
    sign, figures = means[:1], means[2:] or "|"
    if got["outcome"] in ("ok", "nil"):
        stored = "nil" if not got["count"] and not got["people"] else _figures(got)
        assert sign in "=~" and stored == figures
    else:
        offered = _figures(got["proposal"])
        assert sign in "~?" and _is_half(offered, "|" if figures == "nil" else figures), got


@pytest.mark.parametrize("again", ["mỗi 1 tổng 7 ", "à nhầm, 3 lớp 45 người, "])
def test_what_is_said_again_and_again_is_asked_about(again: str) -> None:
    assert read_phrase(FORM, "1.1", f"7 {again * 60}")["outcome"] == "ask"
