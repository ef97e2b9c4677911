"""Our own chat page as a channel.

Nothing is transmitted: the page reads its lines from the outbox. "Sending" only wakes the requests
that wait for a new line, and taking in is done by the web server, which calls `receive` itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.channels.base import Channel, Page, Receive
from bot.channels.rate_limit import Pace
from bot.errors import Rejected
from bot.model.message import (
    Address,
    Capabilities,
    Choice,
    FileRef,
    Incoming,
    IncomingKind,
    turns_card,
)

NAME = "web"
BOT = "web"
LONGEST_TEXT = 20_000  # characters
LONGEST_CODE = 64
LONGEST_CHOICE = 64  # bytes
KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of the conversation as the page shows it.

    `id` orders the bot's lines and rises for ever within a chat; a person's own lines may carry
    any id. `at` is aware and in the office's time zone, as it is printed. `document` is a token
    with which the file can be asked for. `key` is that of the person's own message. A line that
    `replaces` another stands in its place.
    """

    id: int
    who: str  # "bot" | "me"
    text: str
    at: datetime
    head: str = ""
    lead: str = ""
    choices: tuple[Choice, ...] = ()
    document: str | None = None
    document_name: str = ""
    key: str = ""
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class ChatHistory:
    """Lines of a chat for a page; with them the highest id of the bot's lines that the page has then,
    and how many of those there are up to it. A line that was held back, and appears with a lower
    id than the page has already, is found by this number being another."""

    lines: Sequence[ChatLine] = ()
    last: int = 0
    seen: int = 0

    @property
    def has_news(self) -> bool:
        """Return whether the bot says anything here."""
        return any(line.who == "bot" for line in self.lines)


def own_line(incoming: Incoming, at: datetime, labels: Mapping[str, str]) -> ChatLine | None:
    """Return a person's message as a line of the history; None for what is no line of theirs (the
    page opening itself, a button that only turns a card). `labels` are those of the buttons shown, by key."""
    if incoming.kind is IncomingKind.START or turns_card(incoming.choice):
        return None
    text = incoming.text
    if incoming.kind is IncomingKind.CHOICE:
        text = labels.get(incoming.choice, "…")
    name = incoming.file.name if incoming.file is not None else ""
    return ChatLine(0, "me", text, at, document_name=name, key=incoming.key)


class NotReadable(ValueError):
    """What was posted is no message; `reason` is "bad" or "too_long"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def address_of(chat: str) -> Address:
    """Return where a page's chat lives."""
    return Address(NAME, BOT, chat)


def clean_text(text: str) -> str:
    """NFC, without control characters and half surrogate pairs, which no database takes."""
    sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", CONTROLS.sub("", sound))


def parse_posted(posted: Mapping[str, object], chat: str) -> Incoming:
    """Return what the page sends: {key, kind: text | choice | start, text | choice}. The page makes the
    key once for each message, so sending it again changes nothing. Raises NotReadable."""
    key, kind = posted.get("key"), posted.get("kind")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise NotReadable("bad")
    text, choice = posted.get("text", ""), posted.get("choice", "")
    if not isinstance(text, str) or not isinstance(choice, str):
        raise NotReadable("bad")
    if len(text) > LONGEST_TEXT:
        raise NotReadable("too_long")
    text, address = clean_text(text), address_of(chat)
    if kind == "text" and text.strip():
        return Incoming(address, f"w{key}", IncomingKind.TEXT, text=text)
    if kind == "start" and len(text) <= LONGEST_CODE:
        return Incoming(address, f"w{key}", IncomingKind.START, text=text.strip())
    if kind == "choice" and 0 < len(clean_text(choice).encode()) <= LONGEST_CHOICE:
        return Incoming(address, f"w{key}", IncomingKind.CHOICE, choice=clean_text(choice))
    raise NotReadable("bad")


class Waiters:
    """Requests that wait for a chat's next line. Everything happens on one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}

    @contextlib.contextmanager
    def listening(self, chat: str) -> Iterator[asyncio.Event]:
        """Give an event that `wake` sets from now on. Enter this first and look for lines inside: a
        line that comes between looking and waiting is then not missed."""
        event = asyncio.Event()
        self._waiting.setdefault(chat, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[chat].discard(event)
            if not self._waiting[chat]:
                del self._waiting[chat]

    def wake(self, chat: str) -> None:
        """Tell whoever waits that a new line may exist in a chat."""
        for event in self._waiting.get(chat, ()):
            event.set()


class WebChat(Channel):
    """The chat page. `folder` is the data folder, to which the paths of files are relative."""

    name = NAME
    bot = BOT
    trouble = ""  # it asks nobody for messages
    pace = Pace(overall=1000, per_chat=1000.0, chat_burst=1000)
    capabilities = Capabilities(
        max_text=LONGEST_TEXT,
        buttons=True,
        files_in=True,
        files_out=True,
        fetches_files=True,
        edits=True,
        max_caption=LONGEST_TEXT,
    )

    def __init__(self, waiters: Waiters, folder: Path) -> None:
        self.waiters = waiters
        self.folder = folder
        self._sent = 0

    async def start(self, receive: Receive) -> None:
        """Do nothing to begin: the web server takes messages in."""

    async def stop(self) -> None:
        """Do nothing to end."""

    async def send(self, chat: str, page: Page) -> str:  # noqa: ARG002
        """Wake whoever waits for the line, which stands in the outbox already."""
        self._sent += 1
        self.waiters.wake(chat)
        return f"{NAME}-{self._sent}"

    async def fetch(self, file: FileRef, into: Path) -> None:
        """Copy an upload, which lies in the data folder before its message is stored, to `into`."""
        try:
            await asyncio.to_thread(shutil.copyfile, self.folder / file.path, into)
        except OSError as error:
            raise Rejected(f"{file.path or file.name}: {error.strerror}") from None

    async def check(self) -> str:
        """Return the channel's own name; nothing of it could be unwell."""
        return NAME
