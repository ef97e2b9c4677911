"""What a campaign would send if it were opened now: to whom, when, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from bot.deadlines.deadline_words import last_instant_in_words
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.grouping import grouped_by
from bot.reminders.step_words import step_in_words
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding.opening import opening_messages
from bot.use_cases.reminding.reminder_forecast import forecast
from bot.use_cases.reminding.upward_forecast import KIND as UPWARD
from storage import Transaction


@dataclass(frozen=True, slots=True)
class Sending:
    """Messages of one moment and kind, one of them in full; `to` says who gets them."""

    at: datetime
    kind: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """`gaps` are the steps to go back to, with what is missing there; all else is empty while there
    are any."""

    gaps: tuple[tuple[str, str], ...] = ()
    units: int = 0
    deadline_words: str = ""
    warnings: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()  # who hears of the opening, in which words
    sendings: tuple[Sending, ...] = ()


def preview_of(
    tx: Transaction, office: AppContext, made: Campaign, warnings: tuple[str, ...]
) -> DraftPreview:
    """Return what an opened campaign sends from now on, as far as nobody does anything."""
    rows = forecast(tx, office, made.slug, office.now(), as_if_joined=True)
    moments = grouped_by(itemgetter("due_at", "kind"), rows)
    sendings = [
        Sending(
            datetime.fromisoformat(due_at),
            say("wizard.upward") if kind.startswith(UPWARD) else step_in_words(kind),
            _receivers(together),
            together[0]["text"],
        )
        for (due_at, kind), together in sorted(moments.items())
    ]
    words = last_instant_in_words(
        made.deadline_phrase, made.last_instant, office.tz, False, office.calendar
    )
    told = tuple(opening_messages(tx, office, made))
    members = len(tx.campaigns.members(made.id))
    return DraftPreview((), members, words, warnings, told, tuple(sendings))


def _receivers(rows: list[dict[str, Any]]) -> str:
    """Return who gets messages of one moment and kind, in words."""
    units = {row["unit_code"] for row in rows} - {None}
    if not units:
        return say("wizard.to_coordinators")
    told = any(row["person"] is not None for row in rows)
    return say("wizard.to_units" if told else "wizard.in_digest", units=len(units))
