"""On the command line too an act reaches the unit it names and no other, whatever the tree; and an address
of another program hears of its own body's accepted reports alone."""

from __future__ import annotations

import json
import random
import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.main import main
from storage import WebhookCall
from tests.properties.test_rights import Forest, Parents, in_forest, name, trees

ACTS: dict[str, tuple[str, ...]] = {
    "accept": (),
    "return": ("--reason", "sai số"),
    "enter": ("--source", "thư", "1.1: 5 lớp 5 người"),
}


def types(forest: Forest, *words: str) -> int:
    """Run a command on the forest's folder; its exit status."""
    config = forest.desk.folder / "config.toml"
    config.write_text(f"[app]\ndata_dir = {json.dumps(str(forest.desk.folder))}", "utf-8")
    with pytest.raises(SystemExit) as ended:
        main([*words, "--config", str(config), "--clock", forest.desk.now.isoformat()])
    return int(ended.value.code or 0)


def reports(forest: Forest) -> dict[int, Any]:
    """Every unit's status and figures."""
    found = (forest.desk.submission(f"Q{number:02d}") for number in range(len(forest.ids)))
    return {number: (each.status, each.answers) for number, each in enumerate(found)}


def calls(forest: Forest) -> list[WebhookCall]:
    with forest.desk.store.reading() as tx:
        return list(tx.outward.due_calls(forest.desk.now + timedelta(hours=1), 100))


@settings(max_examples=2, deadline=None)
@given(trees(), st.randoms(use_true_random=False))
def test_a_command_changes_the_unit_it_names_and_no_other(
    parents: Parents, chance: random.Random
) -> None:
    def check(forest: Forest) -> None:
        for act, more in ACTS.items():
            number, before = chance.randrange(len(parents)), reports(forest)
            types(forest, act, "cay", "--unit", f"Q{number:02d}", *more)
            after = reports(forest)
            assert [each for each in after if after[each] != before[each]] in ([], [number]), act
            assert types(forest, act, "muong-te-2022", "--unit", f"Q{number:02d}", *more) != 0
            assert reports(forest) == after

    in_forest(parents, check)


@settings(max_examples=2, deadline=None)
@given(trees(), st.randoms(use_true_random=False))
def test_an_address_hears_of_its_own_bodys_accepted_reports_alone(
    parents: Parents, chance: random.Random
) -> None:
    def check(forest: Forest) -> None:
        with forest.desk.store.transaction() as tx:
            for body in (forest.desk.campaign.body, "UBND tỉnh khác"):
                tx.outward.add_webhook(body, f"https://{body[-4:]}.vn/x", "s", forest.desk.now)
        accepted = chance.sample(range(len(parents)), chance.randint(1, len(parents)))
        units = [word for number in accepted for word in ("--unit", f"Q{number:02d}")]
        assert types(forest, "accept", "cay", *units) == 0
        told = calls(forest)
        assert {call.url for call in told} == {f"https://{forest.desk.campaign.body[-4:]}.vn/x"}
        assert [json.loads(call.payload)["unit_name"] for call in told] == list(
            map(name, accepted)
        )
        said = [re.sub(r'"20[0-9T:.+-]+"', "", call.payload) for call in told]  # without instants
        assert not [text for text in said if any(str(7000 + n) in text for n in range(9))]

    in_forest(parents, check)
