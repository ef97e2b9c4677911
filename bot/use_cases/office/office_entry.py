"""The way into the office in the browser: one-time links, the people of a body's office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.conversation.join import NOTICE
from bot.model.campaign import CampaignState
from bot.model.person import Role
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.unit_registry import body_named
from bot.use_cases.office.sign_in import has_pages
from storage import LeadsTo, OneTimeLink, Transaction

FIRST_HOLDS = timedelta(days=1)  # a link that was printed where the program runs
INVITATION_HOLDS = timedelta(days=7)  # one that a person of the office hands on
LONGEST_NAME = 200  # characters of a person's or a body's name


class NotOfOffice(Exception):
    """The person does not belong to the office, or the thing is another's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who came in, and for which body."""

    person_id: int
    body: str


def setup_code(tx: Transaction, office: AppContext, *, new: bool = False) -> str:
    """Return the code of the link that is printed where the program runs: the one that waits, or a
    fresh one where none can be used or printed (or one is asked for, which ends the others)."""
    now = office.now()
    if new:
        tx.one_time_links.void(LeadsTo.OFFICE, "", now)
    for waiting in tx.one_time_links.waiting(LeadsTo.OFFICE, "", now):
        if (code := office.seal.open(waiting.sealed)) is not None:
            return code
    return _make(tx, office, "", FIRST_HOLDS)


def invite_to_office(tx: Transaction, office: AppContext, body: str) -> str:
    """Return a fresh code that makes somebody a member of a body's office."""
    return _make(tx, office, body, INVITATION_HOLDS)


def waiting_invitations(
    tx: Transaction, office: AppContext, body: str
) -> list[tuple[str, OneTimeLink]]:
    """Return the codes of a body's office that nobody has used, as far as they can be shown."""
    kept = tx.one_time_links.waiting(LeadsTo.OFFICE, body, office.now())
    opened = ((office.seal.open(each.sealed), each) for each in kept)
    return [(code, each) for code, each in opened if code is not None]


def _make(tx: Transaction, office: AppContext, body: str, holds: timedelta) -> str:
    now = office.now()
    code = office.fresh_code() + office.fresh_code()
    tx.one_time_links.make(
        LeadsTo.OFFICE, code, now, now + holds, body=body, sealed=office.seal.seal(code)
    )
    return code


def enter_office(
    tx: Transaction, office: AppContext, code: str, name: str, body: str, known: int | None
) -> Entry | None:
    """Use a link up: its person, a known one or a new one of this name, becomes a member of the
    office, and a coordinator of the body's campaigns. None where the link is used or ran out."""
    now = office.now()
    found = tx.one_time_links.find(LeadsTo.OFFICE, code, now)
    if found is None or not found.is_open:
        return None
    whose = body_named(tx, found.body or body)
    if not whose or not tx.one_time_links.use(found.id, now):
        return None
    person = known if known is not None else tx.office_people.new_person(name, NOTICE, now)
    tx.office_people.add(person, whose, now)
    for campaign in tx.campaigns.all():
        if campaign.body == whose and campaign.state is not CampaignState.CLOSED:
            tx.people.take_seat(person, campaign.id, None, Role.COORDINATOR, now)
    return Entry(person, whose)


def leave_office(tx: Transaction, office: AppContext, body: str, person_id: int) -> int | None:
    """End a membership with everything that came by it, the invitations that its holder could read too;
    return how many of those ended, None for the last member. Raises NotOfOffice for who is none."""
    members = {member.person_id for member in tx.office_people.members(body)}
    if person_id not in members:
        raise NotOfOffice
    if len(members) == 1:
        return None
    now = office.now()
    tx.office_people.remove(person_id, body, now)
    tx.visits.end(person_id, None, now)
    for leads_to in (LeadsTo.BOARD, LeadsTo.CHAT):
        tx.one_time_links.void(leads_to, person_id, now)
    if not has_pages(tx, person_id):
        tx.passkeys.remove(person_id, None, now)
    own = [campaign.id for campaign in tx.campaigns.all() if campaign.body == body]
    ended = [tx.invites.void(each, [None], Role.COORDINATOR, now) for each in own]
    return tx.one_time_links.void(LeadsTo.OFFICE, body, now) + sum(ended)
