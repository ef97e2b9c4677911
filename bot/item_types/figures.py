"""The rows of a form: fulfilled by a version that was sent."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, by_sending
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class FiguresType(ItemType):
    """A filled form."""

    name = "figures"
    takes = Takes.SENDING

    def progress(self, asked: CampaignItem, given: Given) -> Progress:  # noqa: ARG002
        """Return SOME while a draft grows or waits for approval."""
        return by_sending(given, begun=given.answered > 0)

    def evidence(self, asked: CampaignItem, given: Given) -> tuple[tuple[str, int], ...]:  # noqa: ARG002
        """Return the version that was sent last."""
        return (("version", given.version),) if given.version else ()
