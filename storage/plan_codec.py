"""A campaign's plan, items and deadlines as JSON, both directions side by side. What is empty is kept
as the empty text: most campaigns have none of it, and each turn reads its campaign."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.model.campaign import OwnDeadline
from bot.model.campaign_item import CampaignItem
from bot.model.consultation import Consultation, Recipient
from bot.model.optional import optional
from bot.model.plan import NO_PLAN, Contacts, Opening, Plan, Reference


def to_json(value: Any) -> str:
    """Return JSON with days and instants in ISO form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_iso)


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def plan_to_json(plan: Plan) -> str:
    return "" if plan == NO_PLAN else to_json(asdict(plan))


def plan_from_json(text: str) -> Plan:
    kept = json.loads(text)
    contacts = kept.pop("contacts")
    return Plan(
        kept["number"],
        _day(kept["date"]),
        kept["signer"],
        kept["post"],
        tuple(kept["basis"]),
        kept["theme"],
        Contacts(tuple(contacts["emails"]), tuple(contacts["phones"])),
        tuple(map(_opening, kept["openings"])),
        tuple(Reference(**reference) for reference in kept["references"]),
    )


def _opening(kept: Mapping[str, Any]) -> Opening:
    return Opening(
        tuple(kept["kinds"]),
        _day(kept["date"]),
        _day(kept["until"]),
        kept["time"],
        kept["place"],
        kept["length"],
    )


def items_to_json(asked: Sequence[CampaignItem]) -> str:
    return to_json(list(map(asdict, asked))) if asked else ""


def items_from_json(text: str) -> tuple[CampaignItem, ...]:
    return tuple(map(_item, json.loads(text)))


def _item(kept: Mapping[str, Any]) -> CampaignItem:
    lists = {name: tuple(kept[name]) for name in ("kinds", "units", "receivers")}
    return CampaignItem(**{**kept, **lists, "due": _instant(kept["due"])})


def deadlines_to_json(deadlines: Sequence[OwnDeadline]) -> str:
    return to_json(list(map(asdict, deadlines))) if deadlines else ""


def deadlines_from_json(text: str) -> tuple[OwnDeadline, ...]:
    return tuple(
        OwnDeadline(
            kept["phrase"],
            _instant(kept["last_instant"]),
            tuple(kept["kinds"]),
            tuple(kept["units"]),
        )
        for kept in json.loads(text)
    )


def consultation_to_json(asked: Consultation) -> str:
    return to_json(asdict(asked))


def consultation_from_json(text: str) -> Consultation | None:
    if not text:
        return None
    kept = json.loads(text)
    return Consultation(
        Reference(**kept["draft"]),
        kept["text"],
        kept["phrase"],
        _instant(kept["last_instant"]),
        kept["silence"],
        tuple(Recipient(**each) for each in kept["recipients"]),
    )


def _day(text: str | None) -> date | None:
    return optional(date.fromisoformat, text)


def _instant(text: str | None) -> datetime | None:
    return optional(datetime.fromisoformat, text)
