"""The outline of a campaign's report in words, as its coordinator wrote it."""

from __future__ import annotations

from bot.errors import OperatorError
from bot.exports.report_outline import as_toml, faults_of, outline_of
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.optional import optional
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.turns.load_context import campaign_forms
from storage import Transaction

YEARS_BACK = 10


def own_outline(tx: Transaction, campaign: Campaign) -> str:
    """Return the outline kept for a campaign, or for the nearest one before it; "" for none."""
    found: Campaign | None = campaign
    for _ in range(YEARS_BACK):
        if found is None:
            break
        if (text := tx.campaigns.setting(_key(found))) is not None:
            return text
        found = optional(tx.campaigns.by_slug, found.previous)
    return ""


def outline_text(tx: Transaction, office: AppContext, slug: str) -> str:
    """Return the outline that a campaign's report follows, as a file to be changed. Raises OperatorError for
    a campaign without a form, whose report has no figures to tell."""
    campaign = find_campaign(tx, slug)
    forms = campaign_forms(tx, office, campaign)
    if not forms:
        raise OperatorError(say("form.none"))
    return own_outline(tx, campaign) or as_toml(outline_of(forms[0]))


def keep_outline(tx: Transaction, office: AppContext, slug: str, text: str) -> None:
    """Keep a campaign's own outline, with "" the built-in one. Raises OperatorError with what is
    wrong in it."""
    campaign = find_campaign(tx, slug)
    faults = faults_of(text, campaign_forms(tx, office, campaign)) if text else []
    if faults:
        raise OperatorError("\n".join(faults))
    tx.campaigns.set_setting(_key(campaign), text)


def _key(campaign: Campaign) -> str:
    return f"outline:{campaign.slug}"
