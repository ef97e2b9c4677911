"""What messages of officials cost the writer in campaigns of many units, beside the same in a small one.

    python -m benchmarks.growth [--units 14,3321] [--rounds N] [--json]

Every unit has sent its report; one of them corrects it, in several ways, and sends it again, with a
program that has just started. The merged commune is one of half as many, each made from two that sent
a report the year before. Shown is the processor time of the whole turn: the median of all rounds, and
how many times that of the smallest campaign it is.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks import database
from benchmarks.measure import apart
from benchmarks.script import FIRST_CHAT
from bot.model.person import Role
from bot.use_cases.board import branch_reports
from storage import FreshCode

STARTS = ("Đồng ý", "sửa 1.1 thành 3 lớp 120 người")
SAYS = {
    "a figure": "sửa 1.1 thành 4 lớp 130 người",
    "a figure in words, the first": "bên em đã mở 3 lớp 125 người",
    "a figure in words": "bên em đã mở 3 lớp 130 người",
    "a question": "chị ơi hạn nộp ngày nào?",
    "thanks": "em cảm ơn chị nhiều ạ",
    "looking the report over": "xem",
    "sending, the first": "nộp",
}
"""What is measured, in this order; "the first" is the first of its kind since the program started."""
MERGED = "a merged commune's figure"

OF_BRANCH = "the total of ten units below"
BELOW = 10

Costs = dict[str, float]


def of_reporter(folder: Path, units: int) -> Costs:
    """Milliseconds of each kind of message of a unit that has sent its report."""
    made = database.make_reported(folder, units)
    store, office = database.open_store(made.folder), database.make_office(made.folder)
    with store.transaction() as tx:
        unit, now = tx.campaigns.members(made.campaign_id)[5], office.now()
        until = now + timedelta(days=3)
        code = office.fresh_code()
        fresh = FreshCode(code, unit.id)
        tx.invites.add([fresh], made.campaign_id, Role.REPORTER, now, until)
    costs = {}
    for words in (f"/start {code}", *STARTS):
        database.one_message(store, office, FIRST_CHAT, words)
    for name, words in SAYS.items():
        begun = time.process_time()
        database.one_message(store, office, FIRST_CHAT, words)
        costs[name] = 1000 * (time.process_time() - begun)
    store.close()
    return costs


def of_merged(folder: Path, units: int) -> Costs:
    """Milliseconds of a figure of a commune that was made from two, the first of them left aside."""
    sample = database.make_merged(folder, units // 2, writers=1)
    store, office = database.open_store(folder), database.make_office(folder)
    spans = []
    for words in sample.scripts[0][:12]:
        begun = time.process_time()
        database.one_message(store, office, FIRST_CHAT, words)
        spans.append(1000 * (time.process_time() - begun))
    store.close()
    return {MERGED: statistics.median(spans[4:])}


def of_branch(folder: Path, units: int) -> Costs:
    """Milliseconds of the total of a unit that ten others of the campaign stand below."""
    made = database.make_reported(folder, units)
    store, office = database.open_store(made.folder), database.make_office(made.folder)
    with store.transaction() as tx:
        campaign = tx.campaigns.by_id(made.campaign_id)
        top, *below = tx.campaigns.members(campaign.id)[: BELOW + 1]
        placed = text("UPDATE unit SET parent = :top WHERE id <= :last AND id > :first")
        named = {"top": top.code, "first": top.id, "last": below[-1].id}
        tx.connection.execute(placed, named)
    spans = []
    with store.reading() as tx:
        for _ in range(5):
            begun = time.process_time()
            total = branch_reports.branch_total(tx, office, campaign, top.code)
            spans.append(1000 * (time.process_time() - begun))
            assert len(total.lines) == BELOW, len(total.lines)
    store.close()
    return {OF_BRANCH: statistics.median(spans)}


def measured(sizes: list[int], rounds: int) -> dict[str, dict[int, float]]:
    """Return by kind of message the milliseconds by the number of units."""
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds):
        for units in sizes:
            for of_kind in (of_reporter, of_merged, of_branch):
                with tempfile.TemporaryDirectory(prefix="baocao-growth-") as home:
                    for name, span in apart(of_kind, Path(home) / "made", units).items():
                        found[name][units].append(span)
    return {
        name: {units: round(statistics.median(spans), 1) for units, spans in by_units.items()}
        for name, by_units in found.items()
    }


def main() -> None:
    """Measure and print a table, or the outcome as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--units", default="14,3321", help="sizes of the campaigns")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--json", action="store_true", help="milliseconds by kind and size")
    given = parser.parse_args()
    sizes = [int(units) for units in given.units.split(",")]
    costs = measured(sizes, given.rounds)
    if given.json:
        print(json.dumps(costs, ensure_ascii=False))
        return
    print(
        "| ms of the processor | "
        + " | ".join(f"{units:,} units" for units in sizes)
        + " | times |"
    )
    print("| --- |" + " ---: |" * (len(sizes) + 1))
    for name, by_units in costs.items():
        spans = [by_units[units] for units in sizes]
        told = " | ".join(f"{span:.1f}" for span in spans)
        print(f"| {name} | {told} | {spans[-1] / spans[0]:.1f} |")


if __name__ == "__main__":
    main()
