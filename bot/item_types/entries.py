"""A small list with a total: donations, who comes, how many each has. Its total is compared with a row of
the form where the campaign says so, and kept apart from it."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, given_by_itself
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class EntriesType(ItemType):
    """Lines of a list."""

    name = "entries"
    takes = Takes.NOTHING

    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return ALL once the list has a line."""
        return given_by_itself(asked, given)
