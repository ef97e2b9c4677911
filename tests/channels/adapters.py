"""How the contract suite reaches each channel's parser: one line for every entry of CHANNELS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from telegram import Update

from bot.channels import zalo_message
from bot.channels.telegram_message import parse_update
from bot.channels.web_chat import parse_posted
from bot.model.message import Incoming

PAYLOADS = Path(__file__).parent / "payloads"

READERS: dict[str, Callable[[Any], Incoming | None]] = {
    "telegram": lambda raw: parse_update(Update.de_json(raw, None), "7104420011"),
    "zalo": lambda raw: zalo_message.parse_update(raw, "1459232241454765289"),
    "web": lambda raw: parse_posted(raw["posted"], raw["chat"]),
}
"""Channel -> a recorded payload's `raw` as our message."""


def as_plain(incoming: Incoming | None) -> dict[str, Any] | None:
    """An Incoming as the payload files write it: JSON, fields with their defaults left out."""
    if incoming is None:
        return None
    plain: dict[str, Any] = {
        "address": [incoming.address.channel, incoming.address.bot, incoming.address.chat],
        "key": incoming.key,
        "kind": str(incoming.kind),
    }
    for name in ("text", "choice", "album", "sender_name", "message", "edits"):
        if getattr(incoming, name):
            plain[name] = getattr(incoming, name)
    if incoming.sent_at is not None:
        plain["sent_at"] = incoming.sent_at.isoformat()
    if incoming.file is not None:
        values = {
            field.name: getattr(incoming.file, field.name) for field in fields(incoming.file)
        }
        plain["file"] = {name: value for name, value in values.items() if value}
    return plain
