"""What coordinators ask of a whole campaign in chat: its total so far, and the report to the level above."""

from __future__ import annotations

from bot.figures.rollup import RollUp, roll_up
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.person import Seat
from bot.reminders.digest import upward_line
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.comparison import campaign_before
from bot.use_cases.board.counted_reports import reports_sheet
from bot.use_cases.papers.upward_report import upward_of
from storage import Transaction


def total_so_far(tx: Transaction, office: AppContext, campaign: Campaign) -> tuple[Form, RollUp]:
    """Return the form over all kinds of units, and what was sent added up."""
    grand = reports_sheet(tx, office, campaign).grand
    return grand.form, roll_up(grand.form, grand.units)


def total_before(
    tx: Transaction, office: AppContext, campaign: Campaign, seat: Seat
) -> tuple[str, Form, RollUp] | None:
    """Return the title, form and total of the campaign before; None where there is none, and for whoever has
    one branch."""
    before = campaign_before(tx.campaigns.beside(campaign), campaign)
    if before is None or seat.unit_id is not None:
        return None
    return (before.title, *total_so_far(tx, office, before))


def upward_in_words(tx: Transaction, office: AppContext, campaign: Campaign) -> str:
    """Return how the report to the level above stands; "" where none is owed."""
    upward = upward_of(tx, campaign.id)
    if upward is None:
        return ""
    return upward_line(upward, office.now(), office.tz, office.calendar)
