"""The kinds of items. Each class owns what depends on it; the program knows a kind only by this list."""

from __future__ import annotations

from bot.item_types.base import ItemType
from bot.item_types.duty import DutyType
from bot.item_types.entries import EntriesType
from bot.item_types.figures import FiguresType
from bot.item_types.file import FileType
from bot.item_types.narrative import NarrativeType
from bot.item_types.opinion import OpinionType
from bot.item_types.photos import PhotosType
from bot.item_types.total import TotalType
from bot.model.campaign_item import CampaignItem

ITEM_TYPES: dict[str, ItemType] = {
    kind.name: kind
    for kind in (
        FiguresType(),
        TotalType(),
        NarrativeType(),
        FileType(),
        PhotosType(),
        OpinionType(),
        DutyType(),
        EntriesType(),
    )
}


def item_type(asked: CampaignItem) -> ItemType:
    """Return the type of an item."""
    return ITEM_TYPES[asked.type]
