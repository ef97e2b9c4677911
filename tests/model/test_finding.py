"""Cross-row checks: what is asked about, and what is not; each rule with one example of both."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from bot.figures.warnings import findings
from bot.forms.form_loader import load_builtin
from bot.model.answer import Answer, AnswerState, nil, value

FORM = load_builtin("phu-luc-ii-2022")


def report(**figures: tuple[int | None, int | None] | str) -> dict[str, Answer]:
    """Answers by row; `r1_1` stands for row 1.1, words for a state."""
    kept = {}
    for name, said in figures.items():
        code = name[1:].replace("_", ".")
        row = FORM.by_code[code]
        if said == "không":
            kept[code] = nil(row)
        elif isinstance(said, str):
            kept[code] = Answer(AnswerState(said))
        elif row.is_asked:
            kept[code] = value(row, *said)
        else:
            kept[code] = Answer(AnswerState.VALUE, count=said[0], source="total")
    return kept


def found(**figures: tuple[int | None, int | None] | str) -> list[tuple[str, str]]:
    return [(finding.rule, finding.code) for finding in findings(FORM, report(**figures), "Xã")]


ODD = [
    ("people_without_classes", "1.1", {"r1_1": (0, 45)}),
    ("classes_without_people", "1.1", {"r1_1": (3, 0)}),
    ("fewer_people_than_classes", "1.1", {"r1_1": (45, 3)}),
    ("above_own_maximum", "7.1", {"r7_1": (2, None)}),
    ("above_ceiling", "4.3", {"r4_3": (48_250, None)}),
    ("above_ceiling", "1.1", {"r1_1": (3, 6_000)}),
    ("counterpart_missing", "6.4", {"r6_4": (2, 90), "r8": "không"}),
    ("counterpart_missing", "6.4", {"r6_4": (2, 90), "r8": (0, None)}),
    ("counterpart_missing", "8", {"r6_4": "không", "r8": (2, None)}),
    ("money_out_of_range", "10.1", {"r10_1": (999, None)}),
    ("money_out_of_range", "10.2", {"r10_2": (10_000_000_001, None)}),
    ("stated_total_below_children", "5", {"r5": (3, None), "r5_1": (2, None), "r5_3": (2, 40)}),
]
PLAIN = [
    ("people_without_classes", {"r1_1": (3, 45)}),
    ("people_without_classes", {"r1_1": (0, 0)}),
    ("classes_without_people", {"r1_1": "không"}),
    ("fewer_people_than_classes", {"r1_1": (3, 3)}),
    ("above_own_maximum", {"r7_1": (1, None)}),
    ("above_ceiling", {"r4_3": (10_000, None), "r1_1": (3, 5_000), "r10_1": (900_000_000, None)}),
    ("counterpart_missing", {"r6_4": (2, 90), "r8": (1, None)}),
    ("counterpart_missing", {"r6_4": (2, 90)}),  # row 8 is still open
    ("money_out_of_range", {"r10_1": (0, None), "r10_2": (10_000_000_000, None)}),
    ("money_out_of_range", {"r10_1": (1_000, None)}),
    ("stated_total_below_children", {"r5": (4, None), "r5_1": (2, None), "r5_3": (2, 40)}),
    ("stated_total_below_children", {"r5": (9, None), "r5_1": (2, None)}),
]


@pytest.mark.parametrize(("rule", "code", "figures"), ODD)
def test_what_looks_odd_is_found(rule: str, code: str, figures: dict) -> None:
    assert found(**figures) == [(rule, code)]


@pytest.mark.parametrize(("rule", "figures"), PLAIN)
def test_what_is_plain_is_not_asked_about(rule: str, figures: dict) -> None:
    assert found(**figures) == []


def test_every_rule_has_an_example_of_both() -> None:
    catalogue = resources.files("bot.locale").joinpath("vi.po").read_text("utf-8")
    names = set(re.findall(r'^msg\w+ "finding\.(\w+)"', catalogue, re.MULTILINE))
    names -= {"part_above_whole"}  # of columns that the built-in form does not have
    assert {rule for rule, *_ in ODD} == names
    assert {rule for rule, _ in PLAIN} == names
