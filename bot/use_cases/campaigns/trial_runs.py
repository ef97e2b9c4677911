"""A campaign is tried before it is opened: in a campaign of its own, beside the real one.

People who joined (and those who join meanwhile) answer there as they will later. Nothing of it counts,
nobody is reminded, and opening the real campaign deletes it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import state as states
from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.message import Reply, Urgency
from bot.model.optional import optional
from bot.model.person import Seat
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers.consultations import OPINION
from bot.use_cases.sending.tell_person import tell_person
from storage import Transaction

ENDING = "thu"  # of the slug


def begin_trial(tx: Transaction, office: AppContext, campaign: Campaign) -> Campaign:
    """Let people try a campaign that is not open yet; return the campaign that they try it in.
    OperatorError where it is open already."""
    if campaign.state is not CampaignState.DRAFT or campaign.trial_of:
        raise OperatorError(say("trial.too_late", slug=campaign.slug))
    running = tx.trials.of(campaign.slug)
    if running is not None:
        return running
    wanted = replace(
        campaign,
        id=0,
        slug=_free_slug(tx, campaign.slug),
        title=say("trial.title", title=campaign.title),
        state=CampaignState.OPEN,
        trial_of=campaign.slug,
        series=None,
        asked_items=tuple(each for each in campaign.asked_items if each.type != OPINION),
    )
    now = office.now()
    made = replace(wanted, id=tx.campaigns.create(wanted, "", now))
    tx.submissions.open_all(made.id, [unit.id for unit in tx.campaigns.members(campaign.id)])
    for seat, person_id in tx.people.seats_of_campaign(campaign.id):
        _take_seat(tx, office, made, seat, person_id)
    _tell(tx, office, made)
    return made


def _free_slug(tx: Transaction, slug: str) -> str:
    wanted, number = f"{slug}-{ENDING}", 1
    while tx.campaigns.by_slug(wanted) is not None:
        number += 1
        wanted = f"{slug}-{ENDING}-{number}"
    return wanted


def seat_in_trial(
    tx: Transaction, office: AppContext, person_id: int, seat_id: int
) -> tuple[int, str] | None:
    """Give a person who just joined the same seat where the campaign is being tried: its id, with what
    to tell; None where nobody tries it."""
    waiting = {seat.id: seat for seat in tx.people.waiting_seats(person_id)}
    seat = waiting.get(seat_id)
    if seat is None:
        return None
    made = tx.trials.of(tx.campaigns.by_id(seat.campaign_id).slug)
    if made is None:
        return None
    taken = _take_seat(tx, office, made, seat, person_id)
    return optional(lambda seat: (seat, say("trial.begin")), taken)


def _take_seat(
    tx: Transaction, office: AppContext, trial: Campaign, seat: Seat, person_id: int
) -> int | None:
    """Give a person their seat in the trial; None where their unit owes nothing there."""
    if seat.unit_id is not None and tx.submissions.of_unit(trial.id, seat.unit_id) is None:
        return None
    return tx.people.take_seat(person_id, trial.id, seat.unit_id, seat.role, office.now())


def end_trial(tx: Transaction, office: AppContext, campaign: Campaign) -> Campaign:
    """Delete everything that was given while a campaign was tried; return the campaign. OperatorError
    where nobody tries it."""
    if not discard_trial(tx, office, campaign):
        raise OperatorError(say("trial.none", slug=campaign.slug))
    return campaign


def discard_trial(tx: Transaction, office: AppContext, campaign: Campaign) -> bool:
    """Delete everything that was given while a campaign was tried; False where nobody tried it."""
    trial = tx.trials.of(campaign.slug)
    if trial is None:
        return False
    empty(tx, office, trial)
    return True


def empty(tx: Transaction, office: AppContext, campaign: Campaign) -> None:
    """Delete everything that was given in a campaign; nobody finds it afterwards."""
    seats = {seat.id for seat, _ in tx.people.seats_of_campaign(campaign.id)}
    for chat in tx.trials.chats(campaign.id):
        if states.from_json(chat.conversation).seat in seats:
            tx.people.set_conversation(chat.id, "")
    tx.trials.discard(campaign, office.now())


def _tell(tx: Transaction, office: AppContext, trial: Campaign) -> None:
    """Tell everybody who joined so far, in office hours, that they may try."""
    now = office.now()
    due = office.next_moment(now)
    reply = Reply(
        f"{say('trial.started', campaign=trial.title)} {say('trial.begin')}",
        urgency=Urgency.NOTICE,
    )
    seated = (person_id for _, person_id in tx.people.seats_of_campaign(trial.id))
    for person_id in dict.fromkeys(seated):
        key = tx.trials.notice_key(trial.id, person_id)
        tell_person(tx, person_id, reply, now, key=key, not_before=due)
