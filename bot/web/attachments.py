"""The file beside an entry for a unit: kept when the form is looked at, named by a signed mark on
the page that asks whether one is sure, so that the act can be done without sending it again.

The mark holds for one coordinator's visit and one unit: it names a file that this person sent for
this very page, never any other of the data folder.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from itsdangerous import BadData
from starlette.datastructures import UploadFile

from bot.model.message import Address, FileRef, Incoming, IncomingKind
from bot.model.optional import sure
from bot.web.uploads import take_file
from bot.web.visits import BoardVisit
from bot.web.web_tokens import mark_maker


def take_attachment(file: UploadFile, folder: Path) -> FileRef:
    """Return an uploaded file, checked and kept. Blocking; raises PageRefused (413 or 415) as uploads in the
    chat do. `folder` is where uploads arrive."""
    nobody = Incoming(Address("web", "board", ""), "", IncomingKind.FILE)
    return sure(take_file(file.file, file.filename, nobody, folder).file)


class Attachments:
    """Signs and reads marks with the installation's secret key."""

    def __init__(self, secret_key: str) -> None:
        self._marks = mark_maker(secret_key, b"board attachment")

    def mark(self, visit: BoardVisit, unit: str, file: FileRef) -> str:
        """Return what the page carries for a kept file."""
        return self._marks.dumps([visit.token, unit, asdict(file)])

    def file_of(self, visit: BoardVisit, unit: str, mark: str) -> FileRef | None:
        """Return the file a mark names; None where it was not made for this visit and unit."""
        try:
            *meant, file = self._marks.loads(mark)
        except BadData:
            return None
        return FileRef(**file) if meant == [visit.token, unit] else None
