"""Telegram: its settings and links; the bot itself is in `telegram_bot.py`."""

from __future__ import annotations

from typing import Any

from bot.channels.base import Channel
from bot.channels.channel_spec import BotSettings, BotSpec, Surroundings
from bot.channels.telegram_text import bot_of
from bot.locale.command_menu import COMMANDS, command_menu
from bot.model.message import Incoming


class TelegramSettings(BotSettings):
    api_base: str = "https://api.telegram.org"


class TelegramSpec(BotSpec):
    name = "telegram"
    label = "Telegram"
    section = TelegramSettings

    def bot_of(self, token: str) -> str:
        return bot_of(token)

    def make(self, settings: TelegramSettings, around: Surroundings) -> list[Channel]:  # noqa: ARG002
        from bot.channels.telegram_bot import TelegramChannel  # its library takes long to load

        return [
            TelegramChannel(
                token,
                api_base=settings.api_base,
                mode=settings.mode,
                webhook_url=settings.webhook_url,
                webhook_secret=settings.webhook_secret.get_secret_value(),
                commands={role: command_menu(role) for role in COMMANDS},
            )
            for token in settings.all_tokens
        ]

    def link(self, settings: TelegramSettings, name: str) -> str:  # noqa: ARG002
        return f"https://t.me/{name.removeprefix('@')}?start={{code}}"

    def read(self, raw: Any, bot: str) -> Incoming | None:
        from bot.channels.telegram_message import read_update

        return read_update(raw, bot)
