"""Pictures of what was done, for the report as a whole or for one row of the form."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class PhotosType(ItemType):
    """At least so many pictures."""

    name = "photos"
    takes = Takes.PHOTO
    has_minimum = True

    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return SOME for fewer than are asked."""
        if not self.lacking(asked, given):
            return Progress.ALL
        return Progress.SOME if _kept(asked, given) else Progress.NOTHING

    def evidence(self, asked: CampaignItem, given: Given) -> tuple[tuple[str, int], ...]:
        """Return how many pictures came, the latest with which version."""
        kept = _kept(asked, given)
        return (("photos", kept), *given.version_of("photo")) if kept else ()

    def lacking(self, asked: CampaignItem, given: Given) -> int:
        """Return how many pictures are still to come."""
        return max(0, max(1, asked.minimum) - _kept(asked, given))


def _kept(asked: CampaignItem, given: Given) -> int:
    return given.photos.get(asked.row, 0) if asked.row else given.all_photos
