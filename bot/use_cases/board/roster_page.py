"""The board's page of a campaign's list: units that may come in, and those that were taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.campaign import Campaign
from bot.model.form import row_in
from bot.model.listed_unit import ListedUnit
from bot.model.unit import Unit
from bot.reading import echo_answer
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.board_query import search_units
from bot.use_cases.campaigns.campaign_roster import listed_units
from bot.use_cases.campaigns.forms_in_use import form_of
from storage import Transaction

SHOWN = 20  # units to choose from


@dataclass(frozen=True, slots=True)
class LeftUnit:
    """A unit that was taken out, with the figures that it had sent, a line a row."""

    listed: ListedUnit
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """`count` units are in the campaign; of `others` that the list has besides `more` are not shown, where
    `find` narrows them."""

    campaign: Campaign
    count: int
    find: str
    others: tuple[Unit, ...]
    more: int
    left: tuple[LeftUnit, ...]


def roster_page(tx: Transaction, office: AppContext, campaign: Campaign, find: str) -> RosterPage:
    """Return the page for who coordinates all of a campaign."""
    listed = listed_units(tx, campaign)
    others: Sequence[Unit] = [each.unit for each in listed if each.left is None]
    if find.strip():
        others = search_units(others, find)
    return RosterPage(
        campaign,
        len(tx.campaigns.members(campaign.id)),
        find,
        tuple(others[:SHOWN]),
        max(0, len(others) - SHOWN),
        tuple(_left(tx, office, campaign, each) for each in listed if each.left is not None),
    )


def _left(tx: Transaction, office: AppContext, campaign: Campaign, listed: ListedUnit) -> LeftUnit:
    assert listed.left is not None
    last = tx.submissions.last_sent(listed.left.submission_id)
    form = form_of(tx, office, campaign, listed.unit.kind)
    answers = last[1] if last is not None else {}
    rows = ((row_in(form, code), answer) for code, answer in answers.items())
    sent = [f"{row.code}: {echo_answer(row, answer)}" for row, answer in rows if row is not None]
    return LeftUnit(listed, tuple(sent))
