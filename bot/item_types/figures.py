"""The rows of a form: fulfilled by a version that was sent."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, by_sending
from bot.model.campaign import Campaign
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given
from bot.model.unit import Unit


class FiguresType(ItemType):
    """A filled form."""

    name = "figures"
    takes = Takes.SENDING
    is_chased = False

    def may_be_asked(self, campaign: Campaign, unit: Unit, asked: CampaignItem) -> bool:  # noqa: ARG002
        """Return whether there is a form for the unit's kind."""
        return campaign.form_for(unit.kind) is not None

    def progress(self, asked: CampaignItem, given: Given) -> Progress:  # noqa: ARG002
        """Return SOME while a draft grows or waits for approval."""
        if given.is_total_alone:
            return Progress.SOME if given.answered else Progress.NOTHING
        return by_sending(given, begun=given.answered > 0)

    def evidence(self, asked: CampaignItem, given: Given) -> tuple[tuple[str, int], ...]:  # noqa: ARG002
        """Return the version that was sent last."""
        has_sent = given.version and not given.is_total_alone
        return (("version", given.version),) if has_sent else ()
