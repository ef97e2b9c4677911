"""Zalo's updates as our messages, whatever shape they come in. Pure; never raises.

A webhook's body is `{ok, result: {event_name, message}}` in the documents and a bare
`{event_name, message}` as bots in use receive it; a picture's address stands in `photo` or in
`photo_url`. Both are read.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.model.message import Address, FileRef, Incoming, IncomingKind

NAME = "zalo"
TEXT, IMAGE, LINK = "message.text.received", "message.image.received", "message.link.received"
UNREADABLE = frozenset(
    f"message.{kind}.received"
    for kind in ("unsupported", "sticker", "voice", "audio", "video", "gif", "file", "location")
)
"""What people send and the bot cannot read; they are told so. Events named nowhere here may be
no message at all (a reaction, a "seen") and are passed over."""
GROUP_PREFIX = "zgr-"
Content = tuple[IncomingKind | None, str, FileRef | None]
LEAST_MILLISECONDS = 10**11  # a smaller date is in seconds


def chat_link(account: str) -> str:
    """Return where people open the bot, by its account name ("bot.…"); no code can travel in it."""
    return f"https://zalo.me/{account}"


def parse_update(raw: Any, bot: str) -> Incoming | None:
    """Return an update as our message; None for unknown events and what names no sender. In a group the
    platform hands over only what calls the bot; of that the words alone are taken."""
    update = _inner(raw)
    event, message = str(update.get("event_name") or ""), mapping(update.get("message"))
    chat, sender = mapping(message.get("chat")), mapping(message.get("from"))
    where = words(chat.get("id")) or words(sender.get("id"))
    speaker = words(sender.get("id")) if _is_group(chat, sender) else ""
    read = _words_alone if speaker else _content
    kind, text, file = read(event, message)
    if kind is None or not where or sender.get("is_bot") is True:
        return None
    if where.startswith(GROUP_PREFIX) and not speaker:
        return None
    number = words(message.get("message_id"))
    return Incoming(
        address=Address(NAME, bot, where),
        key=f"{event}.{number or _digest(update)}",
        kind=kind,
        text=text,
        file=file,
        sender_name=words(sender.get("display_name")),
        sent_at=instant(message.get("date")),
        message=number,
        speaker=speaker,
    )


def _words_alone(event: str, message: Mapping[str, Any]) -> Content:
    """Return what is taken of a message in a group."""
    kind, text, _ = _content(event, message)
    return (None if kind is None else IncomingKind.TEXT), text, None


def _is_group(chat: Mapping[str, Any], sender: Mapping[str, Any]) -> bool:
    """Return whether a chat is no person's own. Not every update says its kind; a group's id
    begins with "zgr-" and is never the sender's."""
    where, who = words(chat.get("id")), words(sender.get("id"))
    if where.startswith(GROUP_PREFIX):
        return True
    if kind := words(chat.get("chat_type")) or words(chat.get("type")):
        return kind.upper() != "PRIVATE"
    return bool(where and who and where != who)


def _inner(raw: Any) -> Mapping[str, Any]:
    """Return the update itself, out of its envelope if it has one."""
    outer = mapping(raw)
    return mapping(outer["result"]) if isinstance(outer.get("result"), Mapping) else outer


def _content(event: str, message: Mapping[str, Any]) -> Content:
    """Return kind, words and file of a message; no kind for what no person wrote."""
    text = words(message.get("text"))
    caption = words(message.get("caption")) or text
    if event == TEXT or (event == LINK and text):
        return IncomingKind.TEXT, text, None
    if event == IMAGE:
        remote = words(message.get("photo")) or words(message.get("photo_url"))
        if remote:
            return IncomingKind.PHOTO, caption, FileRef(remote)
        return IncomingKind.UNSUPPORTED, caption, None
    if event == LINK or event in UNREADABLE:
        return IncomingKind.UNSUPPORTED, caption, None
    return None, "", None


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def words(value: Any) -> str:
    """Return text in NFC, a number as text, anything else as nothing. Half surrogate pairs and NUL, which
    no database keeps, would block the messages behind them for ever."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    sound = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", sound.replace("\0", ""))


def instant(value: Any) -> datetime | None:
    """Unix milliseconds as the documents have it, or seconds."""
    try:
        number = int(value)
        seconds = number / 1000 if number >= LEAST_MILLISECONDS else number
        return datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _digest(update: Mapping[str, Any]) -> str:
    """Stands in for a missing message id: the same update twice has the same."""
    plain = json.dumps(update, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:20]
