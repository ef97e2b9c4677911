"""Makes the file behind a `Document`, in a process of its own so that no conversation waits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import assert_never

from bot.exports import write_campaign, write_form
from bot.exports.export_progress import stage
from bot.exports.progress_picture import ProgressSheet
from bot.exports.reminder_letter import LetterSheet
from bot.exports.sheet_data import CampaignSheet, UnitSheet
from bot.model.campaign import Campaign
from bot.model.documents import Document, DocumentRequest
from bot.model.export_kinds import DocumentKind
from bot.model.optional import sure
from bot.model.person import Role, Seat
from bot.snapshots.issue_snapshot import issued_sheet
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.progress_counts import progress_sheet
from bot.use_cases.campaigns.form_templates import has_templates
from bot.use_cases.papers import campaign_export
from bot.use_cases.papers.process_pool import ProcessPool, Progress
from bot.use_cases.reminding.reminder_letter_data import letter_sheet
from bot.use_cases.sending.export_messages import ExportResult, announce_export, number_of
from storage import Author, Store, Transaction

READ = 0.15  # of the time of a large document is reading
Sheet = CampaignSheet | UnitSheet | LetterSheet | ProgressSheet


class Documents:
    """`make` turns a request into a file.

    What is about a whole campaign is made in a process apart from that for single units: a person
    who has just sent a report shall not wait for a document about thousands."""

    def __init__(self, store: Store, office: AppContext) -> None:
        self.store = store
        self.office = office
        self._quick = ProcessPool()
        self._long = ProcessPool()

    async def make(self, document: Document, progress: Progress | None = None) -> Path:
        """Return the file's path, fresh at every call."""
        return (await self.render(document, progress)).path

    async def render(self, document: Document, progress: Progress | None = None) -> ExportResult:
        """Return the file, fresh at every call, with what is told beside it."""
        if document.request is None:
            return ExportResult(self.office.folder / document.path)
        pool = self._long if document.request.is_long else self._quick
        order = self._order(document.request)
        return await pool.do(render_in_worker, order, progress=progress)

    async def announce(self, document: Document) -> str:
        """Return what is told with a document that is made later, when it is fetched: a total has its
        number from now on."""
        request = document.request
        if request is None:
            return ""
        if request.is_numbered:
            return await self._long.do(announce_in_worker, self._order(request))
        if request.kind is DocumentKind.FORM and has_templates(self.office.folder):
            return await self._quick.do(announce_in_worker, self._order(request))
        return ""

    def _order(self, request: DocumentRequest) -> ExportJob:
        return ExportJob(self.store.url, self.office.for_another_process(), request)

    def close(self) -> None:
        self._quick.close()
        self._long.close()


@dataclass(frozen=True)
class ExportJob:
    """What the other process has to know: which database, the installation as it is at this moment,
    and which document."""

    database: str
    office: AppContext
    request: DocumentRequest


# -- in the other process -------------------------------------------------------------------------


def render_in_worker(order: ExportJob) -> ExportResult:
    """Read, make, and keep a document."""
    with stage(READ):
        sheet = _read(order)
    with stage(1.0):
        body = _make(sheet, order.request)
    path = _keep(order.office.folder, body, order.request.ending)
    words = announce_export(sheet, order.request.export)
    return ExportResult(path, words, number_of(sheet))


def announce_in_worker(order: ExportJob) -> str:
    """Read a document's figures, and say what is told with it."""
    return announce_export(_read(order), order.request.export)


def _read(order: ExportJob) -> Sheet:
    store = Store.open(order.database)
    try:
        return _sheet(store, order.office, order.request)
    finally:
        store.close()


def _keep(folder: Path, body: bytes, ending: str) -> Path:
    folder = folder / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(body).hexdigest()[:32]}.{ending}"
    path.write_bytes(body)
    return path


def _sheet(store: Store, office: AppContext, request: DocumentRequest) -> Sheet:
    if request.is_numbered:
        author = Author(office.now(), request.person_id)
        return issued_sheet(store, office, request.about, request.ending, author)
    with store.reading() as tx:
        if request.kind is DocumentKind.FORM:
            return _form(tx, office, request.about)
        campaign = tx.campaigns.by_id(request.about)
        match request.kind:
            case DocumentKind.LETTER:
                return letter_sheet(tx, office, campaign, office.now())
            case DocumentKind.PICTURE:
                return progress_sheet(tx, office, campaign)
            case DocumentKind.CAMPAIGN:
                sheet = campaign_export.campaign_sheet(tx, office, campaign)
                return _within(tx, campaign, sheet, request.branch) if request.branch else sheet
            case _:
                assert_never(request.kind)


def _within(
    tx: Transaction, campaign: Campaign, sheet: CampaignSheet, unit_id: int
) -> CampaignSheet:
    """Return the branch of one unit alone."""
    return sheet.within(tx.campaigns.member(campaign.id, unit_id).code)


def _form(tx: Transaction, office: AppContext, submission_id: int) -> UnitSheet:
    submission = sure(tx.submissions.load(submission_id))
    seat = Seat(0, Role.REPORTER, submission.campaign_id, "", submission.unit_id)
    return campaign_export.unit_sheet(tx, office, seat)


def _make(sheet: Sheet, request: DocumentRequest) -> bytes:
    """Return the file: values in, bytes out."""
    target = BytesIO()
    if isinstance(sheet, UnitSheet):
        write_form(request.export, sheet, target)
    else:
        write_campaign(request.export, sheet, target)
    return target.getvalue()
