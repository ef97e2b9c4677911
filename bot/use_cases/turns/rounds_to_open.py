"""Which campaigns wait for a coordinator who speaks of opening one."""

from __future__ import annotations

from bot.conversation.opening_round import asks_to_open
from bot.conversation.state import State
from bot.model.message import Incoming
from bot.model.person import Person, Role, Seat
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
