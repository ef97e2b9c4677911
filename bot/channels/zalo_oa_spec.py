"""Zalo's Official Account: its settings and links; the account itself is in `zalo_oa.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr

from bot.channels.base import Channel
from bot.channels.channel_spec import (
    ChannelSpec,
    Check,
    Connecting,
    SettingsPart,
    Surroundings,
    Windows,
)
from bot.channels.zalo_message import chat_link
from bot.channels.zalo_oa_message import NAME, parse_event
from bot.locale.say import say
from bot.model.message import Incoming

TOKENS = "zalo_oa.json"  # in the data folder


class ZaloOaSettings(SettingsPart):
    """`oa_secret` signs events, `app_secret` gets tokens. Numbers of errors are as others met them."""

    oa_id: str = ""
    app_id: str = ""
    app_secret: SecretStr = SecretStr("")
    oa_secret: SecretStr = SecretStr("")
    callback_url: str = ""
    signature: Literal["required", "log"] = "required"
    api_base: str = "https://openapi.zalo.me"
    oauth_base: str = "https://oauth.zaloapp.com"
    out_of_reach: list[int] = Field(default_factory=lambda: [-213, -217, -227, -230, -232])
    used_up: list[int] = Field(default_factory=lambda: [-211, -224, -231, -248])
    free_replies: int = Field(8, ge=0)
    free_hours: int = Field(48, ge=0)
    reach_days: int = Field(7, ge=0)
    monthly_messages: int = Field(0, ge=0)
    transaction: str = ""
    transaction_hours: list[int] = Field(
        default_factory=lambda: [6, 22], min_length=2, max_length=2
    )
    group_name: str = ""
    zns_template: str = ""
    zns_fields: dict[str, str] = Field(default_factory=dict)
    zns_price: int = Field(0, ge=0)
    zns_hours: list[int] = Field(default_factory=lambda: [7, 22], min_length=2, max_length=2)
    zns_base: str = "https://business.openapi.zalo.me"
    warn_days: int = Field(14, ge=1, le=89)


class ZaloOaSpec(ChannelSpec):
    name = NAME
    label = "Zalo OA"
    section = ZaloOaSettings
    code_travels = False
    always_listed = False
    names_itself = False

    def bots(self, settings: ZaloOaSettings) -> tuple[str, ...]:
        return (settings.oa_id,) if settings.oa_id else ()

    def make(self, settings: ZaloOaSettings, around: Surroundings) -> list[Channel]:
        from bot.channels.zalo_oa import ZaloOaChannel

        if not settings.oa_id:
            return []
        http, client, tokens = connection(settings, around.folder, around.now)
        return [
            ZaloOaChannel(
                settings.oa_id,
                client,
                http,
                tokens,
                app_id=settings.app_id,
                secret=settings.oa_secret.get_secret_value(),
                api_base=settings.api_base,
                believes_unsigned=settings.signature == "log",
                template=settings.transaction,
                called=settings.group_name,
                site=around.public_url,
                warn_before=timedelta(days=settings.warn_days),
            )
        ]

    def connecting(self, settings: ZaloOaSettings, around: Surroundings) -> Connecting | None:
        from bot.channels.zalo_oa_connect import OaConnecting

        return OaConnecting(settings, around) if settings.oa_id and settings.app_id else None

    def windows(self, settings: ZaloOaSettings) -> Windows:
        first, end = settings.transaction_hours
        return Windows(
            settings.free_replies,
            timedelta(hours=settings.free_hours),
            timedelta(days=settings.reach_days),
            settings.monthly_messages,
            (first, end) if settings.transaction else None,
        )

    def link(self, settings: ZaloOaSettings, name: str) -> str:  # noqa: ARG002
        return chat_link(settings.oa_id) if settings.oa_id else ""

    def read(self, raw: Any, bot: str) -> Incoming | None:
        return parse_event(raw, bot)

    def checks(self, settings: ZaloOaSettings) -> Iterator[Check]:
        """Return whether the channel is on, and has what it needs."""
        if not settings.oa_id:
            yield Check(True, say("zalo_oa.off"))
            return
        needed = {
            "app_id": settings.app_id,
            "app_secret": settings.app_secret.get_secret_value(),
            "oa_secret": settings.oa_secret.get_secret_value(),
        }
        missing = [f"{self.name}.{key}" for key, value in needed.items() if not value]
        if missing:
            yield Check(False, say("doctor.keys_missing", keys=", ".join(missing)))
        if settings.signature == "log":
            yield Check(False, say("zalo_oa.unsigned"))


def connection(settings: ZaloOaSettings, folder: Path, now: Any) -> tuple[Any, Any, Any]:
    """Return the HTTP client, the API client and the tokens of an account."""
    import httpx

    from bot.channels.zalo_oa_client import App, OaClient, Rules
    from bot.channels.zalo_oa_tokens import TokenFile

    http = httpx.AsyncClient(timeout=20.0)
    tokens = TokenFile(folder / TOKENS)
    app = App(settings.app_id, settings.app_secret.get_secret_value(), settings.oauth_base)
    rules = Rules(frozenset(settings.out_of_reach), frozenset(settings.used_up))
    return http, OaClient(http, settings.api_base, app, tokens, rules, now), tokens
