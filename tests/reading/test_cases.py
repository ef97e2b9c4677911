"""Messages and phrases that once went wrong: each is read as it was meant, or asked about."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.use_cases.turns.read_phrase import read_phrase, read_report
from tests.reading.generator import FORM

CASES = Path(__file__).parent / "cases"
NOTHING = ("nil", "not_applicable")


def _expected() -> Iterator[tuple[str, list[str]]]:
    blocks = (CASES / "expected.txt").read_text(encoding="utf-8").split("\n# ")[1:]
    for block in blocks:
        name, *lines = block.strip().split("\n")
        yield name, [line for line in lines if line]


def _phrases() -> list[dict[str, str]]:
    with (CASES / "phrases.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _said(figures: dict[str, Any] | None) -> str:
    shown = figures or {"count": None, "people": None}
    return "|".join("" if shown[key] is None else str(shown[key]) for key in ("count", "people"))


def _fits(line: str, got: dict[str, Any] | None) -> bool:
    """Whether a row was read as a line of the expectation allows."""
    _, sign, *wanted = line.split(" ")
    if got is None:  # named as not understood
        return sign in ("~", "?")
    if sign == "-":
        return got["outcome"] in NOTHING
    if got["outcome"] == "ok":
        return sign in ("=", "~") and _said(got) == wanted[0]
    offered = _said(got["proposal"])
    fair = sign == "?" or offered == "|" or offered == wanted[0] or _is_half(offered, wanted[0])
    return sign in ("~", "?") and got["outcome"] in ("ask", "reject") and fair


def _is_half(offered: str, wanted: str) -> bool:
    pairs = zip(offered.split("|"), wanted.split("|"), strict=True)
    return all(found in ("", right) for found, right in pairs)


@pytest.mark.parametrize(("name", "lines"), list(_expected()), ids=lambda given: str(given)[:9])
def test_a_message_is_read_as_meant(name: str, lines: list[str]) -> None:
    found = read_report(FORM, (CASES / name).read_text(encoding="utf-8"))
    rows = {row["code"]: row for row in found["rows"]}
    named = {line.split(" ")[0] for line in lines}
    stored = {code for code, row in rows.items() if row["outcome"] in ("ok", *NOTHING)}
    wrong = [line for line in lines if not _fits(line, rows.get(line.split(" ")[0]))]
    assert (wrong, stored - named) == ([], set()), found


def test_every_message_has_an_expectation() -> None:
    assert {name for name, _ in _expected()} == {path.name for path in CASES.glob("P-*.txt")}


@pytest.mark.parametrize("phrase", _phrases(), ids=lambda phrase: phrase["id"])
def test_a_phrase_is_read_as_meant(phrase: dict[str, str]) -> None:
    got = read_phrase(FORM, phrase["code"], phrase["text"])
    right = {f"{each}|" for each in phrase["expected"].split("|") if each.isdigit()}
    if got["outcome"] == "ok":
        assert _said(got) in right
        return
    typed = {f"{number}|" for number in re.findall(r"[0-9]+", phrase["text"])}  # never a sum
    assert got["outcome"] == "ask" and "ask" in phrase["expected"]
    assert _said(got["proposal"]) in {"|", *(right or typed)}
