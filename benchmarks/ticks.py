"""What a tick costs with nothing due, however many steps are planned, and what a due one costs."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks import database
from bot.use_cases.reminding import send_reminders
from storage import Store

ROUNDS = 300
OPEN = (1, 1_000, 100_000)


def idle_ticks() -> list[tuple[int, float, float]]:
    """(planned steps, microseconds of a tick with nothing due, of an empty transaction)."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="baocao-ticks-") as home:
        office, store = database.make_office(Path(home)), database.open_store(Path(home))
        now = office.now()
        read = database._sample_campaign(Path(home), office)
        with store.transaction() as tx:
            campaign = database._opened(tx, office, read, "ticks")
            tx.reminders.cancel(campaign.id, None, now)
            unit = tx.campaigns.members(campaign.id)[0]
        planned = 0
        for wanted in OPEN:
            with store.transaction() as tx:
                _plan(tx, campaign.id, unit.id, planned, wanted, now)
            planned = wanted
            empty = _median(store, lambda tx: tx.connection.execute(text("SELECT 1")).scalar())
            tick = _median(store, lambda tx: send_reminders.reminder_tick(tx, office, now))
            figures.append((wanted, tick, empty))
        store.close()
    return figures


def _plan(tx: Any, campaign: int, unit: int, first: int, until: int, now: datetime) -> None:
    """Steps for the days to come."""
    rows = [
        {"campaign_id": campaign, "unit_id": unit, "step": f"deadline-{number}", "round": 1,
         "due_at": now + timedelta(days=1, seconds=number), "state": "planned", "words": ""}
        for number in range(first, until)
    ]  # fmt: skip
    if rows:
        from storage.tables import REMINDER

        tx.connection.execute(REMINDER.insert(), rows)


def _median(store: Store, work: Callable[[Any], Any]) -> float:
    spans = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        with store.transaction() as tx:
            work(tx)
        spans.append(time.perf_counter() - begun)
    return 1e6 * statistics.median(spans)


def main() -> None:
    """Print a Markdown table, or one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    if parser.parse_args().json:
        print(
            json.dumps({planned: round(tick / empty, 2) for planned, tick, empty in idle_ticks()})
        )
        return
    print("| planned steps | tick, µs | empty transaction, µs | ratio |")
    print("| ---: | ---: | ---: | ---: |")
    for planned, tick, empty in idle_ticks():
        print(f"| {planned:,} | {tick:.0f} | {empty:.0f} | {tick / empty:.2f} |")


if __name__ == "__main__":
    main()
