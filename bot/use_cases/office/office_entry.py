"""The way into the office in the browser: one-time links, the people of a body's office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.conversation.join import NOTICE
from bot.model.campaign import CampaignState
from bot.model.person import Role
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.unit_registry import body_named
from storage import LeadsTo, OneTimeLink, Transaction

FIRST_HOLDS = timedelta(days=1)  # a link that was printed where the program runs
INVITATION_HOLDS = timedelta(days=7)  # one that a person of the office hands on
LONGEST_NAME = 200  # characters of a person's or a body's name


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


def leave_office(tx: Transaction, office: AppContext, body: str, person_id: int) -> bool:
    """End a membership with everything that came by it; False for the last member."""
    members = {member.person_id for member in tx.office_people.members(body)}
    if members <= {person_id}:
        return False
    tx.office_people.remove(person_id, body, office.now())
    tx.visits.end(person_id, None, office.now())
    tx.passkeys.remove(person_id, None, office.now())
    return True
