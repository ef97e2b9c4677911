"""Units belong to the body that issues the plans; nobody's list calls another body's units."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.model.unit import Unit
from storage import Store, check_database
from tests.office import unit_by_code
from tests.storage.samples import NOW, set_up

BEFORE = Path(__file__).parent / "before_bodies.sql"  # two bodies whose lists share one code
FIRST, OTHER = "UBND huyện Mường Tè", "UBND huyện Nơi Khác"
KEPT = "SELECT count(*) FROM {}"
TABLES = (
    "campaign",
    "submission",
    "revision",
    "revision_answer",
    "audit",
    "seat",
    "snapshot_unit",
)


def counts(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        found = [connection.execute(KEPT.format(table)).fetchone() for table in TABLES]
    return [number for (number,) in found]


@pytest.fixture
def older(path: Path) -> Path:
    """A database of the program before units had bodies."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE.read_text(encoding="utf-8"))
    return path


def test_an_upgrade_keeps_every_campaign_answer_and_audit_line(older: Path) -> None:
    before = counts(older)
    Store.open(f"sqlite:///{older}", NOW).close()
    assert counts(older) == before
    check_database(older)


def test_an_upgrade_gives_each_body_its_own_unit_of_a_shared_code(older: Path) -> None:
    store = Store.open(f"sqlite:///{older}", NOW)
    with store.reading() as tx:
        units = [unit_by_code(tx, "03466", body) for body in (FIRST, OTHER)]
        campaigns = tx.campaigns.all()
        figures = [tx.views.sent_answers(campaign.id) for campaign in campaigns]
        assert [campaign.body for campaign in campaigns] == [FIRST, OTHER] == tx.campaigns.bodies()
        assert None not in units
        assert units[0] != units[1]
        sent = [
            tx.views.sent_by(unit.id, campaign.id)["1.6"].count
            for unit, campaign in zip(units, campaigns, strict=True)
            if unit is not None
        ]
        seats = [
            tx.people.seats_of_unit(each.id, unit.id)
            for each, unit in zip(campaigns, units, strict=True)
            if unit
        ]
    store.close()
    assert sent == [4, 9]
    assert [len(found) for found in figures] == [len(found) for found in seats] == [1, 1]


def test_codes_of_two_bodies_do_not_meet(store: Store) -> None:
    with store.transaction() as tx:
        tx.campaigns.keep_units([Unit(0, "01", "Xã A")], "Huyện A")
        tx.campaigns.keep_units([Unit(0, "01", "Phường B")], "Quận B")
        names = [unit.name for body in ("Huyện A", "Quận B") for unit in tx.campaigns.units(body)]
    assert names == ["Xã A", "Phường B"]


def test_another_name_is_a_new_entry_and_earlier_campaigns_keep_theirs(store: Store) -> None:
    with store.transaction() as tx:
        made = set_up(tx, 1)
        old = tx.campaigns.units()[0]
        new = replace(old, name="Phường Mới", valid_from=date(2025, 7, 1))
        tx.campaigns.keep_units([new])
        assert [unit.name for unit in tx.campaigns.members(made.campaign_id)] == [old.name]
        (now,) = tx.campaigns.units()
        assert (now.name, now.valid_from, now.id == old.id) == (new.name, new.valid_from, False)


def test_a_unit_that_took_others_up_under_its_name_leaves_earlier_campaigns_as_they_are(
    store: Store,
) -> None:
    with store.transaction() as tx:
        made = set_up(tx, 1)
        old = tx.campaigns.units()[0]
        tx.campaigns.keep_units([replace(old, predecessors=(old.code, "99"))])
        assert [unit.predecessors for unit in tx.campaigns.members(made.campaign_id)] == [()]
        assert [unit.predecessors for unit in tx.campaigns.units()] == [(old.code, "99")]
        (now,) = tx.campaigns.units()
        tx.campaigns.keep_units([replace(now, predecessors=("99", old.code))])  # in another order
        assert [unit.id for unit in tx.campaigns.units()] == [now.id]


def test_a_list_that_leaves_kind_and_parent_open_changes_neither(store: Store) -> None:
    with store.transaction() as tx:
        tx.campaigns.keep_units([Unit(0, "01", "Xã A", "xã", "H", ("A",))])
        done = tx.campaigns.keep_units([Unit(0, "01", "Xã A")])
        (unit,) = tx.campaigns.units()
    assert done.same == 1
    assert (unit.kind, unit.parent, unit.aliases) == ("xã", "H", ("A",))
