"""The usual figures of a campaign's units by kind, for the question whether one far above them is right.

Read from the reports of a kind that were sent last, once in a while, and kept: what is usual changes little
from one report to the next, and reading everybody's figures whenever somebody sends would be too much for a
province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.figures.outliers import Usual, medians
from bot.model.campaign import Campaign
from storage import Transaction

if TYPE_CHECKING:
    from bot.use_cases.app_context import AppContext

MOST_PEERS = 200  # of a kind: their median is near enough to that of thousands
RENEWED = 1.25  # read anew once there are so many times as many reports


class PeerMedians:
    """What is usual among each kind of a campaign's units, as of a number of reports of the campaign."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[int, Mapping[str, Usual]]] = {}

    def of(self, tx: Transaction, office: AppContext, campaign: Campaign, kind: str) -> Usual:
        """Return the medians of a kind of units by row and column; those of fewer units than the campaign
        wants, and all where it asks for none, are left out."""
        if not campaign.unusual.peers:
            return {}
        sent = tx.submissions.count_sent(campaign.id)
        then, found = self._kept.get(campaign.id, (0, {}))
        if sent < campaign.unusual.least_peers:
            return {}
        if sent > then * RENEWED or sent < then:
            found = dict(_medians(tx, office, campaign))
            self._kept[campaign.id] = (sent, found)
        return found.get(kind, {})


def _medians(
    tx: Transaction, office: AppContext, campaign: Campaign
) -> Iterator[tuple[str, Usual]]:
    """Return each kind of units with what is usual among them, by the rows that it is asked."""
    for kind, reports in tx.peers.reports(campaign.id, MOST_PEERS).items():
        form = office.shelf.get(tx, campaign.form_for(kind))
        if form is not None:
            yield kind, medians(form.for_unit(kind), reports, campaign.unusual.least_peers)
