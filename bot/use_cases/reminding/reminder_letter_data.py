"""Who a letter that urges late units goes to, as of one moment."""

from __future__ import annotations

from datetime import datetime

from bot.errors import OperatorError
from bot.exports.reminder_letter import LateUnit, LetterSheet
from bot.item_types.ledger import asks_anything
from bot.locale.board_text import state_in_words
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.deadline import late_days
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_days import deadlines_in_words
from bot.use_cases.campaigns.forms_in_use import form_of
from bot.use_cases.reminding.reminder_content import deadline_of
from storage import Transaction, UnitRecord


def _asked(tx: Transaction, campaign: Campaign) -> list[UnitRecord]:
    """Return the units that owe anything."""
    return [view for view in tx.views.board(campaign.id) if asks_anything(campaign, view.unit)]


def letter_sheet(
    tx: Transaction, office: AppContext, campaign: Campaign, now: datetime
) -> LetterSheet:
    """Return every unit whose deadline is over and whose report is not there; before the deadline every
    unit without a report. Raises OperatorError where there is none."""
    views = _asked(tx, campaign)
    unsent = [view for view in views if not view.is_sent]
    if not unsent:
        raise OperatorError(say("letter.nobody" if views else "no_form.board"))
    late = [view for view in unsent if _late_days(office, campaign, view, now)]
    return LetterSheet(
        title=campaign.title,
        issuer=campaign.issuer,
        receiver=campaign.receiver,
        deadline_words=deadlines_in_words(office, campaign),
        sent=len(views) - len(unsent),
        total=len(views),
        units=tuple(_unit(tx, office, campaign, view, now) for view in late or unsent),
        at=now.astimezone(office.tz),
    )


def _late_days(office: AppContext, campaign: Campaign, view: UnitRecord, now: datetime) -> int:
    until = deadline_of(campaign, view)
    return 0 if until is None else late_days(until, now, office.tz)


def _unit(
    tx: Transaction, office: AppContext, campaign: Campaign, view: UnitRecord, now: datetime
) -> LateUnit:
    form = form_of(tx, office, campaign, view.unit.kind)
    total = len(form.questions) if form is not None else 0
    state = state_in_words(view.standing, view.answered, total)
    return LateUnit(view.unit.called, state, _late_days(office, campaign, view, now))
