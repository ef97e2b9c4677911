"""What Telegram sent, as our message."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from telegram import (
    CallbackQuery,
    Document,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
    User,
)
from telegram.constants import ChatType

from bot.channels.base import is_called
from bot.model.message import UNNAMED, Address, FileRef, Incoming, IncomingKind

NAME = "telegram"
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

PLAIN = {"message_id", "date", "from", "chat", "text", "entities"}
"""What a message has that is words and nothing else, as most are."""


def read_update(raw: Mapping[str, Any], bot: str, name: str = "") -> Incoming | None:
    """Return a raw update as our message; None as `parse_update`, where `name` stands. Plain words are
    read as they are: making the library's objects of them takes longer than reading the answer."""
    message = raw.get("message")
    if isinstance(message, dict) and len(raw) == 2 and PLAIN.issuperset(message):
        plain = _plain_words(raw["update_id"], message, bot)
        if plain is not None:
            return plain
    return parse_update(Update.de_json(dict(raw), None), bot, name)


def _plain_words(update_id: int, message: Mapping[str, Any], bot: str) -> Incoming | None:
    """Return a message of words; None where anything is not as usual."""
    chat, sender, text = message["chat"], message.get("from"), message.get("text")
    if not isinstance(text, str) or not isinstance(sender, dict) or chat["type"] != "private":
        return None
    name, last = sender["first_name"], sender.get("last_name")
    kind, words, _ = _words(text)
    number = str(message["message_id"])
    return Incoming(
        Address(NAME, bot, str(chat["id"])),
        f"{update_id}.{number}",
        kind,
        unicodedata.normalize("NFC", words),
        sender_name=unicodedata.normalize("NFC", f"{name} {last}" if last else name),
        sent_at=datetime.fromtimestamp(message["date"], UTC),
        message=number,
    )


def parse_update(update: Update, bot: str, name: str = "") -> Incoming | None:
    """Return an update as our message; None for channels, Telegram's service messages, and in groups for
    all that does not call the bot, by its `name` ("" while it is not known) or by a reply to it."""
    if update.callback_query is not None:
        return _parse_tap(update.update_id, update.callback_query, bot)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.chat.type in GROUPS:
        return _said_in_group(update, bot, name)
    if message.chat.type != ChatType.PRIVATE:
        return None
    written = _written(update.update_id, message, bot)
    if update.message is not None or written is None:
        return written
    return _as_edited(message, written)


def _written(update_id: int, message: Message, bot: str) -> Incoming | None:
    """Return a message of one person to the bot; None for what no person wrote."""
    kind, text, file = _content(message)
    if kind is None:
        return None
    number = str(message.message_id)
    written = Incoming(
        address=Address(NAME, bot, str(message.chat.id)),
        key=f"{update_id}.{number}",
        kind=kind,
        text=unicodedata.normalize("NFC", text),
        file=file,
        album=message.media_group_id or "",
        sender_name=_name(message.from_user),
        sent_at=message.date,
        message=number,
    )
    origin = message.forward_origin
    return written if origin is None else _as_forwarded(written, origin)


def _as_forwarded(written: Incoming, origin: MessageOrigin) -> Incoming:
    """Return a message as what somebody else wrote: words, also those beside a voice or a video, are no
    words of its person; a picture or file stays one, with the author of its caption."""
    author = _author(origin)
    if written.file is not None:
        return replace(written, written_by=author or UNNAMED)
    is_said = bool(written.text) and written.kind is not IncomingKind.START
    return replace(written, kind=IncomingKind.FORWARDED, written_by=author) if is_said else written


def _as_edited(message: Message, written: Incoming) -> Incoming | None:
    """Return a message as the later wording of itself; None where it has no words."""
    if not (message.text or message.caption):
        return None
    return replace(
        written,
        kind=IncomingKind.EDITED,
        sent_at=message.edit_date or message.date,
        edits=written.message,
    )


def _said_in_group(update: Update, bot: str, name: str) -> Incoming | None:
    """Return what calls the bot in a group, as words alone."""
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    text = unicodedata.normalize("NFC", message.text or message.caption or "")
    if not _answers_us(message, bot) and not is_called(text, name):
        return None
    number = str(message.message_id)
    return Incoming(
        address=Address(NAME, bot, str(message.chat.id)),
        key=f"{update.update_id}.{number}",
        kind=IncomingKind.TEXT,
        text=text,
        sender_name=_name(message.from_user),
        sent_at=message.date,
        message=number,
        speaker=str(message.from_user.id),
    )


def _answers_us(message: Message, bot: str) -> bool:
    answered = message.reply_to_message
    return bool(answered and answered.from_user and str(answered.from_user.id) == bot)


def _parse_tap(update_id: int, query: CallbackQuery, bot: str) -> Incoming | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or not query.data:
        return None
    return Incoming(
        address=Address(NAME, bot, str(message.chat.id)),
        key=f"{update_id}.{query.id}",
        kind=IncomingKind.CHOICE,
        choice=query.data,
        sender_name=_name(query.from_user),
        message=str(message.message_id),
    )


def _name(sender: User | None) -> str:
    return unicodedata.normalize("NFC", sender.full_name) if sender is not None else ""


def _author(origin: MessageOrigin | None) -> str:
    """Return who wrote a forwarded message, as far as Telegram says; "" where it does not."""
    match origin:
        case MessageOriginUser():
            return _name(origin.sender_user)
        case MessageOriginHiddenUser():
            name = origin.sender_user_name
        case MessageOriginChat():
            name = origin.sender_chat.title or ""
        case MessageOriginChannel():
            name = origin.chat.title or ""
        case _:
            name = ""
    return unicodedata.normalize("NFC", name)


def _content(message: Message) -> tuple[IncomingKind | None, str, FileRef | None]:
    """Return kind, words and file of a message; no kind for what no person wrote."""
    if message.text is not None:
        return _words(message.text)
    caption = message.caption or ""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        file = FileRef(best.file_id, mime="image/jpeg", size=best.file_size or 0)
        return IncomingKind.PHOTO, caption, file
    if message.document is not None and message.animation is None:
        return _document(message.document, caption)
    if message.effective_attachment is not None or message.api_kwargs:
        return IncomingKind.UNSUPPORTED, caption, None
    return None, "", None


def _words(text: str) -> tuple[IncomingKind, str, None]:
    command, _, rest = text.partition(" ")
    if command.startswith("/"):  # groups and some clients write /tiep@the_bot
        command = command.partition("@")[0]
    if command == "/start":
        return IncomingKind.START, rest.strip(), None
    return IncomingKind.TEXT, f"{command} {rest}" if rest else command, None


def _document(document: Document, caption: str) -> tuple[IncomingKind, str, FileRef]:
    """Return a document; a picture sent as one keeps its original quality and counts as a photo."""
    mime = document.mime_type or ""
    name = unicodedata.normalize("NFC", document.file_name or "")
    file = FileRef(document.file_id, name=name, mime=mime, size=document.file_size or 0)
    kind = IncomingKind.PHOTO if mime.startswith("image/") else IncomingKind.FILE
    return kind, caption, file
