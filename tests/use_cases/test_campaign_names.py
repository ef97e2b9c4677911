"""The names of a campaign's units are kept, and never older than the list they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.use_cases.board.campaign_names import CampaignNames
from storage import Store, Transaction
from tests.storage.samples import NOW, Set, a_unit, set_up

NEW = "Xã Mới Đổi Tên"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "names.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{path}", NOW)
    yield opened
    opened.close()


@pytest.fixture
def campaign(store: Store) -> Set:
    with store.transaction() as tx:
        return set_up(tx)


def alias_added(tx: Transaction) -> None:
    tx.campaigns.keep_units([replace(a_unit(1), aliases=(NEW,))])


def codes(tx: Transaction, names: CampaignNames, campaign: Set, name: str = NEW) -> list[str]:
    return [unit.code for unit in names.of(tx, campaign.campaign_id).called(name)]


def test_names_are_made_once(store: Store, campaign: Set) -> None:
    names = CampaignNames()
    with store.transaction() as tx:
        first = names.of(tx, campaign.campaign_id)
    with store.reading() as tx:
        assert names.of(tx, campaign.campaign_id) is first


def test_a_new_alias_is_known_at_once(store: Store, campaign: Set) -> None:
    names = CampaignNames()
    with store.transaction() as tx:
        assert codes(tx, names, campaign) == []
    with store.transaction() as tx:
        alias_added(tx)
        assert codes(tx, names, campaign) == ["X00001"]


def test_another_program_on_the_database_changes_them_too(
    path: Path, store: Store, campaign: Set
) -> None:
    names = CampaignNames()
    with store.transaction() as tx:
        assert codes(tx, names, campaign) == []
    other = Store.open(f"sqlite:///{path}", NOW)
    with other.transaction() as tx:
        alias_added(tx)
    other.close()
    with store.transaction() as tx:
        assert codes(tx, names, campaign) == ["X00001"]


def test_what_was_undone_is_not_kept(store: Store, campaign: Set) -> None:
    names = CampaignNames()
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        alias_added(tx)
        assert codes(tx, names, campaign) == ["X00001"]
        raise ZeroDivisionError
    with store.transaction() as tx:
        assert codes(tx, names, campaign) == []
        tx.campaigns.keep_units([a_unit(9)])
        assert codes(tx, names, campaign) == []


def test_a_unit_that_comes_into_a_campaign_is_named_in_it(store: Store, campaign: Set) -> None:
    names = CampaignNames()
    with store.transaction() as tx:
        tx.campaigns.keep_units([a_unit(7)])
        assert codes(tx, names, campaign, "Xã số 7") == []
        added = next(unit.id for unit in tx.campaigns.units() if unit.code == "X00007")
        tx.submissions.open_all(campaign.campaign_id, [added])
        assert codes(tx, names, campaign, "Xã số 7") == ["X00007"]


def test_a_unit_that_is_taken_out_is_not_named_until_it_comes_back(
    store: Store, campaign: Set
) -> None:
    names = CampaignNames()
    with store.transaction() as tx:
        report, unit_id = campaign.submission(tx, 1), campaign.unit_ids[1]
        assert codes(tx, names, campaign, "Xã số 1") == ["X00001"]
        tx.members.take_out(report.id, campaign.campaign_id, unit_id, NOW, "ghi nhầm")
        assert codes(tx, names, campaign, "Xã số 1") == []
        ((_, left),) = tx.members.left(campaign.campaign_id)
        tx.members.put_back(left, campaign.campaign_id, unit_id)
        assert codes(tx, names, campaign, "Xã số 1") == ["X00001"]
