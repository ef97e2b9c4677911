"""Whatever is added, taken out and mended in whatever tree: totals, branches, the board, reminders and rights are
those of an independent list, nothing counts twice, and no figure is lost."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.commands import AddUnit, MendUnit, TakeOut, UnitCommand
from bot.model.person import Role, Seat
from bot.model.unit import Unit
from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.board import reach
from bot.use_cases.turns.run_command import Acting, execute
from tests.properties.test_rights import Forest, Parents, in_forest, trees

KINDS = ("xã", "phường", "thị trấn")


@dataclass
class Expected:
    """The list as it should be: who is in, below whom, of which kind."""

    parents: dict[str, str]
    kinds: dict[str, str]
    inside: set[str] = field(default_factory=set)

    def parent(self, code: str) -> str:
        above = self.parents[code]
        return above if above in self.inside else ""

    def branch(self, top: str) -> set[str]:
        below = {code for code in self.inside if self.parent(code) == top}
        return {top}.union(*map(self.branch, below))


def figure(code: str) -> int:
    return 7000 + int(code[1:])


def units(forest: Forest) -> dict[str, Unit]:
    """Every unit by its code: those of the campaign as it has them, those that left, and the list's others."""
    with forest.desk.store.reading() as tx:
        campaign = forest.desk.campaign
        listed = {unit.code: unit for unit in tx.campaigns.units(campaign.body)}
        left = {unit.code: unit for unit, _ in tx.members.left(campaign.id)}
        inside = {unit.code: unit for unit in tx.campaigns.members(campaign.id)}
    return {**listed, **left, **inside}


def does(forest: Forest, command: UnitCommand) -> bool:
    desk = forest.desk
    desk.later(minutes=1)
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        return execute(Acting(tx, desk.office, seat), [command]).may


def change(forest: Forest, known: Expected, chance: random.Random) -> None:
    """One act on the list, also such as must be refused, and what it should have come to."""
    code = chance.choice(sorted(known.parents))
    unit = units(forest)[code]
    match chance.choice(("out", "add", "parent", "kind")):
        case "out":
            may = code in known.inside and known.branch(code) == {code}
            assert does(forest, TakeOut(unit.id, "ghi nhầm")) == may
            known.inside -= {code} if may else set()
        case "add":
            may = code not in known.inside
            assert does(forest, AddUnit(unit.id)) == may
            known.inside |= {code} if may else set()
        case "parent":
            above = chance.choice(["", *sorted(known.parents)])
            is_free = above == "" or (above in known.inside and above not in known.branch(code))
            may = code in known.inside and is_free and above != known.parents[code]
            assert does(forest, MendUnit(unit.id, parent=above)) == may, (code, above)
            known.parents[code] = above if may else known.parents[code]
        case "kind":
            kind = chance.choice(KINDS)
            may = code in known.inside and kind != known.kinds[code]
            assert does(forest, MendUnit(unit.id, kind=kind)) == may
            known.kinds[code] = kind if may else known.kinds[code]


def check(forest: Forest, known: Expected) -> None:
    """Everything that shows the list says the same."""
    desk = forest.desk
    out = desk.folder / "out.json"
    export_file(desk.store, desk.office, desk.campaign.slug, None, out)
    body = json.loads(out.read_text("utf-8"))
    assert {unit["unit_code"] for unit in body["units"]} == known.inside
    counted = body["totals"].get("1.1", {}).get("count")
    assert (counted or 0) == sum(map(figure, known.inside))
    for code, rows in body["by_branch"].items():
        assert rows["1.1"]["count"] == sum(map(figure, known.branch(code))), code
    for kind, rows in body["by_kind"].items():
        of_kind = [code for code in known.inside if known.kinds[code] == kind]
        assert (rows.get("1.1", {}).get("count") or 0) == sum(map(figure, of_kind)), kind
    with desk.store.reading() as tx:
        members = {unit.id: unit.code for unit in tx.campaigns.members(desk.campaign.id)}
        assert set(members.values()) == known.inside
        for number, code in members.items():
            below = reach.units_below(tx, desk.campaign.id, number)
            assert {members[each] for each in below} == known.branch(code) - {code}
            assert tx.submissions.of_unit(desk.campaign.id, number) is not None
        steps = tx.reminders.planned(desk.campaign.id)
        assert {step.unit_id for step in steps} <= set(members)
        rows = tx.connection.exec_driver_sql(
            "select unit.code, revision_answer.count as count_ from revision_answer"
            " join revision on revision.id = revision_answer.revision_id"
            " join submission on submission.id = revision.submission_id"
            " join unit on unit.id = submission.unit_id where submission.campaign_id = ?",
            (desk.campaign.id,),
        ).all()
    sent = {row.code: row.count_ for row in rows}
    assert sent == {
        code: figure(code) for code in known.parents
    }  # what was sent is there for ever


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(), st.randoms(use_true_random=False))
def test_every_list_counts_what_it_holds(parents: Parents, chance: random.Random) -> None:
    def play(forest: Forest) -> None:
        found = units(forest)
        own = {code: unit for code, unit in found.items() if code.startswith("Q")}
        known = Expected(
            {code: unit.parent for code, unit in own.items()},
            {code: unit.kind for code, unit in own.items()},
            set(own),
        )
        check(forest, known)
        for _ in range(8):
            change(forest, known, chance)
            check(forest, known)

    in_forest(parents, play)
