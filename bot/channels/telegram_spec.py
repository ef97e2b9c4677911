"""Telegram: its settings and links; the bot itself is in `telegram_bot.py`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels import telegram_app
from bot.channels.base import Channel
from bot.channels.channel_spec import BotSettings, BotSpec, Surroundings
from bot.locale.command_menu import COMMANDS, command_menu
from bot.model.message import Address, Incoming


class TelegramSettings(BotSettings):
    api_base: str = "https://api.telegram.org"


class TelegramSpec(BotSpec):
    name = "telegram"
    label = "Telegram"
    section = TelegramSettings

    def make(self, settings: TelegramSettings, around: Surroundings) -> list[Channel]:
        from bot.channels.telegram_bot import TelegramChannel  # its library takes long to load

        pages = around.public_url
        return [
            TelegramChannel(
                token,
                api_base=settings.api_base,
                mode=settings.mode,
                webhook_url=settings.webhook_url,
                webhook_secret=settings.webhook_secret.get_secret_value(),
                commands={role: command_menu(role) for role in COMMANDS},
                table_page=f"{pages}/app/{self.name}" if pages.startswith("https://") else "",
            )
            for token in settings.all_tokens
        ]

    def link(self, settings: TelegramSettings, name: str) -> str:  # noqa: ARG002
        return f"https://t.me/{name.removeprefix('@')}?start={{code}}"

    def opened_by(self, settings: TelegramSettings, shown: str, now: datetime) -> Address | None:
        for token in settings.all_tokens:
            user = telegram_app.user_in(shown, token, now)
            if user is not None:
                return Address(self.name, self.bot_of(token), user)
        return None

    def read(self, raw: Any, bot: str) -> Incoming | None:
        from bot.channels.telegram_message import read_update

        return read_update(raw, bot)
