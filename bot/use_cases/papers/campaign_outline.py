"""The outline of a campaign's report in words, as its coordinator wrote it."""

from __future__ import annotations

from bot.errors import OperatorError
from bot.exports.report_outline import as_toml, faults_of, outline_of
from bot.figures.merged_form import merge_forms
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.optional import optional
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.turns.load_context import campaign_forms
from storage import Transaction

YEARS_BACK = 10


def own_outline(tx: Transaction, office: AppContext, campaign: Campaign) -> str:
    """Return the outline kept for a campaign, or for the nearest one before it whose rows are this one's
    too; "" for none."""
    told = _told(tx, office, campaign)
    found: Campaign | None = campaign
    for _ in range(YEARS_BACK):
        if found is None:
            break
        text = tx.campaigns.setting(_key(found))
        if text is not None and not (text and faults_of(text, told)):
            return text
        found = optional(tx.campaigns.by_slug, found.previous)
    return ""


def outline_text(tx: Transaction, office: AppContext, slug: str) -> str:
    """Return the outline that a campaign's report follows, as a file to be changed. Raises OperatorError for
    a campaign without a form, whose report has no figures to tell."""
    campaign = find_campaign(tx, slug)
    told = _told(tx, office, campaign)
    if not told:
        raise OperatorError(say("form.none"))
    return own_outline(tx, office, campaign) or as_toml(outline_of(told[0]))


def keep_outline(tx: Transaction, office: AppContext, slug: str, text: str) -> None:
    """Keep a campaign's own outline, with "" the built-in one. Raises OperatorError with what is
    wrong in it."""
    campaign = find_campaign(tx, slug)
    faults = faults_of(text, _told(tx, office, campaign)) if text else []
    if faults:
        raise OperatorError("\n".join(faults))
    tx.campaigns.set_setting(_key(campaign), text)


def _told(tx: Transaction, office: AppContext, campaign: Campaign) -> list[Form]:
    """Return the form whose rows the report tells: the campaign's forms as one; none without any."""
    forms = campaign_forms(tx, office, campaign)
    return [merge_forms(forms).form] if forms else []


def _key(campaign: Campaign) -> str:
    return f"outline:{campaign.slug}"
