"""What a coordinator is warned of when a campaign is set up."""

from __future__ import annotations

from bot.services.enrol import CampaignFile
from bot.wording.deadline_words import warnings_in_words
from bot.wording.say import say


def plan_warnings(file: CampaignFile) -> tuple[str, ...]:
    """Sentences about the dates, the form and the units; none of them blocks anything."""
    sentences = [sentence for _, sentence in warnings_in_words(file.deadline)]
    if not file.forms:
        sentences.append(say("campaign.form_missing"))
    if not file.deadline.is_stated:
        sentences.append(say("campaign.deadline_missing"))
    return tuple(sentences)
