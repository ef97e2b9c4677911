"""New messages of a mailbox, kept as files beside the database; the mailbox itself is left as it is.

A message is known by its number in the mailbox: what was fetched for a campaign is not fetched again.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.errors import OperatorError
from bot.locale.say import say

FOLDER = "mail"  # in the data folder, with a folder for each campaign
LARGEST = 40 * 1024 * 1024  # bytes of a message
MOST = 500  # messages of one run
TIMEOUT = 30.0  # seconds
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Mailbox:
    """Where messages are fetched from; `is_safe` asks for TLS, which only a test does without."""

    host: str
    login: str
    password: str = field(repr=False)
    port: int = 993
    folder: str = "INBOX"
    is_safe: bool = True


def fetch_new(box: Mailbox, data_dir: Path, slug: str, since: date) -> list[Path]:
    """Return the messages since a day that were not fetched for this campaign before, as files; raises
    OperatorError for a mailbox that cannot be read."""
    place = data_dir / FOLDER / slug
    place.mkdir(parents=True, exist_ok=True)
    try:
        with _opened(box) as server:
            return list(_fetched(server, box, place, since))
    except (imaplib.IMAP4.error, OSError) as error:
        raise OperatorError(
            say("mail.box_fails", host=box.host, reason=type(error).__name__)
        ) from None


@contextlib.contextmanager
def _opened(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    kind = imaplib.IMAP4_SSL if box.is_safe else imaplib.IMAP4
    server = kind(box.host, box.port, timeout=TIMEOUT)
    try:
        server.login(box.login, box.password)
        yield server
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _fetched(server: imaplib.IMAP4, box: Mailbox, place: Path, since: date) -> Iterator[Path]:
    status, _ = server.select(f'"{box.folder}"', readonly=True)
    if status != "OK":
        raise imaplib.IMAP4.error("no such folder")
    _, [validity] = server.response("UIDVALIDITY")
    epoch = (validity or b"0").decode()
    day = f"{since.day:02d}-{MONTHS[since.month - 1]}-{since.year}"
    _, [numbers] = server.uid("SEARCH", "SINCE", day)
    for number in (numbers or b"").decode().split()[-MOST:]:
        path = place / f"{epoch}-{number}.eml"
        if path.exists():
            continue
        body = _message(server, number)
        if body is not None:
            partial = path.with_suffix(".part")
            partial.write_bytes(body)
            partial.replace(path)
            yield path


def _message(server: imaplib.IMAP4, number: str) -> bytes | None:
    """Return a message without marking it as read; None for one that is too large."""
    _, sizes = server.uid("FETCH", number, "(RFC822.SIZE)")
    found = _SIZE.search(b" ".join(part for part in sizes if isinstance(part, bytes)))
    if found is None or int(found[1]) > LARGEST:
        return None
    _, parts = server.uid("FETCH", number, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
