"""What units owe, as the tables stand, for boards and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.item_types import ledger
from bot.model.campaign import Campaign
from bot.model.obligations import Obligation
from bot.model.unit_tree import unit_tree
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.forms_in_use import question_counts
from bot.use_cases.reminding.reminder_content import deadline_of
from storage import Transaction, UnitRecord


def owed_on(
    tx: Transaction, office: AppContext, campaign: Campaign, views: Sequence[UnitRecord]
) -> Iterator[tuple[UnitRecord, tuple[Obligation, ...]]]:
    """Return each line of a campaign's whole board with what its unit owes: to the unit above it, a root to
    the campaign's receiver."""
    total, now = question_counts(tx, office, campaign), office.now()
    parents = unit_tree(view.unit for view in views).parents
    names = {view.unit.code: view.unit.called for view in views}
    for view in views:
        above = names.get(parents[view.unit.code], "")
        debtor = ledger.Debtor(campaign, view.unit, deadline_of(campaign, view), above)
        yield view, ledger.obligations_of(debtor, view.given(total(view.unit.kind)), now)


def obligations_in(
    tx: Transaction, office: AppContext, campaign: Campaign
) -> tuple[tuple[str, Obligation], ...]:
    """Return every obligation of a campaign with the code of the unit that has it."""
    owing = owed_on(tx, office, campaign, tx.views.board(campaign.id))
    return tuple((view.unit.code, owed) for view, all_owed in owing for owed in all_owed)


def item_in_progress(owed: Obligation, office: AppContext) -> dict[str, Any]:
    """Return an obligation as `progress --json` shows it; a due date that is not set is null."""
    due = owed.due.astimezone(office.tz).isoformat() if owed.due is not None else None
    return {
        "item": owed.asked.type,
        "title": owed.title,
        "due": due,
        "state": owed.state.value,
    }
