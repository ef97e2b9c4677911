"""The channels people write on: one file each, one line each in CHANNELS.

The registry names modules instead of importing them, because a channel's client library takes long
to load and most commands need none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.channels.base import Channel

CHANNELS: dict[str, str] = {
    "telegram": "bot.channels.telegram_bot:TelegramChannel",
    "web": "bot.channels.web_chat:WebChat",
    "zalo": "bot.channels.zalo_bot:ZaloChannel",
}
"""Channel name (the settings section, and `Address.channel`) -> "module:class"."""


def channel_class(name: str) -> type[Channel]:
    """Load one channel's class; KeyError for a name that is not registered."""
    module, _, kind = CHANNELS[name].partition(":")
    found: type[Channel] = getattr(import_module(module), kind)
    return found
