"""A message of a mailbox (.eml): who sent it, when, its words, and the documents with it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from enum import Enum
from pathlib import Path

from bot.imports.photo import kind_of_photo
from bot.imports.safe_zip import LARGEST, FileRefused

DOCUMENTS = (".xlsx", ".docx", ".xls", ".doc", ".csv", ".pdf")
MOST_PARTS = 50
LONGEST_TEXT = 20_000  # characters of a message's own words
LONGEST_NAME = 120
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original message|forwarded message|thư gốc|tin nhắn được chuyển tiếp)"
    r"|(?:vào|on|ngày)\s.{0,120}(?:đã viết|viết|wrote)\s*:\s*$|_{10,})",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"<\s{0,9}(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|script|title)\b.*?(?:</\1\s{0,9}>|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")


class Kind(Enum):
    DOCUMENT, PICTURE, OTHER = range(3)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a message."""

    name: str
    body: bytes


@dataclass(frozen=True)
class MailMessage:
    """`sender` is the name, or the address where no name is given; `words` are the message's own,
    without what it quotes; `pictures` may be signed copies, `others` are names of files that nobody
    reads figures from."""

    sender: str
    subject: str
    sent_at: datetime | None
    words: str
    documents: tuple[Attached, ...] = ()
    pictures: tuple[Attached, ...] = ()
    others: tuple[str, ...] = ()


def read_message(path: Path) -> MailMessage:
    """Read a message with its files; raises FileRefused for a file that is none."""
    if path.stat().st_size > 2 * LARGEST:  # files are a third longer in a message
        raise FileRefused("too_large")
    try:
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        if not isinstance(message, EmailMessage) or not message.keys():
            raise FileRefused("broken")
        return _read(message)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError):
        raise FileRefused("broken") from None  # headers of spam make the library stumble


def _read(message: EmailMessage) -> MailMessage:
    kinds: dict[Kind, list[Attached]] = {kind: [] for kind in Kind}
    for file in _files(message):
        kinds[_kind(file)].append(file)
    name, address = parseaddr(_header(message, "from"))
    return MailMessage(
        sender=_tidy(name) or _tidy(address),
        subject=_header(message, "subject"),
        sent_at=_date(message),
        words=_words(message),
        documents=tuple(kinds[Kind.DOCUMENT]),
        pictures=tuple(kinds[Kind.PICTURE]),
        others=tuple(file.name for file in kinds[Kind.OTHER]),
    )


def _header(message: EmailMessage, name: str) -> str:
    return _tidy(str(message.get(name, "")))


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in plain)
    return " ".join(seen.split())[:LONGEST_NAME]


def _date(message: EmailMessage) -> datetime | None:
    found = getattr(message.get("date"), "datetime", None)
    return found if isinstance(found, datetime) else None


def _kind(file: Attached) -> Kind:
    if file.name.lower().endswith(DOCUMENTS):
        return Kind.DOCUMENT
    return Kind.PICTURE if kind_of_photo(file.body[:12]) else Kind.OTHER


def _files(message: EmailMessage) -> Iterator[Attached]:
    """Return the files of a message, also of one that was passed on in it."""
    for part, _ in zip(message.walk(), range(MOST_PARTS), strict=False):
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            yield Attached(_tidy(name.replace("\\", "/").rsplit("/", 1)[-1]), body)


def _words(message: EmailMessage) -> str:
    """Return what the sender wrote: lines up to the first that is quoted."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = str(body.get_content())
    if body.get_content_type() == "text/html":
        text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", _UNSEEN.sub("", text))))
    own: list[str] = []
    for line in text[: 10 * LONGEST_TEXT].splitlines():
        if _QUOTED.match(line):
            break
        own.append(line.rstrip())
    return unicodedata.normalize("NFC", "\n".join(own).strip())[:LONGEST_TEXT]
