"""A proposal as the JSON that programs read; dates are ISO 8601, null means "not stated"."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any

from bot.plans.plan_consultation import Consultation
from bot.plans.plan_proposal import Proposal
from bot.plans.plan_reports import ReportDeadline
from bot.plans.plan_schedule import Opening
from bot.plans.plan_words import contradiction_words


def proposal_json(made: Proposal) -> dict[str, Any]:
    """Return the whole proposal; `sources` and `places` go by the path of each value;
    `from_picture` are the paths of those that were read from a scanned page."""
    stated = made.emails or made.phones
    return {
        "plan_number": made.plan_number,
        "issuer": made.issuer,
        "issuer_level": made.issuer_level,
        "place": made.place,
        "issued": _iso(made.issued),
        "year": made.year,
        "theme": made.theme,
        "period": {"start": _iso(made.period.start), "end": _iso(made.period.end)}
        if made.period
        else None,
        "opening": [*map(_opening, made.openings)],
        "report_deadlines": [*map(_due, made.dues)],
        "consultation_deadline": _consultation(made.consultation),
        "tiers": made.tiers,
        "report_attachments": made.attachments,
        "photos_required": made.photos_required,
        "contacts": {"emails": made.emails, "phones": made.phones} if stated else None,
        "basis": [*map(attrgetter("name"), made.basis)],
        "duties": [
            {"who": duty.who, "what": duty.what, "quantity": duty.quantity} for duty in made.duties
        ],
        "must_ask_coordinator": made.must_ask,
        "contradictions": [
            {
                "text": contradiction_words(found),
                "quotes": [sentence.text for sentence in found.sentences],
            }
            for found in made.contradictions
        ],
        "sources": {path: sentence.text for path, sentence in made.sources.items()},
        "from_picture": _read_from_pictures(made),
        "places": {path: sentence.place for path, sentence in made.sources.items()},
    }


def _read_from_pictures(made: Proposal) -> list[str]:
    return [path for path, sentence in made.sources.items() if sentence.block.from_picture]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _opening(opening: Opening) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "date": _iso(opening.day),
        "time": opening.time,
        "level": opening.level,
        "place": opening.place,
        "mode": opening.mode,
        "kind": opening.kind,
    }
    if opening.first is not None:
        shown |= {"from": _iso(opening.first), "to": _iso(opening.last)}
    return shown


def _due(due: ReportDeadline) -> dict[str, Any]:
    return {
        "date": _iso(due.day),
        "rule": due.rule,
        "phrase": due.phrase,
        "last_day": _iso(due.deadline.last_day) if due.deadline else None,
        "last_working_day": _iso(due.deadline.last_working_day) if due.deadline else None,
        "who": list(due.who),
        "to": due.to[0] if len(due.to) == 1 else list(due.to),
        "via": due.via,
        "what": due.what,
    }


def _consultation(found: Consultation | None) -> dict[str, Any] | None:
    if found is None:
        return None
    shown = _due(found.due)
    kept = ("date", "rule", "last_day", "who", "to", "what")
    return {name: shown[name] for name in kept} | {
        "silence_rule_stated": found.silence_rule_stated
    }
