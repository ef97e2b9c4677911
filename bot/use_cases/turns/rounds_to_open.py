"""Which campaigns wait for a coordinator who speaks of opening one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.conversation.opening_round import asks_to_open
from bot.conversation.state import State
from bot.model.message import Incoming
from bot.model.person import Person, Role, Seat
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


def drafts_to_send(tx: Transaction, seats: Iterable[Seat], now: datetime) -> dict[int, str]:
    """Return what opening each campaign does with the draft that comments are asked about."""
    return {
        seat.campaign_id: opening_preview(tx, tx.campaigns.by_id(seat.campaign_id), now)[0]
        for seat in seats
    }
