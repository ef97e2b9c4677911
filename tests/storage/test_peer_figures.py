"""What is usual among units of a kind is read from those that sent their report last."""

from __future__ import annotations

from dataclasses import replace

from storage import Store
from tests.storage.samples import NOW, a_campaign, a_unit, do, recorded, sent, value

KINDS = ("xã", "xã", "trường", "xã")


def test_of_each_kind_the_reports_that_were_sent_last_are_read(store: Store) -> None:
    with store.transaction() as tx:
        listed = [replace(a_unit(place), kind=kind) for place, kind in enumerate(KINDS)]
        tx.campaigns.keep_units(listed)
        campaign = tx.campaigns.create(a_campaign(), "", NOW)
        units = tx.campaigns.units()
        tx.submissions.open_all(campaign, [unit.id for unit in units])
        for number, unit in enumerate(units, start=1):
            report = tx.submissions.of_unit(campaign, unit.id)
            assert report is not None
            report = do(tx, report, *recorded(report, r1=value(number)), sent(report))
            do(tx, report, *recorded(report, r1=value(10 * number)), sent(report, 2))
        found = tx.peers.reports(campaign, 2)
        assert {
            kind: sorted(each["1"].count or 0 for each in them) for kind, them in found.items()
        } == {
            "xã": [20, 40],
            "trường": [30],
        }
