"""What a unit thinks of a draft: it agrees, it comments. Its silence is told by the consultation's own
ledger, never here."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, given_by_itself
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class OpinionType(ItemType):
    """An answer to a draft."""

    name = "opinion"
    takes = Takes.NOTHING
    is_chased = False  # the consultation asks for it, before its day and never after

    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return ALL once there is an answer."""
        return given_by_itself(asked, given)
