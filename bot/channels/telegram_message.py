"""What Telegram sent, as our message."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from telegram import CallbackQuery, Document, Message, Update, User
from telegram.constants import ChatType

from bot.model.message import Address, FileRef, Incoming, IncomingKind

NAME = "telegram"


def read_update(raw: Mapping[str, Any], bot: str) -> Incoming | None:
    """Return a raw update as our message; None as `parse_update`."""
    return parse_update(Update.de_json(dict(raw), None), bot)


def parse_update(update: Update, bot: str) -> Incoming | None:
    """Return an update as our message; None for groups, channels and Telegram's service messages."""
    if update.callback_query is not None:
        return _parse_tap(update.update_id, update.callback_query, bot)
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    kind, text, file = _content(message)
    edited = update.message is None
    if kind is None or (edited and not (message.text or message.caption)):
        return None
    number = str(message.message_id)
    return Incoming(
        address=Address(NAME, bot, str(message.chat.id)),
        key=f"{update.update_id}.{number}",
        kind=IncomingKind.EDITED if edited else kind,
        text=unicodedata.normalize("NFC", text),
        file=file,
        album=message.media_group_id or "",
        sender_name=_name(message.from_user),
        sent_at=(message.edit_date or message.date) if edited else message.date,
        message=number,
        edits=number if edited else "",
    )


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
