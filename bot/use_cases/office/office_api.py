"""The office in the browser as the web server asks for it: one transaction a question, and every
question asks whether the person belongs to the body's office."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.channels.channel_spec import Check, Connecting
from bot.deadlines.deadline_phrase import read_deadline
from bot.deadlines.deadline_words import deadline_in_words
from bot.errors import OperatorError
from bot.exports.invitation_sheet import invite_workbook
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.commands import CampaignCommand, OpenCampaign
from bot.model.link import opens_elsewhere
from bot.model.optional import first, optional
from bot.model.person import Role
from bot.model.unit import Unit
from bot.registry.after_merger import after_merger
from bot.registry.national_list import REFORM
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup, invites
from bot.use_cases.campaigns.campaign_draft import (
    Draft,
    from_content,
    gaps,
    slug_for_title,
    to_content,
    write_campaign,
)
from bot.use_cases.campaigns.check_plan import plan_warnings
from bot.use_cases.campaigns.clone_campaign import Clone, CloneRequest, clone_campaign
from bot.use_cases.campaigns.draft_files import (
    FormRead,
    read_form_file,
    read_plan_json,
    read_unit_file,
    write_kept_form,
)
from bot.use_cases.campaigns.draft_plan import PlanSaid
from bot.use_cases.campaigns.draft_preview import DraftPreview, preview_of
from bot.use_cases.campaigns.invites import HandOut, Link
from bot.use_cases.campaigns.next_round import make_next
from bot.use_cases.campaigns.unit_registry import change_in_words, changed_units
from bot.use_cases.keeping.aside import aside
from bot.use_cases.office import office_entry
from bot.use_cases.office.office_entry import Entry, NotOfOffice
from bot.use_cases.office.sign_in import SignIn
from bot.use_cases.papers import consultations
from bot.use_cases.papers.consultations import DraftSending
from bot.use_cases.papers.process_pool import ProcessPool
from bot.use_cases.turns.run_command import run_on_campaign
from storage import KeptDraft, LeadsTo, OfficeMember, OneTimeLink, Store, Transaction

DRAFTS = "drafts"  # folder below the data folder: one for each draft
READING = 90.0  # seconds that a document may take to be read, also on a busy machine
Result = TypeVar("Result")
OfBody = TypeVar("OfBody", KeptDraft, Campaign)


class DraftMoved(Exception):
    """Somebody changed the draft meanwhile, or made a campaign of it."""


@dataclass(frozen=True, slots=True)
class OfficeHome:
    """What a body's office has: its campaigns, those being set up, its people."""

    body: str
    campaigns: tuple[Campaign, ...]
    drafts: tuple[tuple[KeptDraft, Draft], ...]
    members: tuple[OfficeMember, ...]
    waiting: tuple[tuple[str, OneTimeLink], ...]  # invitations into the office that nobody used


@dataclass(frozen=True, slots=True)
class CampaignOfOffice:
    """One campaign with what its page shows; `joined` counts units with somebody."""

    campaign: Campaign
    units: int
    joined: int
    deadline_words: str
    links: bool  # whether people elsewhere can open an invitation
    trial: Campaign | None  # in which it is being tried
    at_opening: str = ""  # what opening it does with the draft that comments are asked about
    draft: DraftSending | None = None  # which goes out then


class OfficeApi:
    """`office` gives the installation as it is now; `checks` are those of `doctor`, `links`
    what carries an invitation; `done` is called
    after what may have queued messages; `connecting` are the channels that a person connects."""

    def __init__(
        self,
        store: Store,
        office: Callable[[], AppContext],
        checks: Callable[[], Sequence[Check]],
        links: Callable[[], Mapping[str, Link]],
        done: Callable[[], None],
        connecting: Callable[[], Sequence[Connecting]] = tuple,
    ) -> None:
        self.store = store
        self.office = office
        self.checks = checks
        self.connecting = connecting
        self.links = links
        self.done = done
        self.sign_in = SignIn(store, office)
        self._pool = ProcessPool()

    def close(self) -> None:
        self._pool.close()

    def now(self) -> datetime:
        office = self.office()
        return office.now().astimezone(office.tz)

    # The way in

    async def code(self, code: str) -> OneTimeLink | None:
        """Return what a one-time link lets into, None where it can be used no more; looking does not
        use it up."""
        link = await self.store.look(
            lambda tx: tx.one_time_links.find(LeadsTo.OFFICE, code, self.now())
        )
        return link if link is not None and link.is_open else None

    async def enter(self, code: str, name: str, body: str, known: int | None) -> Entry | None:
        """Use a one-time link up; None where it is used or too old."""
        return await self.store.hand_in(
            lambda tx: office_entry.enter_office(tx, self.office(), code, name, body, known)
        )

    async def known_bodies(self) -> list[str]:
        """Return the bodies that have campaigns or units here, to be chosen at the first link."""
        return await self.store.look(lambda tx: tx.campaigns.bodies())

    # The office

    async def bodies(self, person_id: int) -> list[str]:
        """Return the bodies whose campaigns a person may set up."""
        return await self.store.look(lambda tx: tx.office_people.bodies(person_id))

    async def name(self, person_id: int) -> str:
        return await self.store.look(lambda tx: tx.people.name(person_id))

    async def home(self, person_id: int, body: str) -> OfficeHome:
        def work(tx: Transaction) -> OfficeHome:
            _belongs(tx, person_id, body)
            own = tuple(each for each in reversed(tx.campaigns.all()) if each.body == body)
            drafts = [(kept, from_content(kept.content)) for kept in tx.drafts.of_body(body)]
            waiting = office_entry.waiting_invitations(tx, self.office(), body)
            members = tx.office_people.members(body)
            return OfficeHome(body, own, tuple(drafts), tuple(members), tuple(waiting))

        return await self.store.look(work)

    async def invite_member(self, person_id: int, body: str) -> str:
        """Return the code of a fresh invitation into the office."""

        def work(tx: Transaction) -> str:
            _belongs(tx, person_id, body)
            return office_entry.invite_to_office(tx, self.office(), body)

        return await self.store.hand_in(work)

    async def remove_member(self, person_id: int, body: str, who: int) -> int | None:
        """End a membership; return how many invitations ended with it, None for the last member."""

        def work(tx: Transaction) -> int | None:
            _belongs(tx, person_id, body)
            return office_entry.leave_office(tx, self.office(), body, who)

        return await self.store.hand_in(work)

    async def chat_links(self, person_id: int) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return a fresh code that binds a chat to the person, and the links that carry it."""
        office = self.office()
        code = office.fresh_code() + office.fresh_code()
        until = office.now() + office_entry.FIRST_HOLDS

        def work(tx: Transaction) -> None:
            tx.one_time_links.make(LeadsTo.CHAT, code, office.now(), until, person_id=person_id)

        await self.store.hand_in(work)
        links = tuple((label, link.format(code=code)) for label, link in office.invite_links)
        return code, links

    # Drafts

    async def begin_draft(self, person_id: int, body: str) -> int:
        def work(tx: Transaction) -> int:
            _belongs(tx, person_id, body)
            return tx.drafts.begin(body, person_id, to_content(Draft()), self.now())

        return await self.store.hand_in(work)

    async def draft(self, person_id: int, draft_id: int) -> tuple[KeptDraft, Draft]:
        """Return a draft as it is kept and as it reads; raises NotOfOffice for another body's."""
        kept = await self.store.look(lambda tx: _draft(tx, person_id, draft_id))
        return kept, from_content(kept.content)

    async def save(self, person_id: int, kept: KeptDraft, draft: Draft) -> None:
        """Store a draft over the version that was read; raises DraftMoved where that is past."""

        def work(tx: Transaction) -> bool:
            _draft(tx, person_id, kept.id)
            return tx.drafts.change(kept, to_content(draft), self.now())

        if not await self.store.hand_in(work):
            raise DraftMoved

    async def drop(self, person_id: int, draft_id: int) -> None:
        """Give a draft up, with the files that were dropped into it."""

        def work(tx: Transaction) -> None:
            _draft(tx, person_id, draft_id)
            tx.drafts.drop(draft_id, self.now())

        await self.store.hand_in(work)
        await asyncio.to_thread(shutil.rmtree, self.folder_of(draft_id), ignore_errors=True)

    def folder_of(self, draft_id: int) -> Path:
        """Return where the files of a draft lie; made for the owner alone."""
        folder = self.office().folder / DRAFTS / str(draft_id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    async def read_plan(self, file: Path, name: str) -> PlanSaid:
        """Return what a plan says; OperatorError where it cannot be read, or not in time."""
        return await self._in_time(read_plan_json, str(file), name, name=name)

    async def read_units(self, file: Path, name: str) -> list[Unit]:
        """Return the units of a list; OperatorError that names what is wrong with it."""
        return await self._in_time(read_unit_file, str(file), name, name=name)

    async def read_form(self, file: Path, slug: str, name: str) -> FormRead:
        """Return the form of an annex; OperatorError where there is none in it."""
        return await self._in_time(read_form_file, str(file), slug, name, name=name)

    async def _in_time(self, work: Callable[..., Result], *given: Any, name: str) -> Result:
        """Read a document in a process that is ended where it takes too long."""
        try:
            return await self._pool.do(work, *given, at_most=READING)
        except (TimeoutError, BrokenProcessPool):
            raise OperatorError(say("wizard.too_long", file=name)) from None

    async def previous(self, person_id: int, body: str) -> list[Campaign]:
        """Return the campaigns of a body whose units can be taken over, the latest first."""

        def work(tx: Transaction) -> list[Campaign]:
            _belongs(tx, person_id, body)
            return [each for each in reversed(tx.campaigns.all()) if each.body == body]

        return await self.store.look(work)

    async def units_of(self, person_id: int, campaign_id: int, on: date | None) -> list[Unit]:
        """Return the units of an earlier campaign as they are on a day (today's without one)."""

        def work(tx: Transaction) -> list[Unit]:
            campaign = _campaign(tx, person_id, campaign_id)
            units = tx.campaigns.members(campaign.id)
            day = on or self.now().date()
            if campaign.period_end < REFORM <= day:
                return list(after_merger(units).units)
            return units

        return await self.store.look(work)

    async def known_units(self, person_id: int, body: str) -> list[Unit]:
        """Return every unit that a body had in any campaign."""

        def work(tx: Transaction) -> list[Unit]:
            _belongs(tx, person_id, body)
            return tx.campaigns.units(body)

        return await self.store.look(work)

    async def kept_forms(self, person_id: int, body: str) -> list[tuple[str, str]]:
        """Return slug and title of the forms of a body's earlier campaigns."""

        def work(tx: Transaction) -> list[tuple[str, str]]:
            _belongs(tx, person_id, body)
            own = (each for each in tx.campaigns.all() if each.body == body)
            slugs = dict.fromkeys(slug for each in own for _, slug in each.forms)
            found = ((slug, self.office().shelf.get(tx, slug)) for slug in slugs)
            return [(slug, form.title) for slug, form in found if form is not None]

        return await self.store.look(work)

    def deadline_words(self, phrase: str, end: str) -> str:
        """Return what a phrase means, or why it names no day; "" where nothing stands there."""
        if not phrase.strip():
            return ""
        office = self.office()
        until = optional(date.fromisoformat, end)
        found = read_deadline(
            phrase, calendar=office.calendar, tz=office.tz, hours=office.hours, period_end=until,
            year=until.year if until else None, today=self.now().date(),
        )  # fmt: skip
        return deadline_in_words(found) or say("wizard.no_day")

    # From the draft to the campaign

    async def preview(self, person_id: int, draft_id: int) -> DraftPreview:
        """Return everything that would be sent, and what is missing. Nothing is kept of it."""
        kept, draft = await self.draft(person_id, draft_id)
        missing = gaps(draft)
        if missing:
            return DraftPreview(tuple(missing))
        return await asyncio.to_thread(self._preview, kept, draft)

    def _preview(self, kept: KeptDraft, draft: Draft) -> DraftPreview:
        office = self.office()
        with tempfile.TemporaryDirectory() as name, self.store.rehearsal() as tx:
            apart = replace(office, folder=Path(name))
            try:
                read = campaign_setup.read_campaign(self._file(tx, kept, draft), office)
                renamed = changed_units(tx, read.units, kept.body).values()
                told = (say("wizard.renamed", change=change_in_words(*pair)) for pair in renamed)
                made = self._made(tx, apart, kept, draft)
                run_on_campaign(tx, apart, made.slug, OpenCampaign())
                return preview_of(tx, apart, made, (*told, *plan_warnings(read)))
            except OperatorError as error:
                return DraftPreview((("facts", str(error)),))

    async def make(self, person_id: int, draft_id: int, *, open_it: bool) -> Campaign:
        """Make the campaign of a draft, opened or not; raises OperatorError where something is
        missing, DraftMoved where it was made before."""
        kept, draft = await self.draft(person_id, draft_id)
        if missing := gaps(draft):
            raise OperatorError(" ".join(text for _, text in missing))

        def work(tx: Transaction) -> Campaign:
            now = _draft(tx, person_id, draft_id)
            if now.version != kept.version or now.campaign_id is not None:
                raise DraftMoved
            made = self._made(tx, self.office(), kept, draft)
            tx.drafts.made(draft_id, made.id)
            if open_it:
                return run_on_campaign(tx, self.office(), made.slug, OpenCampaign())
            return made

        made = await self.store.hand_in(work)
        self.done()
        return made

    def _made(
        self, tx: Transaction, office: AppContext, kept: KeptDraft, draft: Draft
    ) -> Campaign:
        read = campaign_setup.read_campaign(self._file(tx, kept, draft), self.office())
        made = campaign_setup.create_campaign(tx, office, read, accept_changes=True)
        for member in tx.office_people.members(made.body):
            tx.people.take_seat(member.person_id, made.id, None, Role.COORDINATOR, office.now())
        return made

    def _file(self, tx: Transaction, kept: KeptDraft, draft: Draft) -> Path:
        """Write the campaign file of a draft beside its forms; a form that an earlier campaign of the
        body used is written out as it is kept."""
        folder = self.folder_of(kept.id)
        taken = [campaign.slug for campaign in tx.campaigns.all()]
        forms = tuple(
            replace(form, file=write_kept_form(tx, form.slug, folder)) if not form.file else form
            for form in draft.forms
        )
        slug = slug_for_title(draft.facts["title"], taken)
        return write_campaign(replace(draft, forms=forms), kept.body, slug, folder)

    # A campaign

    async def campaign(self, person_id: int, campaign_id: int) -> CampaignOfOffice:
        from bot.deadlines.deadline_words import last_instant_in_words

        def work(tx: Transaction) -> CampaignOfOffice:
            office = self.office()
            found = _campaign(tx, person_id, campaign_id)
            units = len(tx.campaigns.members(found.id))
            seats = tx.people.seats_of_campaign(found.id)
            joined = len({seat.unit_id for seat, _ in seats if seat.unit_id is not None})
            said = last_instant_in_words(
                found.deadline_phrase, found.last_instant, office.tz, False, office.calendar
            )
            links = any(opens_elsewhere(link) for _, link in office.invite_links)
            trial = tx.trials.of(found.slug)
            words, draft = consultations.opening_preview(tx, found, office.now())
            return CampaignOfOffice(found, units, joined, said, links, trial, words, draft)

        return await self.store.look(work)

    async def run(self, person_id: int, campaign_id: int, command: CampaignCommand) -> Campaign:
        """Try, open, finish, reopen or close a campaign."""

        def work(tx: Transaction) -> Campaign:
            found = _campaign(tx, person_id, campaign_id)
            return run_on_campaign(tx, self.office(), found.slug, command)

        moved = await self.store.hand_in(work)
        self.done()
        return moved

    async def clone(self, person_id: int, campaign_id: int, wanted: CloneRequest) -> Clone:
        """Make the next campaign after one."""

        def work(tx: Transaction) -> Clone:
            found = _campaign(tx, person_id, campaign_id)
            return clone_campaign(tx, self.office(), found.slug, wanted)

        return await self.store.hand_in(work)

    async def next_round(self, person_id: int, campaign_id: int) -> Clone:
        """Make the next round of a campaign's series."""

        def work(tx: Transaction) -> Clone:
            return make_next(tx, self.office(), _campaign(tx, person_id, campaign_id).slug)

        return await self.store.hand_in(work)

    async def hand_out(
        self, person_id: int, campaign_id: int, role: Role, *, new: bool = False
    ) -> tuple[HandOut, int]:
        """Return the codes of a campaign in one role, and how many unused ones ended for them."""
        office = self.office()
        links = await asyncio.to_thread(self.links)

        def work(tx: Transaction) -> tuple[HandOut, int]:
            found = _campaign(tx, person_id, campaign_id)
            planned = invites.plan(tx, office, found.slug, None, role, links, new=new)
            return planned, invites.keep(tx, office, planned)

        return await self.store.hand_in(work)

    async def workbook(self, person_id: int, campaign_id: int, role: Role) -> bytes:
        """Return the hand-out of the codes that are there, as a workbook."""
        planned, _ = await self.hand_out(person_id, campaign_id, role)
        return await asyncio.to_thread(
            invite_workbook, planned.campaign.title, planned.invitations
        )

    async def doctor(self) -> Sequence[Check]:
        """Return what `baocao doctor` says."""
        return await aside(self.checks)


def _belongs(tx: Transaction, person_id: int, body: str) -> None:
    if body not in tx.office_people.bodies(person_id):
        raise NotOfOffice


def _known_to(tx: Transaction, person_id: int, found: OfBody | None) -> OfBody:
    """Return what belongs to a body; raises NotOfOffice where it is not there, or the person not of its
    office."""
    if found is None:
        raise NotOfOffice
    _belongs(tx, person_id, found.body)
    return found


def _draft(tx: Transaction, person_id: int, draft_id: int) -> KeptDraft:
    return _known_to(tx, person_id, tx.drafts.find(draft_id))


def _campaign(tx: Transaction, person_id: int, campaign_id: int) -> Campaign:
    """Return a campaign of a body whose office the person belongs to."""
    found = first(lambda each: each.id == campaign_id, tx.campaigns.all())
    return _known_to(tx, person_id, found)
