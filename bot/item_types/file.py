"""The unit's own report as a file: a signed scan, a Word document."""

from __future__ import annotations

from bot.item_types.base import ItemType, Progress, Takes
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given


class FileType(ItemType):
    """A document."""

    name = "file"
    takes = Takes.FILE
    has_minimum = True

    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return ALL once enough of them came: at least one."""
        if given.files >= max(1, asked.minimum):
            return Progress.ALL
        return Progress.SOME if given.files else Progress.NOTHING

    def evidence(self, asked: CampaignItem, given: Given) -> tuple[tuple[str, int], ...]:  # noqa: ARG002
        """Return how many files came, the latest with which version."""
        return (("files", given.files), *given.version_of("report")) if given.files else ()

    def lacking(self, asked: CampaignItem, given: Given) -> int:
        """Return how many files are still to come."""
        return max(0, max(1, asked.minimum) - given.files)
