"""Recorded payloads of each channel, and how they are read."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.channels import CHANNELS
from bot.model.message import Incoming

PAYLOADS = Path(__file__).parent / "payloads"


def bot_in(channel: str) -> str:
    """The bot that a channel's recorded payloads are for."""
    kept = (
        json.loads(file.read_text())["incoming"]
        for file in sorted((PAYLOADS / channel).glob("*.json"))
    )
    return next(incoming["address"][1] for incoming in kept if incoming is not None)


def read_recorded(file: Path) -> Incoming | None:
    """A recorded payload's `raw` as our message."""
    channel = file.parent.name
    return CHANNELS[channel].read(json.loads(file.read_text())["raw"], bot_in(channel))


def as_plain(incoming: Incoming | None) -> dict[str, Any] | None:
    """An Incoming as the payload files write it: JSON, fields with their defaults left out."""
    if incoming is None:
        return None
    plain: dict[str, Any] = {
        "address": [incoming.address.channel, incoming.address.bot, incoming.address.chat],
        "key": incoming.key,
        "kind": str(incoming.kind),
    }
    for name in (
        "text",
        "choice",
        "album",
        "sender_name",
        "message",
        "edits",
        "speaker",
        "written_by",
    ):
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
