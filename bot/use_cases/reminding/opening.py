"""A campaign is opened: everybody who joined before is told, once, in office hours."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation import state as states
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.grouping import grouped_by
from bot.model.message import Reply, Urgency
from bot.model.person import Person, Role, Seat
from bot.model.submission import SENT
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_days import deadlines_in_words
from bot.use_cases.sending.tell_person import tell_person
from storage import Transaction


def tell_opened(
    tx: Transaction, office: AppContext, campaign: Campaign, *, tried: bool = False
) -> int:
    """Queue one message to each person with a seat; returns how many. A key keeps a second opening
    from telling anybody again. `tried`: what was given in a trial is gone now."""
    now = office.now()
    due = office.next_moment(now)
    told = 0
    for person_id, seats in _people(tx, campaign).items():
        words = _words(office, campaign, seats, _elsewhere(tx, person_id, campaign))
        _let_choose(tx, person_id, campaign)
        gone = f"\n{say('trial.gone')}" if tried else ""
        reply = Reply(f"{words}{gone}", urgency=Urgency.NOTICE)
        key = f"opened:{campaign.id}:{person_id}"
        told += tell_person(tx, person_id, reply, now, key=key, not_before=due)
    return told


def opening_messages(
    tx: Transaction, office: AppContext, campaign: Campaign
) -> Iterator[tuple[str, str]]:
    """Give the name of everybody who has a chat and would be told, with the words."""
    for person_id, seats in _people(tx, campaign).items():
        if tx.people.addresses(person_id):
            others = _elsewhere(tx, person_id, campaign)
            yield tx.people.name(person_id), _words(office, campaign, seats, others)


def _people(tx: Transaction, campaign: Campaign) -> dict[int, list[Seat]]:
    """Return everybody's seats by person."""
    seated = grouped_by(lambda each: each[1].id, _seated(tx, campaign))
    return {person_id: [seat for seat, _ in own] for person_id, own in seated.items()}


def _seated(tx: Transaction, campaign: Campaign) -> Iterator[tuple[Seat, Person]]:
    yield from tx.people.seats_of_unit(campaign.id, None)
    for unit in tx.campaigns.everybody(campaign.id):
        yield from tx.people.seats_of_unit(campaign.id, unit.id)


def _elsewhere(tx: Transaction, person_id: int, campaign: Campaign) -> tuple[Seat, ...]:
    """Return a person's seats for units in other campaigns."""
    seats = tx.people.seats(person_id)
    return tuple(seat for seat in seats if seat.unit_id and seat.campaign_id != campaign.id)


def _let_choose(tx: Transaction, person_id: int, campaign: Campaign) -> None:
    """Let a person's chats ask which report is meant where the one they work on is done: figures for the
    days of this campaign would go into it else."""
    done = {seat.id for seat in _elsewhere(tx, person_id, campaign) if _is_done(tx, seat)}
    for chat in tx.people.addresses(person_id) if done else ():
        if states.from_json(chat.conversation).seat in done:
            tx.people.set_conversation(chat.id, "")


def _is_done(tx: Transaction, seat: Seat) -> bool:
    """Return whether nothing is written in a seat's report any more: it was sent, or its campaign is over."""
    if tx.campaigns.by_id(seat.campaign_id).state.is_over:
        return True
    given = tx.submissions.of_unit(seat.campaign_id, seat.the_unit_id)
    return given is not None and given.status in SENT and not given.draft


def _words(
    office: AppContext, campaign: Campaign, seats: list[Seat], elsewhere: tuple[Seat, ...]
) -> str:
    """Return what a person can do from now on, for each seat; who sits `elsewhere` too chooses first."""
    lines = [say("opened.head", campaign=campaign.title)]
    deadline = deadlines_in_words(office, campaign)
    if deadline:
        lines.append(say("deadline.line", deadline=deadline))
    lines += dict.fromkeys(
        say("opened.coordinator")
        if seat.role is Role.COORDINATOR
        else say(
            "opened.choose" if elsewhere and seat.reports else f"opened.{seat.role.value}",
            unit=seat.unit_name,
        )
        for seat in seats
    )
    return "\n".join(lines)
