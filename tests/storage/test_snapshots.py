"""Issued totals as rows: numbered within a campaign, with what they were made from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.model.events import SentBack
from bot.model.form import Cell
from bot.model.snapshot import CellSum, ColumnSum, IssuedTotal, SnapshotRef
from storage import Store, migrations
from storage.tables import SNAPSHOT
from tests.storage.samples import (
    NOW,
    Set,
    a_campaign,
    do,
    join,
    later,
    recorded,
    sent,
    set_up,
    value,
)

TABLES = ("snapshot_cell", "snapshot_unit", "snapshot")
MILLIARDS = CellSum(
    {
        Cell.COUNT: ColumnSum(9_000_000_000, 2),
        Cell.PEOPLE: ColumnSum(45, 1),
        Cell("minority"): ColumnSum(7, 1),
    }
)


@pytest.fixture
def scene(store: Store) -> Set:
    """Two of three units have sent; the second in two versions."""
    with store.transaction() as tx:
        made = set_up(tx)
        do(tx, made.submission(tx), *recorded(made.submission(tx), r1_1=value(3, 45)),
           sent(made.submission(tx)))  # fmt: skip
        for version in (1, 2):
            do(tx, made.submission(tx, 1), sent(made.submission(tx, 1), version))
        return made


def kept(store: Store, scene: Set, **more: object) -> SnapshotRef:
    with store.transaction() as tx:
        total = IssuedTotal(tx.snapshots.counted(scene.campaign_id), {"form": {"1.1": MILLIARDS}})
        given = {"kind": "xlsx", "person_id": None, "made_at": NOW, **more}
        return tx.snapshots.keep(scene.campaign_id, total, **given)  # type: ignore[arg-type]


def test_what_is_kept_comes_back(store: Store, scene: Set) -> None:
    with store.transaction() as tx:
        person, _ = join(tx, scene.campaign_id, None)
    assert kept(store, scene, person_id=person) == SnapshotRef(1, NOW)
    with store.reading() as tx:
        (only,) = tx.snapshots.all(scene.campaign_id)
        assert (only.number, only.made_at, only.who, only.kind) == (1, NOW, "Lò Văn Ân", "xlsx")
        assert tx.snapshots.sums(scene.campaign_id) == {only.id: {"form": {"1.1": MILLIARDS}}}
        assert tx.snapshots.outdated(scene.campaign_id) == {}


def test_equal_totals_share_the_latest_number(store: Store, scene: Set) -> None:
    assert kept(store, scene) == SnapshotRef(1, NOW)
    assert kept(store, scene, kind="docx", made_at=later(hours=1)) == SnapshotRef(1, NOW)
    with store.transaction() as tx:
        do(tx, scene.submission(tx, 1), sent(scene.submission(tx, 1), 3))
    assert kept(store, scene, made_at=later(hours=2)) == SnapshotRef(2, later(hours=2))


def test_numbers_count_within_a_campaign(store: Store, scene: Set) -> None:
    kept(store, scene)
    with store.transaction() as tx:
        other = set_up(tx, slug="other")
    assert kept(store, other) == SnapshotRef(1, NOW)


def test_a_number_cannot_be_given_twice(store: Store, scene: Set) -> None:
    kept(store, scene)
    row = {
        "campaign_id": scene.campaign_id,
        "number": 1,
        "made_at": NOW,
        "kind": "x",
        "digest": "x",
    }
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.connection.execute(SNAPSHOT.insert().values(**row))


def test_of_each_unit_the_latest_version_not_returned_counts(store: Store, scene: Set) -> None:
    with store.transaction() as tx:
        before = tx.snapshots.counted(scene.campaign_id)
        do(tx, scene.submission(tx, 1), SentBack(scene.submission(tx, 1).id, "thiếu"))
        after = tx.snapshots.counted(scene.campaign_id)
    first, second, third = scene.unit_ids
    assert set(before) == set(after) == {first, second}
    assert (after[first], after[second]) == (before[first], before[second] - 1)
    assert third not in after


def test_only_the_latest_snapshot_is_asked_whether_it_was_outrun(store: Store, scene: Set) -> None:
    def outrun(place: int) -> SnapshotRef | None:
        with store.reading() as tx:
            report = scene.submission(tx, place)
            return tx.snapshots.outrun(scene.campaign_id, report.unit_id, report.id)

    assert outrun(0) is None
    kept(store, scene)
    assert [outrun(place) for place in range(3)] == [None, None, None]
    with store.transaction() as tx:
        do(tx, scene.submission(tx, 1), sent(scene.submission(tx, 1), 3))
        do(tx, scene.submission(tx, 2), sent(scene.submission(tx, 2)))
    assert [outrun(place) for place in range(3)] == [None, SnapshotRef(1, NOW), None]
    kept(store, scene)
    assert [outrun(place) for place in range(3)] == [None, None, None]


def test_a_database_of_before_gets_the_tables_and_a_copy_is_laid_aside(
    path: Path, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{path}", NOW)
    with store.transaction() as tx:
        set_up(tx)
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in TABLES:
            connection.execute(f"DROP TABLE {table}")
        before = [name for name, _ in migrations.MIGRATIONS].index("snapshots")
        connection.execute("DELETE FROM migration WHERE number > ?", (before,))
    store = Store.open(f"sqlite:///{path}", later(days=1), tmp_path / "backups")
    assert migrations.version(store.engine) == len(migrations.MIGRATIONS)
    with store.reading() as tx:
        campaign = tx.campaigns.by_slug(a_campaign().slug)
        assert campaign is not None
        assert tx.snapshots.all(campaign.id) == []
        assert tx.campaigns.members(campaign.id) != []
    store.close()
    (copy,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert names.isdisjoint(TABLES)
