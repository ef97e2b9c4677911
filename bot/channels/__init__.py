"""The channels people write on: a `ChannelSpec` each, in a file of its own, and a line here.

The specs load no client library: those take long, and most commands need none.
"""

from __future__ import annotations

from bot.channels.channel_spec import ChannelSpec
from bot.channels.telegram_spec import TelegramSpec
from bot.channels.web_spec import WebSpec
from bot.channels.zalo_oa_spec import ZaloOaSpec
from bot.channels.zalo_spec import ZaloSpec

CHANNELS: dict[str, ChannelSpec] = {
    spec.name: spec
    for spec in (
        TelegramSpec(),
        ZaloSpec(),
        ZaloOaSpec(),
        WebSpec(),
    )
}
"""By name: that of the settings' section, and `Address.channel`."""
