"""A message of a mailbox (.eml): who sent it, when, its words, and the documents with it.

What somebody passed on is read as well: below the line of a mail program as the message's own words,
attached as a message of its own. What a reply quotes is not.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr
from enum import Enum
from pathlib import Path

from bot.imports.html_tables import has_rows, outside_tables
from bot.imports.mailed_pack import PACKED, Attached, unpacked
from bot.imports.photo import kind_of_photo
from bot.imports.safe_zip import FileRefused, refuse_large

DOCUMENTS = (".xlsx", ".docx", ".xls", ".doc", ".csv", ".pdf")
INNER = "message/rfc822"
MOST_PARTS = 50
DEEPEST = 3  # messages inside messages
LONGEST_TEXT = 20_000  # characters of a message's own words
LONGEST_NAME = 120
_PASSED_ON = re.compile(
    r"^[\s>]{0,9}(?:-{2,}\s{0,9}(?:forwarded message|tin nhắn được chuyển tiếp|thư được chuyển tiếp)"
    r"|begin forwarded message\s{0,9}:|bắt đầu thư được chuyển tiếp\s{0,9}:)",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original message|thư gốc)"
    r"|(?:vào|on|ngày)\s.{0,120}(?:đã viết|viết|wrote)\s*:\s*$|_{10,})",
    re.IGNORECASE,
)
_IS_PASSED_ON = re.compile(r"\s*(?:fwd?|chuyển tiếp|tr)\s{0,3}:", re.IGNORECASE)  # of a subject
_HEAD = re.compile(
    r"^[\s*]{0,9}(?P<about>from|từ|subject|chủ đề|tiêu đề)?"
    r"(?(about)|(?:date|ngày|sent|đã gửi|to|đến|tới|cc))\s{0,3}:[\s*]{0,9}(?P<said>.*)$",
    re.IGNORECASE,
)
_QUOTED_PAGE = re.compile(
    r"<blockquote\b|class=[\"']?gmail_quote|id=[\"']?(?:divRplyFwdMsg|appendonsend|mail-editor-reference)",
    re.IGNORECASE,
)
_PASSED_ON_SOMEWHERE = re.compile(
    r"--\s{0,9}(?:forwarded message|tin nhắn được chuyển tiếp|thư được chuyển tiếp)",
    re.IGNORECASE,
)
_CELLS = re.compile(r"<\s{0,9}/t[dh]\b[^<>]*>", re.IGNORECASE)
_BREAKS = re.compile(r"<\s{0,9}(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|script|title)\b.*?(?:</\1\s{0,9}>|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")


class Kind(Enum):
    DOCUMENT, PICTURE, OTHER = range(3)


@dataclass(frozen=True)
class MailMessage:
    """`sender` is the name, or the address where no name is given; `words` are the message's own,
    without what it quotes; `about` are sender and subject of what it passes on; `page` is its body as
    a page, where a table of figures stands in it; `pictures` may be signed copies, `others` are names
    of files that nobody reads figures from; `inner` are the messages that were attached."""

    sender: str
    subject: str
    sent_at: datetime | None
    words: str
    documents: tuple[Attached, ...] = ()
    pictures: tuple[Attached, ...] = ()
    others: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    page: str = ""
    inner: tuple[MailMessage, ...] = ()


def read_message(path: Path) -> MailMessage:
    """Read a message with its files; raises FileRefused for a file that is none."""
    refuse_large(path, 2)  # files are a third longer in a message
    try:
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        if not isinstance(message, EmailMessage) or not message.keys():
            raise FileRefused("broken")
        return _read(message, 1)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError):
        raise FileRefused("broken") from None  # headers of spam make the library stumble


def _read(message: EmailMessage, depth: int) -> MailMessage:
    parts = [part for part, _ in zip(_own_parts(message), range(MOST_PARTS), strict=False)]
    kinds: dict[Kind, list[Attached]] = {kind: [] for kind in Kind}
    for file in _files(parts):
        kinds[_kind(file)].append(file)
    inner = list(_attached_messages(parts))
    goes_on = depth < DEEPEST
    names = [file.name for file in kinds[Kind.OTHER]]
    names += [] if goes_on else [_header(each, "subject") or "?" for each in inner]
    subject = _header(message, "subject")
    page = _page(message, is_passed_on=_IS_PASSED_ON.match(subject) is not None)
    words, about = _words(message, subject, page)
    return MailMessage(
        sender=_sender(message),
        subject=subject,
        sent_at=_date(message),
        words=words,
        documents=tuple(kinds[Kind.DOCUMENT]),
        pictures=tuple(kinds[Kind.PICTURE]),
        others=tuple(names),
        about=about,
        page=page,
        inner=tuple(_read(each, depth + 1) for each in inner) if goes_on else (),
    )


def _sender(message: EmailMessage) -> str:
    """Return the name of the sender, or the address where none is given."""
    name, address = parseaddr(_header(message, "from"))
    return _tidy(name) or _tidy(address)


def _attached_messages(parts: Sequence[MIMEPart]) -> Iterator[EmailMessage]:
    """Return the messages among the parts of a message."""
    for part in parts:
        inner = part.get_payload(0) if part.get_content_type() == INNER else None
        if isinstance(inner, EmailMessage):
            yield inner


def _own_parts(message: MIMEPart) -> Iterator[MIMEPart]:
    """Return the parts of a message, without those of the messages that were attached to it."""
    for part in message.iter_parts() if message.is_multipart() else ():
        yield part
        if part.get_content_maintype() == "multipart":
            yield from _own_parts(part)


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


def _files(parts: Sequence[MIMEPart]) -> Iterator[Attached]:
    """Return the files among the parts of a message, those in a packed folder by themselves."""
    for part in parts:
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            file = Attached(_tidy(name.replace("\\", "/").rsplit("/", 1)[-1]), body)
            yield from unpacked(file) if file.name.lower().endswith(PACKED) else [file]


def _page(message: EmailMessage, *, is_passed_on: bool) -> str:
    """Return the body as a page where a table of figures stands in what was not quoted; else ""."""
    body = message.get_body(preferencelist=("html",))
    page = str(body.get_content())[: 100 * LONGEST_TEXT] if body is not None else ""
    quoted = (
        None if is_passed_on or _PASSED_ON_SOMEWHERE.search(page) else _QUOTED_PAGE.search(page)
    )
    own = page[: quoted.start()] if quoted is not None else page
    return own if has_rows(own) else ""


def _words(message: EmailMessage, subject: str, page: str) -> tuple[str, tuple[str, ...]]:
    """Return what the sender wrote, and sender and subject of what was passed on in it. What stands in
    a table of figures is none of the words."""
    body = message.get_body(preferencelist=("plain", "html"))
    if page:
        text = outside_tables(page)
    elif body is None:
        return "", ()
    elif body.get_content_type() == "text/html":
        text = _without_tags(str(body.get_content()))
    else:
        text = str(body.get_content())
    lines = text[: 10 * LONGEST_TEXT].splitlines()
    own, about = _own_lines(lines, is_passed_on=_IS_PASSED_ON.match(subject) is not None)
    return unicodedata.normalize("NFC", "\n".join(own).strip())[:LONGEST_TEXT], tuple(about)


def _without_tags(page: str) -> str:
    seen = _BREAKS.sub("\n", _CELLS.sub("\t", _UNSEEN.sub("", page)))
    return html.unescape(_TAGS.sub("", seen))


def _own_lines(lines: list[str], *, is_passed_on: bool) -> tuple[list[str], list[str]]:
    """Return the lines up to the first that is quoted, and what the heads of passed on messages say of
    their sender and subject. What is passed on is no quotation: it is what the message brings."""
    own: list[str] = []
    about: list[str] = []
    while lines:
        before, after = _parted(lines, is_passed_on=is_passed_on)
        said, lines = _without_head(after)
        own += [line.rstrip() for line in before]
        about += said
        is_passed_on = False  # by its subject: only what stands below the first line
    return own, about


def _parted(lines: list[str], *, is_passed_on: bool) -> tuple[list[str], list[str]]:
    """Return the lines before the next message, and that message where it was passed on."""
    for number, line in enumerate(lines):
        is_quoted = _QUOTED.match(line) is not None
        if _PASSED_ON.match(line) or (is_passed_on and is_quoted):
            return lines[:number], lines[number + 1 :]
        if is_quoted:
            return lines[:number], []
    return lines, []


def _without_head(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return sender and subject at the head of a passed on message, and the lines below it."""
    if next(filter(str.strip, lines), "").startswith(">"):
        lines = [line.removeprefix(">").removeprefix(" ") for line in lines]
    about: list[str] = []
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        if head is None and line.strip():
            return about, lines[number:]
        if head is not None and head["about"]:
            about.append(_tidy(head["said"]))
    return about, []
