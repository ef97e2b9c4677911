"""Zalo: its settings, what its plan allows, and links; the bot itself is in `zalo_bot.py`."""

from __future__ import annotations

from typing import Any

from pydantic import Field, SecretStr

from bot.channels.base import Channel
from bot.channels.channel_spec import Allowance, BotSettings, BotSpec, Surroundings
from bot.channels.zalo_message import chat_link, parse_update
from bot.model.message import Incoming


class ZaloSettings(BotSettings):
    tokens: list[SecretStr] = Field(default_factory=list)  # further bots, each with its own plan
    api_base: str = "https://bot-api.zaloplatforms.com"
    monthly_quota: int = Field(default=3000, ge=1)
    max_users: int = Field(default=50, ge=1)
    gap_after: int = Field(default=300, ge=60)

    @property
    def all_tokens(self) -> tuple[str, ...]:
        """Return every bot's token once, the first bot first."""
        given = (each.get_secret_value().strip() for each in (self.token, *self.tokens))
        return tuple(dict.fromkeys(filter(None, given)))


class ZaloSpec(BotSpec):
    name = "zalo"
    label = "Zalo"
    section = ZaloSettings
    secret_lengths = range(8, 257)  # setWebhook
    code_travels = False

    def make(self, settings: ZaloSettings, around: Surroundings) -> list[Channel]:
        """Return a channel for each bot; several share the webhook's address, each below it by its number."""
        from bot.channels.zalo_bot import ZaloChannel

        several = len(set(self.bots(settings))) > 1
        address = settings.webhook_url.rstrip("/")
        return [
            ZaloChannel(
                token,
                api_base=settings.api_base,
                mode=settings.mode,
                webhook_url=f"{address}/{self.bot_of(token)}" if several and address else address,
                webhook_secret=settings.webhook_secret.get_secret_value(),
                now=around.now,
                gap_after=settings.gap_after,
            )
            for token in settings.all_tokens
        ]

    def link(self, settings: ZaloSettings, name: str) -> str:  # noqa: ARG002
        return chat_link(name)

    def read(self, raw: Any, bot: str) -> Incoming | None:
        return parse_update(raw, bot)

    def allowance(self, settings: ZaloSettings) -> Allowance:
        return Allowance(settings.monthly_quota, settings.max_users)
