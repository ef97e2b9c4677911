"""What all channels have in common: a message that came in, and one that goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.documents import Document
from bot.model.optional import sure


class IncomingKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"  # a button; `choice` holds its key
    PHOTO = "photo"
    FILE = "file"
    START = "start"  # a person opened the chat, with an invite code in `text` or without
    EDITED = "edited"  # an earlier text was changed; `edits` is that message's key
    FORWARDED = "forwarded"  # words that somebody else wrote, `written_by` if known
    UNSUPPORTED = "unsupported"  # sticker, voice, video …


UNNAMED = "?"  # the author of a caption whom the platform does not tell, or whose name nobody sees


@dataclass(frozen=True, slots=True)
class Address:
    """Where one chat lives: channel name, which of our bots, the platform's chat id (text)."""

    channel: str
    bot: str
    chat: str


PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do; the conversation and the renderer adapt to it, never to its name."""

    max_text: int = 4096  # UTF-16 code units in one message
    buttons: bool = True
    most_buttons: int = 100  # under one message; more choices are words to type
    files_in: bool = True
    files_out: bool = True
    shows_addresses: bool = False  # pictures, by an address that the platform fetches them from
    fetches_files: bool = False  # a page, which asks for documents itself by a link
    edits: bool = False  # messages can be changed after they were sent
    batch: int = 1  # rows that one question may hold
    max_caption: int = 1024  # UTF-16 code units beside a file
    file_kinds: tuple[str, ...] = ()  # endings of the files that are sent; none named: all
    max_file: int = 50_000_000  # bytes
    max_picture: int = 0  # bytes of a file that is sent as a picture; 0: as of any other

    @property
    def is_frugal(self) -> bool:
        """Return whether every message counts, so that several rows go into one."""
        return self.batch > 1

    def carries(self, name: str, size: int = 0) -> bool:
        """Return whether a file of this name and size can be sent, else its address is."""
        fits = not self.file_kinds or name.lower().endswith(self.file_kinds)
        is_small = self.max_picture and name.lower().endswith(PICTURES)
        most = self.max_picture if is_small else self.max_file
        return self.files_out and fits and size <= most


USUAL = Capabilities()
"""Of a channel that is not known."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file a person sent. `remote` is the platform's id or address for fetching; `path` is set
    (relative to the data folder) once the bytes are ours, `sha256` with it; `code` is that of a paper
    whose QR code a picture shows."""

    remote: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    path: str = ""
    sha256: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a person.

    `key` is unique for ever within (channel, bot): a second arrival with it changes nothing.
    `text` is NFC. `message` is the platform's message id, to which a later edit refers by `edits`.
    `speaker` is who called us in a group (the chat they would have with us alone); "" in that one.
    `written_by` is who wrote what was forwarded; of a picture or file it is never "" then.
    """

    address: Address
    key: str
    kind: IncomingKind
    text: str = ""
    choice: str = ""
    file: FileRef | None = None
    album: str = ""
    sender_name: str = ""
    sent_at: datetime | None = None
    message: str = ""
    edits: str = ""
    written_by: str = ""
    speaker: str = ""

    @property
    def the_file(self) -> FileRef:
        """The file that came; only for a photo or a file."""
        return sure(self.file)

    @property
    def own_caption(self) -> str:
        """What its person wrote beside a photo or file; "" where somebody else did: that asks for nothing."""
        return "" if self.written_by else self.text


class Urgency(StrEnum):
    """Why a message goes out: who waits for it and what may be dropped when a quota is short."""

    REPLY = "reply"
    RECEIPT = "receipt"
    REMINDER = "reminder"  # what somebody has still to do, unasked: rather missed than doubled
    NOTICE = "notice"  # to a coordinator or a unit, unasked


class Placing(StrEnum):
    """Where a reply appears: below what was said, or in its card, the latest message of that name."""

    BELOW = "below"
    IN_CARD = "in_card"  # a message of its own where the card is gone
    ONLY_IN_CARD = "only_in_card"  # nothing where the card is gone


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, or a word on channels without buttons. `key` is at most 64 bytes."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person. `lead` (what was just stored) stands first, then `head`, a short
    line that channels may print bold, then `text`; all plain, escaping is the channel's work."""

    text: str
    head: str = ""
    lead: str = ""
    choices: tuple[Choice, ...] = ()
    document: Document | None = None
    urgency: Urgency = Urgency.REPLY
    card: str = ""  # the name of the card that this is, and that later replies may change
    placing: Placing = Placing.BELOW
    menu: str = ""  # the role whose commands this chat's menu shows from now on
    replaces: int = 0  # the stored message whose place this takes; found when it is queued


# -- the keys of buttons: which report, which row, which prompt, what it does.
# A question's buttons work until the next question; those of a card or receipt work for as long as the
# card is there, and carry "-" in place of the row and the prompt.

LASTING = "-"
_TURNS = re.compile(r"s[0-9]+|open_[0-9]+|fold")  # ticks a section; opens and closes one


@dataclass(frozen=True, slots=True)
class ButtonKey:
    """A key taken apart."""

    about: str  # the report's id, or "0"
    row: str
    prompt: str
    action: str

    @property
    def is_lasting(self) -> bool:
        """Return whether the button belongs to no question."""
        return self.prompt == LASTING


def button_key(about: int, row: str, prompt: int, action: str) -> str:
    """Return the key of a button that works for one question."""
    return f"{about}|{row}|{prompt}|{action}"


def lasting_key(about: int, action: str) -> str:
    """Return the key of a button that works whatever is asked meanwhile."""
    return f"{about}|{LASTING}|{LASTING}|{action}"


def read_key(text: str) -> ButtonKey | None:
    """Return a key's parts; None for anything else."""
    parts = text.split("|")
    return ButtonKey(*parts) if len(parts) == 4 else None


def turns_card(text: str) -> bool:
    """Return whether a button only changes what its own card shows."""
    key = read_key(text)
    return key is not None and _TURNS.fullmatch(key.action) is not None


def opens_table(text: str) -> bool:
    """Return whether a button leads to the table of a report."""
    key = read_key(text)
    return key is not None and key.is_lasting and key.action == "table"


def still_working(reply: Reply, prompt: int) -> tuple[Choice, ...]:
    """Return the buttons of a message that still do something once this prompt is the current one."""
    return tuple(choice for choice in reply.choices if _works(read_key(choice.key), prompt))


def _works(key: ButtonKey | None, prompt: int) -> bool:
    return key is None or key.is_lasting or key.prompt == str(prompt)
