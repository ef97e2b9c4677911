"""An Official Account's webhook events as our messages. Pure; never raises.

A button of ours (`oa.query.hide`) comes back as a text that is its payload, so payloads carry a
mark that nobody types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.zalo_message import instant, mapping, words
from bot.model.message import Address, FileRef, Incoming, IncomingKind

NAME = "zalo_oa"
BUTTON = "⁣baocao:"  # begins with an invisible separator
SENDS = "user_send_"
UNREADABLE = ("sticker", "gif", "audio", "video", "location", "business_card")


def parse_event(raw: Any, bot: str) -> Incoming | None:
    """Return an event as our message; None for what no person wrote (seen, sent, unfollowed)."""
    event = mapping(raw)
    name, message = words(event.get("event_name")), mapping(event.get("message"))
    who = words(mapping(event.get("sender")).get("id")) or _follower(event)
    kind, text, choice, file = _content(name, message)
    number = words(message.get("msg_id"))
    if kind is None or not who:
        return None
    return Incoming(
        address=Address(NAME, bot, who),
        key=f"{name}.{number or words(event.get('timestamp'))}.{who}",
        kind=kind,
        text=text,
        choice=choice,
        file=file,
        sent_at=instant(event.get("timestamp")),
        message=number,
    )


def _follower(event: Mapping[str, Any]) -> str:
    return words(mapping(event.get("follower")).get("id"))


Content = tuple[IncomingKind | None, str, str, FileRef | None]


def _content(name: str, message: Mapping[str, Any]) -> Content:
    """Return kind, words, choice and file; no kind for what is no message."""
    text = words(message.get("text"))
    if name == "follow":
        return IncomingKind.START, "", "", None
    sort = name.removeprefix(SENDS)
    if sort == name:
        return None, "", "", None
    if text.startswith(BUTTON):
        return IncomingKind.CHOICE, "", text.removeprefix(BUTTON), None
    if sort in ("text", "link"):
        return IncomingKind.TEXT, text, "", None
    if sort in ("image", "file"):
        return _attached(sort, text, message)
    return (
        (IncomingKind.UNSUPPORTED, text, "", None) if sort in UNREADABLE else (None, "", "", None)
    )


def _attached(sort: str, text: str, message: Mapping[str, Any]) -> Content:
    """Return the first picture or file of a message that leads somewhere."""
    attachments = message.get("attachments")
    for each in attachments if isinstance(attachments, list) else ():
        payload = mapping(mapping(each).get("payload"))
        remote = words(payload.get("url"))
        if remote:
            kind = IncomingKind.PHOTO if sort == "image" else IncomingKind.FILE
            return kind, text, "", FileRef(remote, name=words(payload.get("name")))
    return IncomingKind.UNSUPPORTED, text, "", None
