"""A branch's total: fulfilled by handing it up as the unit's report."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, by_sending
from bot.item_types.figures import FiguresType
from bot.model.campaign import Campaign
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given
from bot.model.unit import Unit


class TotalType(ItemType):
    """The sum of the units below, with what the unit did itself."""

    name = "total"
    takes = Takes.SENDING

    def may_be_asked(self, campaign: Campaign, unit: Unit, asked: CampaignItem) -> bool:  # noqa: ARG002
        """Return whether there are figures to add up, or the campaign names the total itself."""
        return bool(campaign.forms) or not asked.is_usual_total

    def stands_for(self, asked: CampaignItem) -> frozenset[str]:
        """Return that a total that is named takes the place of the unit's own figures too."""
        return frozenset({self.name} if asked.is_usual_total else {self.name, FiguresType.name})

    def progress(self, asked: CampaignItem, given: Given) -> Progress:  # noqa: ARG002
        """Return ALL once it was handed up; figures that the unit sent of its own are a part."""
        if given.has_total:
            return by_sending(given, begun=True)
        return Progress.SOME if given.version or given.answered else Progress.NOTHING

    def evidence(self, asked: CampaignItem, given: Given) -> tuple[tuple[str, int], ...]:  # noqa: ARG002
        """Return the version that was sent last."""
        return (("version", given.version),) if given.has_total else ()
