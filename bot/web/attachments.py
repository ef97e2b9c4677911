"""The file beside an entry for a unit: kept when the form is looked at, named by a signed mark on
the page that asks whether one is sure, so that the act can be done without sending it again.

The mark holds for one coordinator's visit and one unit: it names a file that this person sent for
this very page, never any other of the data folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from itsdangerous import BadSignature, Signer
from starlette.datastructures import UploadFile

from bot.model.message import Address, FileRef, Incoming, IncomingKind
from bot.model.optional import sure
from bot.web.uploads import take_file
from bot.web.visits import BoardVisit


def take_attachment(file: UploadFile, folder: Path) -> FileRef:
    """Return an uploaded file, checked and kept. Blocking; raises Refused (413 or 415) as uploads in the
    chat do. `folder` is where uploads arrive."""
    nobody = Incoming(Address("web", "board", ""), "", IncomingKind.FILE)
    return sure(take_file(file.file, file.filename, nobody, folder).file)


class Attachments:
    """Signs and reads marks with the installation's secret key."""

    def __init__(self, secret_key: str) -> None:
        self._signer = Signer(
            secret_key.encode(), salt=b"board attachment", digest_method=hashlib.sha256
        )

    def mark(self, visit: BoardVisit, unit: str, file: FileRef) -> str:
        """Return what the page carries for a kept file."""
        body = json.dumps([visit.token, unit, asdict(file)]).encode()
        return self._signer.sign(base64.urlsafe_b64encode(body)).decode()

    def file_of(self, visit: BoardVisit, unit: str, mark: str) -> FileRef | None:
        """Return the file a mark names; None where it was not made for this visit and unit."""
        try:
            body = json.loads(base64.urlsafe_b64decode(self._signer.unsign(mark)))
        except (BadSignature, ValueError):
            return None
        return FileRef(**body[2]) if body[:2] == [visit.token, unit] else None
