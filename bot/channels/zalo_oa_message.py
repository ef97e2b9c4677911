"""An Official Account's webhook events as our messages. Pure; never raises.

A button of ours (`oa.query.hide`) comes back as a text that is its payload, so payloads carry a
mark that nobody types.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.base import is_called
from bot.channels.zalo_message import instant, mapping, words
from bot.model.message import Address, FileRef, Incoming, IncomingKind

NAME = "zalo_oa"
BUTTON = "⁣baocao:"  # begins with an invisible separator
SENDS = "user_send_"
IN_GROUP = "user_send_group_"
GROUP_CHAT = "group:"  # begins the chat of a group, whose number alone could be a person's
BINDS = re.compile(r"nh[oó]m\s+\w{10}\b", re.IGNORECASE)  # not "Nhóm mình họp lúc 8 giờ"
UNREADABLE = ("sticker", "gif", "audio", "video", "location", "business_card")


def parse_event(raw: Any, bot: str, called: str = "") -> Incoming | None:
    """Return an event as our message; None for what no person wrote (seen, sent, unfollowed), and in
    groups for all that does not call the account (`called` as in the settings)."""
    event = mapping(raw)
    if words(event.get("event_name")).startswith(IN_GROUP):
        return _said_in_group(event, bot, called)
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


def _said_in_group(event: Mapping[str, Any], bot: str, called: str) -> Incoming | None:
    """Return what calls the account in a group, as words alone. Where the group's id stands is told
    in several ways."""
    message, recipient = mapping(event.get("message")), mapping(event.get("recipient"))
    places = (recipient.get("group_id"), message.get("conversation_id"), recipient.get("id"))
    group = next((words(place) for place in places if words(place) not in ("", bot)), "")
    who, text = words(mapping(event.get("sender")).get("id")), words(message.get("text"))
    if not group or not who or not _calls(message, text, bot, called):
        return None
    number = words(message.get("msg_id"))
    return Incoming(
        address=Address(NAME, bot, f"{GROUP_CHAT}{group}"),
        key=f"{words(event.get('event_name'))}.{number or words(event.get('timestamp'))}.{who}",
        kind=IncomingKind.TEXT,
        text=text,
        sent_at=instant(event.get("timestamp")),
        message=number,
        speaker=who,
    )


def _calls(message: Mapping[str, Any], text: str, bot: str, called: str) -> bool:
    """Tell whether a group's message calls the account: it mentions it, or says its name after "@", or
    brings a code."""
    mentions = message.get("mentions")
    for each in mentions if isinstance(mentions, list) else ():
        if bot in (words(mapping(each).get("user_id")), words(mapping(each).get("uid"))):
            return True
    return BINDS.match(text) is not None or is_called(text, called)


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
        return IncomingKind.TEXT, text or _first_address(message), "", None
    if sort in ("image", "file"):
        return _attached(sort, text, message)
    return (
        (IncomingKind.UNSUPPORTED, text, "", None) if sort in UNREADABLE else (None, "", "", None)
    )


def _attached(sort: str, text: str, message: Mapping[str, Any]) -> Content:
    """Return the first picture or file of a message that leads somewhere."""
    payload = _leading_somewhere(message)
    if not payload:
        return IncomingKind.UNSUPPORTED, text, "", None
    kind = IncomingKind.PHOTO if sort == "image" else IncomingKind.FILE
    file = FileRef(words(payload.get("url")), name=words(payload.get("name")))
    return kind, text, "", file


def _first_address(message: Mapping[str, Any]) -> str:
    """Return the address of a link that came without words; "" where there is none."""
    return words(_leading_somewhere(message).get("url"))


def _leading_somewhere(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the first thing attached to a message that has an address; nothing where none has."""
    attachments = message.get("attachments")
    found = (
        mapping(mapping(each).get("payload"))
        for each in (attachments if isinstance(attachments, list) else ())
    )
    return next((payload for payload in found if words(payload.get("url"))), {})
