"""Makes the file behind a `Document`, in a process of its own so that no conversation waits."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

from bot.domain.message import Document
from bot.domain.people import Role, Seat
from bot.exports import EXPORTS
from bot.exports.model import CampaignSheet, UnitSheet
from bot.exports.reminder_letter import LetterSheet, reminder_letter
from bot.services import publish
from bot.services.letters import letter_sheet
from bot.services.office import Office
from storage import Store, Transaction


class Documents:
    """`make` turns "form:<submission>[:<ending>]", "campaign:<id>:<ending>" and
    "letter:<campaign>:docx" into a file."""

    def __init__(self, store: Store, office: Office) -> None:
        self.store = store
        self.office = office
        self._pool: ProcessPoolExecutor | None = None

    async def make(self, document: Document) -> Path:
        """The file's path, fresh at every call."""
        sheet, ending = await asyncio.to_thread(self._sheet, document.kind)
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=context)
        body = await asyncio.get_running_loop().run_in_executor(self._pool, _make, sheet, ending)
        return await asyncio.to_thread(self._keep, body, ending)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _keep(self, body: bytes, ending: str) -> Path:
        folder = self.office.folder / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{hashlib.sha256(body).hexdigest()[:32]}.{ending}"
        path.write_bytes(body)
        return path

    def _sheet(self, kind: str) -> tuple[CampaignSheet | UnitSheet | LetterSheet, str]:
        what, _, rest = kind.partition(":")
        with self.store.reading() as tx:
            number, _, ending = rest.partition(":")
            if what == "form":
                return self._form(tx, int(number)), ending or "xlsx"
            campaign = tx.campaigns.by_id(int(number))
            if what == "letter":
                return letter_sheet(tx, self.office, campaign, self.office.now()), ending
            return publish.campaign_sheet(tx, self.office, campaign), ending

    def _form(self, tx: Transaction, submission_id: int) -> UnitSheet:
        submission = tx.submissions.load(submission_id)
        assert submission is not None
        seat = Seat(0, Role.REPORTER, submission.campaign_id, "", submission.unit_id)
        return publish.unit_sheet(tx, self.office, seat)


def _make(sheet: CampaignSheet | UnitSheet | LetterSheet, ending: str) -> bytes:
    """Runs in the other process: values in, bytes out."""
    if isinstance(sheet, LetterSheet):
        return reminder_letter(sheet)
    target = BytesIO()
    if isinstance(sheet, UnitSheet):
        EXPORTS[f".{ending}"].write_form(sheet, target)
    else:
        EXPORTS[f".{ending}"].write(sheet, target)
    return target.getvalue()
