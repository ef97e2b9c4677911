"""The names of each campaign's units, looked up by most messages that are more than a figure: made once,
and anew when any list of units has changed."""

from __future__ import annotations

from collections import OrderedDict

from bot.conversation.unit_names import UnitNames
from storage import Transaction

MOST = 50  # campaigns whose names are kept, those asked for last


class CampaignNames:
    """The names by campaign, with the mark of the lists that they were made of."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[str, UnitNames]] = OrderedDict()

    def of(self, tx: Transaction, campaign_id: int) -> UnitNames:
        """Return the names of a campaign's units as they are in this transaction."""
        mark = tx.campaigns.lists_mark()
        then, names = self._kept.pop(campaign_id, ("", None))
        if names is None or then != mark:
            names = UnitNames(tx.campaigns.members(campaign_id))
        self._kept[campaign_id] = (mark, names)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return names
