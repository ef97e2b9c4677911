"""A campaign's own report to the level above, with the papers that were made and sent for it."""

from __future__ import annotations

from bot.model.campaign import Upward
from bot.model.paper import PaperKind
from storage import Transaction


def upward_of(tx: Transaction, campaign_id: int) -> Upward | None:
    """Return the report to the level above and what was made of it; None where none is owed."""
    upward = tx.campaigns.upward(campaign_id)
    if upward is None:
        return None
    made = tx.papers.of_campaign(campaign_id)
    return upward._replace(papers=tuple(each for each in made if each.kind is PaperKind.RESULTS))
