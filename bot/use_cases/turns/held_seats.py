"""Who holds which seat of a campaign, and the end of one whose holder left without handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.campaign import Campaign
from bot.model.events import SeatEnded
from bot.model.person import Role, Seat
from storage import Author, LeadsTo, Transaction


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat with its holder's name, the channels they write on and since when they hold it."""

    seat: Seat
    person_id: int
    name: str
    channels: tuple[str, ...]
    since: datetime


def held_in(tx: Transaction, campaign: Campaign) -> list[HeldSeat]:
    """Return the seats that are held in a campaign, in the order in which they were taken."""
    found = tx.people.seats_of_campaign(campaign.id)
    chats = tx.people.addresses_of([person_id for _, person_id in found])
    since = tx.people.seats_since(campaign.id)
    return [
        HeldSeat(
            seat,
            person_id,
            since[seat.id][0],
            tuple(sorted({chat.channel for chat in chats.get(person_id, ())})),
            since[seat.id][1],
        )
        for seat, person_id in found
    ]


def end(tx: Transaction, held: HeldSeat, author: Author) -> None:
    """End a seat with everything that leads back to it: visits, links, the codes its holder made and, of
    a coordinator, the unused codes for coordinators, which they could read."""
    seat, now = held.seat, author.now
    tx.people.leave(seat.id, now)
    tx.invites.void_of_maker(seat.id, now)
    tx.visits.end(held.person_id, None, now)
    for leads_to in (LeadsTo.BOARD, LeadsTo.CHAT):
        tx.one_time_links.void(leads_to, held.person_id, now)
    if seat.role is Role.COORDINATOR:
        tx.invites.void(seat.campaign_id, [seat.unit_id], Role.COORDINATOR, now)
    fact = SeatEnded(seat.campaign_id, seat.id, held.person_id, seat.role.value, seat.unit_id)
    tx.audit.write([fact], author, seat.campaign_id)
