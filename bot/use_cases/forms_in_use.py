"""Which forms a campaign's units report on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.use_cases.app_context import AppContext
from storage import Transaction


def forms_of(tx: Transaction, office: AppContext, campaign: Campaign) -> dict[str, Form]:
    """The campaign's forms by slug, the usual one first."""
    usual = campaign.form_for("")
    slugs = dict.fromkeys([*([usual] if usual else []), *(slug for _, slug in campaign.forms)])
    found = {slug: form for slug in slugs if (form := office.shelf.get(tx, slug)) is not None}
    if not found:
        raise OperatorError(say("export.no_form", slug=campaign.slug))
    return found


def form_slug(campaign: Campaign, forms: Mapping[str, Form], kind: str) -> str:
    """The form that units of a kind report on: their own, else the usual one."""
    slug = campaign.form_for(kind) or ""
    return slug if slug in forms else next(iter(forms))
