"""The coordinators' pages as the web server asks for them: one transaction a question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from bot.errors import OperatorError
from bot.imports.photo import thumbnail
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.commands import SettleJoint, UnitCommand
from bot.model.documents import Document, campaign_document, form_of
from bot.model.export_kinds import DocumentKind, Export, campaign_exports, unit_exports
from bot.model.optional import first
from bot.model.person import Person, Role, Seat
from bot.model.snapshot import SnapshotDifference, SnapshotStatus
from bot.model.unit import Unit
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.board import board_query, board_totals, joint_proposals, reach, unit_page
from bot.use_cases.board.board_query import BoardFilter, BoardPage
from bot.use_cases.board.board_totals import TotalsFilter, TotalsPage
from bot.use_cases.board.unit_page import UnitPage
from bot.use_cases.mail import mail_desk
from bot.use_cases.mail.mail_desk import MailedFile, MailReading
from bot.use_cases.office.sign_in import SignIn
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.turns import file_store, run_command
from bot.use_cases.turns.run_command import Acting, Outcome
from storage import Author, KeptFile, LeadsTo, OneTimeLink, Store, Transaction

THUMBNAIL = 480  # pixels of the longer side
CHOICES = 20  # units to choose one from
Result = TypeVar("Result")


class NotYours(Exception):
    """The person does not hold the coordinator's seat, or the thing belongs to another campaign."""


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """A file of a report, or a small picture of it in `body`."""

    kept: KeptFile
    path: Path
    body: bytes = b""


class CoordinatorApi:
    """`office` gives the installation as it is now; `done` is called after each act."""

    def __init__(
        self,
        store: Store,
        office: Callable[[], AppContext],
        documents: Documents,
        done: Callable[[], None],
    ) -> None:
        self.store = store
        self.office = office
        self.documents = documents
        self.done = done
        self.sign_in = SignIn(store, office)

    def now(self) -> datetime:
        office = self.office()
        return office.now().astimezone(office.tz)

    # The way in

    async def link(self, code: str) -> OneTimeLink | None:
        """Return the link behind a code; looking does not use it up."""
        return await self.store.look(
            lambda tx: tx.one_time_links.find(LeadsTo.BOARD, code, self.now())
        )

    async def enter(self, code: str) -> OneTimeLink | None:
        """Use a link up; None where it is forged, used, too old, or its person sits no more."""
        now = self.now()

        def work(tx: Transaction) -> OneTimeLink | None:
            found = tx.one_time_links.find(LeadsTo.BOARD, code, now)
            if found is None or not tx.one_time_links.use(found.id, now):
                return None
            seated = board_query.seat_of(tx, found.person_id, found.campaign_id)
            return found if seated or _leads_waiting(tx, found) else None

        return await self.store.hand_in(work)

    async def campaigns(self, person_id: int) -> Sequence[Seat]:
        """Return the campaigns a person coordinates now."""
        seats = await self.store.look(lambda tx: tx.people.seats(person_id))
        return [seat for seat in seats if seat.role is Role.COORDINATOR]

    # Looking

    async def board(self, person_id: int, campaign_id: int, wanted: BoardFilter) -> BoardPage:
        def work(tx: Transaction) -> BoardPage:
            seat, _ = _seat(tx, person_id, campaign_id)
            return board_query.board_page(tx, self.office(), seat, wanted)

        return await self.store.look(work)

    async def totals(self, person_id: int, campaign_id: int, wanted: TotalsFilter) -> TotalsPage:
        """Return what the reports add up to, of all that the person coordinates."""

        def work(tx: Transaction) -> TotalsPage:
            seat, _ = _seat(tx, person_id, campaign_id)
            return board_totals.totals_page(tx, self.office(), seat, wanted)

        return await self.store.look(work)

    async def settle_joint(self, person_id: int, campaign_id: int, asked: SettleJoint) -> str:
        """Count an activity of several units once, or apart; return what was done."""

        def work(tx: Transaction) -> str:
            of_all(tx, person_id, campaign_id)
            campaign = tx.campaigns.by_id(campaign_id)
            author = Author(self.office().now(), person_id)
            return joint_proposals.settle(tx, self.office(), campaign, asked, author)

        return await self.store.hand_in(work)

    async def snapshots(self, person_id: int, campaign_id: int) -> list[SnapshotStatus]:
        """Return the totals that left as documents, the latest first, as they stand."""

        def work(tx: Transaction) -> list[SnapshotStatus]:
            seat, _ = _seat(tx, person_id, campaign_id)
            if seat.unit_id is not None:
                return []
            return snapshot_status.snapshot_statuses(tx, self.office(), campaign_id)

        return await self.store.look(work)

    async def snapshot(
        self, person_id: int, campaign_id: int, number: int
    ) -> tuple[Campaign, SnapshotDifference]:
        """Return one of them, with what it said that is said no more."""

        def work(tx: Transaction) -> tuple[Campaign, SnapshotDifference]:
            of_all(tx, person_id, campaign_id)
            campaign = tx.campaigns.by_id(campaign_id)
            known = snapshot_status.snapshot_statuses(tx, self.office(), campaign_id)
            chosen = [each for each in known if each.snapshot.number == number]
            if not chosen:
                raise NotYours
            return campaign, snapshot_status.differences(tx, self.office(), campaign, chosen)[0]

        return await self.store.look(work)

    async def unit(self, person_id: int, campaign_id: int, unit_id: int) -> UnitPage:
        """Return a unit's page; of one that was mended since, that of its present entry."""

        def work(tx: Transaction) -> UnitPage:
            present = tx.members.present_entry(campaign_id, unit_id)
            seat = _seat_for(tx, person_id, campaign_id, present)
            found = unit_page.unit_page(tx, self.office(), seat, present)
            if found is None:
                raise NotYours
            return found

        return await self.store.look(work)

    async def others(
        self, person_id: int, campaign_id: int, unit_id: int, words: str
    ) -> tuple[list[Unit], int]:
        """Return (units to choose from besides one, how many more fit the words). Without words all of a
        small campaign, none of a large one."""

        def work(tx: Transaction) -> list[Unit]:
            seat, _ = _seat(tx, person_id, campaign_id)
            members = tx.campaigns.members(campaign_id)
            ids = reach.narrowed(tx, seat, list(map(attrgetter("id"), members))) or ()
            return [member for member in members if member.id in ids and member.id != unit_id]

        known = await self.store.look(work)
        if not words.strip():
            return (known, 0) if len(known) <= CHOICES else ([], 0)
        found = board_query.search_units(known, words)
        return found[:CHOICES], max(0, len(found) - CHOICES)

    async def file(
        self, person_id: int, campaign_id: int, file_id: int, *, small: bool
    ) -> BoardPicture:
        def work(tx: Transaction) -> KeptFile:
            seat, _ = _seat(tx, person_id, campaign_id)
            kept = tx.history.file(campaign_id, file_id, reach.units_coordinated(tx, seat))
            if kept is None or not (self.office().folder / kept.path).is_file():
                raise NotYours
            return kept

        kept = await self.store.look(work)
        path = self.office().folder / kept.path
        if not small:
            return BoardPicture(kept, path)
        return BoardPicture(kept, path, await asyncio.to_thread(thumbnail, path, THUMBNAIL))

    async def document(
        self, person_id: int, campaign_id: int, unit_id: int | None, key: str
    ) -> tuple[Path, str, str]:
        """Return (path, file name, media type) of a campaign's or a unit's document, made now."""
        known = campaign_exports() if unit_id is None else unit_exports()
        export = first(lambda each: each.key == key, known)
        if export is None:
            raise NotYours

        def work(tx: Transaction) -> Document:
            campaign = tx.campaigns.by_id(campaign_id)
            if unit_id is None:
                seat, _ = _seat(tx, person_id, campaign_id)
                return _campaign_document(tx, campaign, export, person_id, seat.unit_id)
            _seat_for(tx, person_id, campaign_id, unit_id)
            submission = tx.submissions.of_unit(campaign_id, unit_id)
            if submission is None:
                raise NotYours
            unit = tx.campaigns.member(campaign_id, unit_id)
            return form_of(submission.id, campaign, unit.code, export.ending)

        document = await self.store.look(work)
        made = await self.documents.render(document)
        path, name = made.path, document.name
        if made.number:  # a download has no message beside it
            name = f"{name.removesuffix(path.suffix)}-so-{made.number}{path.suffix}"
        return path, name, export.mime

    # Acting

    @property
    def incoming_folder(self) -> Path:
        """Where uploads arrive, inside the data folder."""
        return self.office().folder / file_store.INCOMING

    async def may_act(self, person_id: int, campaign_id: int) -> None:
        """Raise NotYours for somebody without the seat, before anything of theirs is kept."""
        await self.store.look(lambda tx: _seat(tx, person_id, campaign_id))

    def author(self, person_id: int) -> Author:
        """Return the person as who acts now."""
        return Author(self.office().now(), person_id)

    async def look(
        self, person_id: int, campaign_id: int, work: Callable[[Transaction, Campaign], Result]
    ) -> Result:
        """Return what some work reads, for who coordinates all of the campaign."""

        def inside(tx: Transaction) -> Result:
            of_all(tx, person_id, campaign_id)
            return work(tx, tx.campaigns.by_id(campaign_id))

        return await self.store.look(inside)

    async def change(
        self,
        person_id: int,
        campaign_id: int,
        work: Callable[[Transaction, Campaign, Author], Result],
    ) -> Result:
        """Do some work in the name of who coordinates all of the campaign; what refuses it (OperatorError)
        leaves nothing behind."""

        def inside(tx: Transaction) -> Result:
            of_all(tx, person_id, campaign_id)
            return work(tx, tx.campaigns.by_id(campaign_id), self.author(person_id))

        result = await self.store.hand_in(inside)
        self.done()
        return result

    async def preview(
        self, person_id: int, campaign_id: int, commands: Sequence[UnitCommand]
    ) -> Outcome:
        """Return what the commands would do, in words."""
        return await self.store.look(
            lambda tx: run_command.preview(self._acting(tx, person_id, campaign_id), commands)
        )

    async def execute(
        self, person_id: int, campaign_id: int, commands: Sequence[UnitCommand], seen: str
    ) -> Outcome:
        """Do the commands, as they were looked at (`seen`)."""
        outcome = await self.store.hand_in(
            lambda tx: run_command.execute(
                self._acting(tx, person_id, campaign_id), commands, seen
            )
        )
        self.done()
        return outcome

    async def read_mail(
        self,
        person_id: int,
        campaign_id: int,
        mailed: Sequence[MailedFile],
        unit_ids: Sequence[int | None],
    ) -> tuple[Campaign, list[Unit], list[MailReading]]:
        """Return what mailed documents say, with the campaign's units to choose from."""

        def work(tx: Transaction) -> tuple[Campaign, list[Unit], list[MailReading]]:
            of_all(tx, person_id, campaign_id)
            acting = self._acting(tx, person_id, campaign_id)
            readings = mail_desk.read_all(acting, mailed, unit_ids)
            members = list(tx.campaigns.members(campaign_id))
            return tx.campaigns.by_id(campaign_id), members, readings

        return await self.store.look(work)

    async def store_mail(
        self,
        person_id: int,
        campaign_id: int,
        mailed: Sequence[MailedFile],
        unit_ids: Sequence[int | None],
        seen: str,
    ) -> list[Outcome] | None:
        """Enter what is certain of mailed documents for the units that were chosen; None where that is no
        more what was looked at."""

        def work(tx: Transaction) -> list[Outcome] | None:
            of_all(tx, person_id, campaign_id)
            acting = self._acting(tx, person_id, campaign_id)
            readings = mail_desk.read_all(acting, mailed, unit_ids)
            if mail_desk.looked_at(readings) != seen:
                return None
            return mail_desk.store(acting, readings)

        done = await self.store.hand_in(work)
        self.done()
        return done

    def _acting(self, tx: Transaction, person_id: int, campaign_id: int) -> Acting:
        seat, person = _seat(tx, person_id, campaign_id)
        return Acting(tx, self.office(), seat, person)


def _seat(tx: Transaction, person_id: int, campaign_id: int) -> tuple[Seat, Person]:
    found = board_query.seat_of(tx, person_id, campaign_id)
    if found is None:
        raise NotYours
    return found


def _seat_for(tx: Transaction, person_id: int, campaign_id: int, unit_id: int) -> Seat:
    """Return a coordinator's seat that a unit belongs to; raise NotYours for another branch's."""
    seat, _ = _seat(tx, person_id, campaign_id)
    if not reach.narrowed(tx, seat, [unit_id]):
        raise NotYours
    return seat


def of_all(tx: Transaction, person_id: int, campaign_id: int) -> None:
    """Raise NotYours for who does not coordinate all of the campaign."""
    if _seat(tx, person_id, campaign_id)[0].unit_id is not None:
        raise NotYours


def _campaign_document(
    tx: Transaction, campaign: Campaign, export: Export, person_id: int, branch: int | None
) -> Document:
    """Return a campaign's file; raise OperatorError where nobody is late, so that nothing is to be
    written to anybody."""
    if branch is not None and export.source is not DocumentKind.CAMPAIGN:
        raise OperatorError(say("branch.not_this_file"))
    everybody_sent = all(view.is_sent for view in tx.views.board(campaign.id))
    if export.source is DocumentKind.LETTER and everybody_sent:
        raise OperatorError(say("letter.nobody"))
    return campaign_document(campaign, export, person_id, branch)


def _leads_waiting(tx: Transaction, link: OneTimeLink) -> bool:
    """Return whether a link's person coordinates its campaign, which is not open yet."""
    return any(
        seat.role is Role.COORDINATOR and seat.campaign_id == link.campaign_id
        for seat in tx.people.waiting_seats(link.person_id)
    )
