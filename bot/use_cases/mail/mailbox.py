"""New messages of a mailbox, kept as files beside the database; the mailbox itself is left as it is.

A message is known by its number in the mailbox, and is fetched once for a campaign. It waits in the
campaign's folder, and is shown again, until somebody has entered what came.
"""

from __future__ import annotations

import base64
import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import OperatorError
from bot.locale.say import say

FOLDER = "mail"  # in the data folder, with a folder for each campaign
DONE = ".done"  # beside a message that was dealt with
LARGEST = 40 * 1024 * 1024  # bytes of a message
MOST = 500  # messages of one run
TIMEOUT = 30.0  # seconds
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")


@dataclass(frozen=True)
class Mailbox:
    """Where messages are fetched from; `is_safe` asks for TLS, which only a test does without."""

    host: str
    login: str
    password: str = field(repr=False)
    port: int = 993
    folder: str = "INBOX"
    is_safe: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """The messages that wait, as files; how many are too large to fetch, and how many are left for the next
    run."""

    waiting: tuple[Path, ...]
    too_large: int = 0
    left: int = 0


def fetch_new(box: Mailbox, data_dir: Path, slug: str, since: date) -> Fetched:
    """Return the messages since a day that nobody has dealt with for this campaign, those fetched before
    too; raises OperatorError for a mailbox that cannot be read."""
    place = data_dir / FOLDER / slug
    place.mkdir(parents=True, exist_ok=True)
    try:
        with _opened(box) as server:
            too_large, left = _fetch(server, box, place, since)
    except (imaplib.IMAP4.error, OSError) as error:
        raise OperatorError(say("mail.box_fails", host=box.host, reason=_reason(error))) from None
    kept = sorted(place.glob("*.eml"), key=_number)
    return Fetched(tuple(path for path in kept if not _mark(path).exists()), too_large, left)


def put_aside(messages: Iterable[Path]) -> None:
    """Note that messages were dealt with: they are shown no more, and stay where they are."""
    for path in messages:
        _mark(path).touch()


def _mark(message: Path) -> Path:
    return message.with_name(f"{message.name}{DONE}")


def _number(message: Path) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", message.stem)))


def _reason(error: Exception) -> str:
    """Return what went wrong, for the one who set the mailbox up; never what a server says, which may
    repeat the password."""
    known = {
        ssl.SSLCertVerificationError: "mail.bad_certificate",
        ssl.SSLError: "mail.no_tls",
        socket.gaierror: "mail.no_such_host",
        TimeoutError: "mail.no_answer",
        ConnectionError: "mail.no_answer",
        imaplib.IMAP4.error: "mail.refused",
    }
    key = next((key for kind, key in known.items() if isinstance(error, kind)), None)
    return say(key) if key is not None else type(error).__name__


@contextlib.contextmanager
def _opened(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    if box.is_safe:
        trusted = ssl.create_default_context()  # the library's own takes any certificate
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            box.host, box.port, ssl_context=trusted, timeout=TIMEOUT
        )
    else:
        server = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT)
    try:
        _sign_in(server, box)
        yield server
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _sign_in(server: imaplib.IMAP4, box: Mailbox) -> None:
    """Sign in; names and passwords with accents only go by the way that says how they are written."""
    if f"{box.login}{box.password}".isascii():
        server.login(box.login, box.password)
        return
    secret = f"\0{box.login}\0{box.password}".encode()
    server.authenticate("PLAIN", lambda _: secret)


def _fetch(server: imaplib.IMAP4, box: Mailbox, place: Path, since: date) -> tuple[int, int]:
    """Keep what is new as files, the oldest first; returns how many are too large, and how many are left."""
    status, _ = server.select(f'"{_folder_name(box.folder)}"', readonly=True)
    if status != "OK":
        raise imaplib.IMAP4.error("no such folder")
    _, [validity] = server.response("UIDVALIDITY")
    epoch = (validity or b"0").decode()
    day = f"{since.day:02d}-{MONTHS[since.month - 1]}-{since.year}"
    numbers = b" ".join(filter(None, _asked(server, "SEARCH", "SINCE", day))).decode().split()
    paths = {number: place / f"{epoch}-{number}.eml" for number in numbers}
    fresh = [number for number, path in paths.items() if not path.exists()]
    sizes = {number: _size(server, number) for number in fresh[:MOST]}
    for number, size in sizes.items():
        if size is not None and size <= LARGEST:
            _keep(server, number, paths[number])
    too_large = sum(size is not None and size > LARGEST for size in sizes.values())
    return too_large, len(fresh[MOST:])


def _folder_name(name: str) -> str:
    """Return a folder's name as IMAP writes it: letters with accents in its own base64, RFC 3501, 5.1.3."""

    def coded(found: re.Match[str]) -> str:
        packed = base64.b64encode(found[0].encode("utf-16-be")).rstrip(b"=").decode()
        return f"&{packed.replace('/', ',')}-"

    plain = _BEYOND_ASCII.sub(coded, name.replace("&", "&-"))
    return plain.replace("\\", "\\\\").replace('"', '\\"')


def _asked(server: imaplib.IMAP4, *words: str) -> list[Any]:
    """Return a server's answer; raises its error where it refuses."""
    status, answer = server.uid(*words)
    if status != "OK":
        raise imaplib.IMAP4.error("refused")
    return list(answer)


def _size(server: imaplib.IMAP4, number: str) -> int | None:
    """Return a message's size in bytes; None for one that somebody moved or deleted meanwhile."""
    told = _asked(server, "FETCH", number, "(RFC822.SIZE)")
    found = _SIZE.search(b" ".join(part for part in told if isinstance(part, bytes)))
    return int(found[1]) if found is not None else None


def _keep(server: imaplib.IMAP4, number: str, path: Path) -> None:
    """Write a message to a file, whole or not at all, without marking it as read."""
    parts = _asked(server, "FETCH", number, "(BODY.PEEK[])")
    body = next((part[1] for part in parts if isinstance(part, tuple)), None)
    if body is not None:
        partial = path.with_suffix(".part")
        partial.write_bytes(body)
        partial.replace(path)
