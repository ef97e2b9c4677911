"""Every line that `read --why` can name has an example, and every word that makes a figure doubtful."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reading import explain
from bot.reading.claims import COUNTING
from bot.reading.trace import trace
from bot.row_types import count, money, pair, row_type, totals
from bot.row_types.evidence import Breakdown, Evidence, Role
from bot.vietnamese.words import group
from tests.reading.generator import FORM

EXAMPLES = list(
    csv.DictReader(
        (Path(__file__).parent / "cases" / "why.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
    )
)
LAST = "nothing"  # where a rule before it has left no figure; no words lead there
OF_COUNTS = {"nested", "general_and_kind", "members", "told_again"}  # money has neither

FRAMES = {
    "warnings": ("2 lớp 45 người {}", "2 lớp, một {} là nữ, 45 người", "{} 284 quyển", "284 quyển {}", "5 triệu {}", "2 triệu {}", "5 củ {}"),
    "before_number": ("2 lớp {} 45 người", "{} 284 quyển", "{} 45 người", "{} 5 triệu", "3 tin, {} 2 bài"),
    "after_number": ("2 lớp 45 người {}", "284 quyển {}", "284 {} quyển"),
}  # fmt: skip
ROW_OF = {"lớp": "1.1", "quyển": "4.3", "triệu": "10.1", "củ": "10.1", "tin": "2", "người": "4.2"}
RAISED = {"absent": "strange_word", "of_unit": "strange_word", "of_things": "approximate"}
SILENT = ("harmless",)


def _tables() -> Iterator[tuple[str, str]]:
    """The tables and the names of their lines."""
    yield from (("role", role.value) for role in Role)
    yield from (("part", part.value) for part in Breakdown if part)
    yield from (("number", name) for name in ("label", *COUNTING))
    yield from (("count", name) for name in (*(rule.name for rule in count.RULES), *totals.RULES))
    yield from (("pair", rule.name) for rule in (*pair.RULES, *pair.RULES_OF_MANY))
    yield from (("money", name) for name in totals.RULES.keys() - OF_COUNTS)
    yield from (("money", rule.name) for rule in money.RULES)


def test_every_line_of_every_table_has_an_example() -> None:
    led_on = {("pair", "many")}  # asks the next table, whose line is named
    named = {(line["table"], line["name"]) for line in EXAMPLES}
    wanted = {line for line in _tables() if line[1] != LAST} - led_on
    assert named == wanted


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: f"{line['table']} {line['name']}")
def test_an_example_is_decided_by_its_line(line: dict[str, str]) -> None:
    explained = explain(FORM.by_code[line["code"]], line["text"].replace("\\n", "\n"))
    found = trace(explained)
    named = {
        "role": {number.explained_by for number in found.numbers},
        "part": {number.part for number in found.numbers},
        "number": {number.rule for number in found.numbers},
    }
    assert line["name"] in named.get(line["table"], {found.rule})
    assert line["table"] in (*named, row_type(explained.row).name)


@pytest.mark.parametrize("code", ["4.3", "10.1"])
def test_where_nothing_is_left_the_last_line_asks(code: str) -> None:
    row = FORM.by_code[code]
    decided = row_type(row).decide(row, Evidence("", (), plain=False))
    assert (decided.rule, decided.doubt) == (LAST, "no_number")


def _words() -> Iterator[tuple[str, str, str]]:
    for section in FRAMES:
        for key, phrases in group(section).items():
            yield from ((section, key, phrase.lstrip("=")) for phrase in phrases)


@pytest.mark.parametrize(
    ("section", "key", "phrase"), [each for each in _words() if each[1] not in SILENT]
)
def test_every_word_of_doubt_raises_it_somewhere(section: str, key: str, phrase: str) -> None:
    raised = set()
    for frame in FRAMES[section]:
        code = next(code for noun, code in ROW_OF.items() if noun in frame)
        found = trace(explain(FORM.by_code[code], frame.format(phrase)))
        raised |= {doubt for doubt, _ in found.doubts}
    assert RAISED.get(key, key) in raised
