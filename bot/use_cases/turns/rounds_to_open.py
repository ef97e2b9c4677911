"""Which campaigns wait for a coordinator who speaks of opening one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.conversation.opening_round import asks_to_open
from bot.conversation.state import State
from bot.model.message import Incoming
from bot.model.person import Person, Role, Seat
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_days import days_in_words
from bot.use_cases.papers.consultations import opening_preview
from storage import Transaction


def rounds_to_open(
    tx: Transaction, person: Person | None, state: State, incoming: Incoming
) -> tuple[Seat, ...]:
    """Return a coordinator's seats in campaigns that are not open yet; none where nothing was said of
    opening one, so that other messages read nothing more."""
    if person is None or not (state.opens or asks_to_open(incoming.text)):
        return ()
    waiting = tx.people.waiting_seats(person.id)
    return tuple(seat for seat in waiting if seat.role is Role.COORDINATOR)


def at_opening(
    tx: Transaction, office: AppContext, seats: Iterable[Seat], now: datetime
) -> dict[int, str]:
    """Return each campaign's period and deadline, and what opening it does with the draft that comments
    are asked about."""
    told = {}
    for seat in seats:
        campaign = tx.campaigns.by_id(seat.campaign_id)
        draft = opening_preview(tx, campaign, now)[0]
        told[campaign.id] = "\n".join(filter(None, [draft, days_in_words(office, campaign)]))
    return told
