"""Ninety-eight communes of a province straight to the Sở: no tier between, both deadlines, one total."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.answer import value
from bot.model.events import AnswerRecorded
from bot.use_cases.board.owed_items import obligations_in
from bot.use_cases.papers.campaign_export import progress_rows
from bot.use_cases.reminding.reminder_forecast import forecast
from bot.use_cases.turns.process_message import apply_changes
from storage import Author
from tests.use_cases import test_three_tiers
from tests.use_cases.test_three_tiers import Figures, Province, given, summed

COMMUNES = [f"X{number}" for number in range(1, 99)]
UPWARD = """
receiver = "Sở Giáo dục và Đào tạo"
[upward]
receivers = ["Bộ Giáo dục và Đào tạo", "UBND tỉnh"]
deadline = "trước ngày 21/10/2022"
"""


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Province]:
    """Every commune but each seventh has sent."""
    monkeypatch.setattr(test_three_tiers, "CAMPAIGN", test_three_tiers.CAMPAIGN + UPWARD)
    made = Province(tmp_path, dict.fromkeys(COMMUNES, ""))
    chance = random.Random(98)
    for code in COMMUNES[::7]:
        made.parents.pop(code)
    for code in made.parents:
        made.sends(
            code, {row: (chance.randint(0, 9), chance.randint(0, 99)) for row in ("1.1", "6.1")}
        )
    yield made
    made.desk.close()


def test_the_total_is_that_of_all_that_sent_and_the_others_are_named(province: Province) -> None:
    whole: Figures = summed(list(province.sent.values()))
    exported = province.exported()
    assert given(exported["totals"], whole) == whole
    assert {each["unit_code"] for each in exported["missing_units"]} == set(COMMUNES[::7])


def test_everybody_who_owes_is_reminded_by_both_deadlines_and_nobody_owes_a_total(
    province: Province,
) -> None:
    with province.desk.store.reading() as tx:
        rows = forecast(tx, province.desk.office, "ba-cap", province.desk.now)
        owed = obligations_in(tx, province.desk.office, province.campaign)
    assert {row["unit_code"] for row in rows} == {*COMMUNES[::7], None}
    assert any(row["kind"] == "upward-deadline-1" for row in rows)
    assert {each.asked.type for _, each in owed} == {"figures"}
    assert {each.receivers for _, each in owed} == {("Sở Giáo dục và Đào tạo",)}


def test_ninety_eight_drafts_at_once_count_nowhere_and_each_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_three_tiers, "CAMPAIGN", test_three_tiers.CAMPAIGN + UPWARD)
    made = Province(tmp_path, dict.fromkeys(COMMUNES, ""))
    row = made.desk.form.by_code["1.1"]
    for number, code in enumerate(COMMUNES, start=1):
        with made.desk.store.transaction() as tx:
            draft = tx.submissions.of_unit(made.campaign.id, made.ids[code])
            assert draft is not None
            fact = AnswerRecorded(draft.id, "1.1", value(row, number, 1000 + number))
            apply_changes(tx, made.desk.office, [fact], Author(made.desk.now))
    with made.desk.store.reading() as tx:
        states = {line["state"] for line in progress_rows(tx, made.desk.office, "ba-cap")}
        kept = [
            tx.submissions.of_unit(made.campaign.id, made.ids[code]).answers["1.1"].people
            for code in COMMUNES
        ]
    assert states == {"in_progress"}
    assert kept == [1000 + number for number in range(1, 99)]
    assert made.exported()["totals"]["1.1"]["count"] is None
    made.desk.close()
