"""What a coordinator is warned of when a campaign is set up."""

from __future__ import annotations

from bot.domain.plan_check import tier_warnings
from bot.services.enrol import CampaignFile
from bot.wording.deadline_words import warnings_in_words
from bot.wording.say import say


def plan_warnings(file: CampaignFile) -> tuple[str, ...]:
    """Sentences about the dates, the form and the units; none of them blocks anything."""
    sentences = [sentence for _, sentence in warnings_in_words(file.deadline)]
    if file.upward is not None:
        tiers = tier_warnings((file.deadline.last_instant, file.upward[0].last_instant))
        sentences += [say(f"deadline.warning.{code}") for _, code in tiers]
    if not file.forms:
        sentences.append(say("campaign.form_missing"))
    if not file.deadline.is_stated:
        sentences.append(say("campaign.deadline_missing"))
    return tuple(sentences)
