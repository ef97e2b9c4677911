"""Something that a unit does: send two classes, lend a sound technician, write the invitations. Done with
words about it (date, place, result), which may feed a row of the form."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, given_by_itself
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class DutyType(ItemType):
    """A task with an owner."""

    name = "duty"
    takes = Takes.NOTHING

    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return ALL once somebody has said what was done."""
        return given_by_itself(asked, given)
