"""A database of before obligations is upgraded: nothing that was said, sent or planned is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import Store, check_database
from tests.storage.samples import NOW

BEFORE = Path(__file__).parent / "before_obligations.sql"
TABLES = (
    "unit", "form", "campaign", "submission", "answer", "revision", "revision_answer", "file",
    "person", "seat", "reminder", "notice", "snapshot", "snapshot_unit", "snapshot_cell", "audit",
    "inbox", "outbox",
)  # fmt: skip


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        return [dict(row) for row in found]


@pytest.fixture
def older(path: Path) -> Path:
    """A campaign with two reports sent, one of them sent back, a total issued and steps planned."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE.read_text(encoding="utf-8"))
    return path


@pytest.mark.parametrize("table", TABLES)
def test_an_upgrade_keeps_every_row_as_it_was(older: Path, table: str) -> None:
    before = rows(older, table)
    Store.open(f"sqlite:///{older}", NOW).close()
    after = [
        {column: row[column] for column in kept}
        for row, kept in zip(rows(older, table), before, strict=True)
    ]
    assert after == before
    check_database(older)


def test_an_upgraded_campaign_has_no_plan_and_asks_for_what_it_asked(older: Path) -> None:
    store = Store.open(f"sqlite:///{older}", NOW)
    with store.reading() as tx:
        (campaign,) = tx.campaigns.all()
        planned = tx.reminders.planned(campaign.id)
    store.close()
    assert (campaign.plan.number, campaign.asked_items, campaign.deadlines) == ("", (), ())
    kept = rows(older, "reminder")
    assert len(planned) == sum(row["state"] == "planned" for row in kept) > 0


def test_an_upgraded_database_plans_steps_again(older: Path) -> None:
    store = Store.open(f"sqlite:///{older}", NOW)
    with store.transaction() as tx:
        (campaign,) = tx.campaigns.all()
        unit = tx.campaigns.members(campaign.id)[3]
        tx.reminders.plan(campaign.id, [unit.id], [("deadline-1", NOW)], NOW)
        own = [step for step in tx.reminders.planned(campaign.id) if step.unit_id == unit.id]
    store.close()
    assert [step.step for step in own] == ["deadline-1"]
