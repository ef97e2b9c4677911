"""Five plans as they were issued: dates, numbers, rules and what is not stated are exact.

`real/*.json` is what a person read in each; words may differ, facts may not. Mail addresses and
phones were replaced.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.plans.plan_json import proposal_json
from bot.use_cases.campaigns.plan_reading import read_plan_file

FOLDER = Path(__file__).parent / "real"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
EXACT = ("plan_number", "issuer", "issuer_level", "place", "issued", "year", "theme", "period",
         "photos_required")  # fmt: skip
PLANS = pytest.mark.parametrize("name", NAMES)


@cache
def read(name: str) -> dict[str, Any]:
    return proposal_json(read_plan_file(FOLDER / f"{name}.txt"))


@cache
def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


@PLANS
def test_the_head_of_a_plan_is_read_as_printed(name: str) -> None:
    assert {key: read(name)[key] for key in EXACT} == {key: expected(name)[key] for key in EXACT}


@PLANS
def test_every_deadline_has_its_date_and_rule_and_no_other_is_made_up(name: str) -> None:
    keys = ("date", "rule", "last_day", "last_working_day")
    found = [tuple(due[key] for key in keys) for due in read(name)["report_deadlines"]]
    assert found == [
        tuple(due.get(key) for key in keys) for due in expected(name)["report_deadlines"]
    ]


@PLANS
def test_every_deadline_names_as_many_receivers_and_the_desk_before_them(name: str) -> None:
    for due, wanted in zip(
        read(name)["report_deadlines"], expected(name)["report_deadlines"], strict=True
    ):
        assert len(listed(due["to"])) == len(listed(wanted["to"]))
        assert due["via"] == wanted["via"]
        assert len(due["who"]) == len(wanted["who"])


@PLANS
def test_every_opening_has_its_day_hour_level_and_manner(name: str) -> None:
    keys = ("date", "from", "to", "time", "level", "mode", "kind")
    found = [tuple(opening.get(key) for key in keys) for opening in read(name)["opening"]]
    assert found == [tuple(o.get(key) for key in keys) for o in expected(name)["opening"]]


@PLANS
def test_an_opening_has_a_place_where_the_plan_names_one(name: str) -> None:
    found = [opening["place"] is None for opening in read(name)["opening"]]
    assert found == [opening["place"] is None for opening in expected(name)["opening"]]


@PLANS
def test_the_plan_rests_on_the_documents_it_names(name: str) -> None:
    def numbers(texts: list[str]) -> set[str]:
        return {
            re.match(r"\d+", text).group() + text.split("ngày")[1].split()[0] for text in texts
        }  # type: ignore[union-attr]

    assert numbers(read(name)["basis"]) == numbers(expected(name)["basis"])


@PLANS
def test_what_is_missing_is_asked(name: str) -> None:
    assert set(read(name)["must_ask_coordinator"]) == set(expected(name)["must_ask_coordinator"])


@PLANS
def test_as_many_contradictions_are_listed_as_a_person_found(name: str) -> None:
    found = read(name)["contradictions"]
    assert len(found) == len(expected(name)["contradictions"])
    assert all(contradiction["quotes"] for contradiction in found)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "ba-dinh-2020",
            "177/KH-UBND: 04/12/2013 (giai đoạn 2012-2020) và 01/12/2013 (giai đoạn 2013-2020)",
        ),
        ("thu-dau-mot-2021", "Dấu đến ghi 21/09/2021, trước ngày của chính văn bản (23/09/2021)"),
        ("muong-te-2022", "2021"),
    ],
)
def test_a_contradiction_says_both_of_what_is_printed(name: str, told: str) -> None:
    assert any(told in contradiction["text"] for contradiction in read(name)["contradictions"])


@PLANS
def test_as_many_tiers_and_contacts_are_found(name: str) -> None:
    found, wanted = read(name), expected(name)
    assert len(found["tiers"]) == len(wanted["tiers"])
    assert (found["contacts"] is None) == (wanted["contacts"] is None)
    for kind, printed in (wanted["contacts"] or {}).items():
        assert len(found["contacts"][kind]) == len(printed)


@PLANS
def test_the_deadline_for_comments_is_read_from_the_letter_that_asks(name: str) -> None:
    found, wanted = read(name)["consultation_deadline"], expected(name)["consultation_deadline"]
    keys = ("date", "rule", "last_day", "silence_rule_stated")
    facts = [[each[key] for key in keys] + [len(each["who"])] for each in (found, wanted) if each]
    assert len(facts) in (0, 2)
    assert facts[:1] == facts[1:]


@PLANS
def test_every_source_is_a_sentence_of_the_plan(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    bare = re.sub(r"[\s*_]|\]\([^)]*\)|\[", "", text)
    for path, sentence in read(name)["sources"].items():
        assert re.sub(r"[\s*_]", "", sentence) in bare, path
