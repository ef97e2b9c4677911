"""The unit's own words: results, difficulties, a good example. Sent with the report, as its part."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes, by_sending
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class NarrativeType(ItemType):
    """A text under a title."""

    name = "narrative"
    takes = Takes.WORDS

    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return SOME for words that were written and not sent yet."""
        if asked.answer_code not in given.words:
            return Progress.NOTHING
        return Progress.SOME if given.draft else by_sending(given, begun=True)

    def lacking(self, asked: CampaignItem, given: Given) -> int:
        """Return 0 once there are words: nothing has to be written any more."""
        return int(asked.answer_code not in given.words)
