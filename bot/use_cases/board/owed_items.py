"""What units owe, as the tables stand, for boards and exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.item_types import ledger
from bot.model.campaign import Campaign
from bot.model.obligations import Obligation
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.forms_in_use import question_counts
from bot.use_cases.reminding.reminder_content import deadline_of
from storage import Transaction, UnitRecord


def owed_by(
    campaign: Campaign, view: UnitRecord, questions: int, now: datetime
) -> tuple[Obligation, ...]:
    """Return the obligations of a line of the board; `questions` are those of its form."""
    until = deadline_of(campaign, view)
    return ledger.obligations_of(campaign, view.unit, view.given(questions), until, now)


def obligations_in(
    tx: Transaction, office: AppContext, campaign: Campaign
) -> tuple[tuple[str, Obligation], ...]:
    """Return every obligation of a campaign with the code of the unit that has it."""
    total, now = question_counts(tx, office, campaign), office.now()
    return tuple(
        (view.unit.code, owed)
        for view in tx.views.board(campaign.id)
        for owed in owed_by(campaign, view, total(view.unit.kind), now)
    )


def item_in_progress(owed: Obligation, office: AppContext) -> dict[str, Any]:
    """Return an obligation as `progress --json` shows it; a due date that is not set is null."""
    due = owed.due.astimezone(office.tz).isoformat() if owed.due is not None else None
    return {
        "item": owed.asked.type,
        "title": owed.title,
        "due": due,
        "state": owed.state.value,
    }
