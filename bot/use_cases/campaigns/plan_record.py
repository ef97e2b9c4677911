"""A campaign for who looks at it, under the keys of its file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.model.campaign import Campaign, Upward
from bot.model.campaign_item import CampaignItem
from bot.model.consultation import Consultation
from bot.model.optional import optional
from bot.model.plan import plan_keys


def file_keys(
    campaign: Campaign, upward: Upward | None, consultation: Consultation | None
) -> dict[str, Any]:
    """Return what a campaign file of the second edition says, under its keys."""
    return {
        "form": _form(campaign),
        "period": {"start": _iso(campaign.period_start), "end": _iso(campaign.period_end)},
        "deadline": _deadline(campaign),
        "plan": plan_keys(campaign.plan),
        "gaps": list(campaign.plan.gaps),
        "items": [item_keys(asked) for asked in campaign.asked_items if not asked.is_usual_total],
        "upward": optional(_upward, upward),
        "outliers": asdict(campaign.unusual),
        "consultation": optional(_consultation, consultation),
    }


def _form(campaign: Campaign) -> str | dict[str, str] | None:
    """Return the only form, or the forms by kind; None while there is none."""
    forms = dict(campaign.forms)
    return forms.get("") if set(forms) <= {""} else forms


def _deadline(campaign: Campaign) -> str | dict[str, str]:
    """Return the phrase, or the phrases by kind where there are several."""
    of_items = {(asked.phrase, asked.kinds) for asked in campaign.asked_items}
    by_kind = {
        kind: own.phrase
        for own in campaign.deadlines
        for kind in own.kinds
        if (own.phrase, own.kinds) not in of_items
    }
    return {**by_kind, "": campaign.deadline_phrase} if by_kind else campaign.deadline_phrase


def _iso(when: date) -> str:
    return when.isoformat()


def item_keys(asked: CampaignItem) -> dict[str, Any]:
    """Return an item as a campaign file has it, without what it leaves open."""
    found: dict[str, Any] = {
        "type": asked.type,
        "title": asked.title,
        "kinds": list(asked.kinds),
        "units": list(asked.units),
        "minimum": asked.minimum,
        "row": asked.row,
        "deadline": asked.phrase,
        "due": optional(datetime.isoformat, asked.due),
        "receivers": list(asked.receivers),
    }
    return {key: value for key, value in found.items() if value}


def _upward(upward: Upward) -> dict[str, Any]:
    return {"receivers": list(upward.receivers), "deadline": upward.phrase}


def _consultation(asked: Consultation) -> dict[str, Any]:
    return {
        "draft": asked.draft.name,
        "text": asked.text,
        "deadline": asked.phrase,
        "silence": asked.silence,
        "recipients": [recipient.name for recipient in asked.recipients],
    }
