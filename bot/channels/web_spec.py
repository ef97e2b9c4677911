"""Our own web chat: its settings, which are those of all pages, and its links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field, SecretStr

from bot.channels.base import Channel
from bot.channels.channel_spec import ChannelSpec, Check, SettingsPart, Surroundings
from bot.channels.web_chat import BOT, NAME, WebChat, parse_posted
from bot.locale.say import say
from bot.model.message import Incoming

EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104  hosts to listen on, not to go to
LOOPBACK = "127.0.0.1"


class WebSettings(SettingsPart):
    enabled: bool = True
    host: str = LOOPBACK
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")
    second_factor: bool = False

    @property
    def base(self) -> str:
        """Return what addresses of pages begin with, at least on this machine; "" without pages."""
        if not self.enabled:
            return ""
        host = LOOPBACK if self.host in EVERY_ADDRESS else self.host
        shown = f"[{host}]" if ":" in host else host
        return self.public_url.rstrip("/") or f"http://{shown}:{self.port}"


class WebSpec(ChannelSpec):
    name = NAME
    label = "Web"
    section = WebSettings
    needs_app = False
    names_itself = False

    def bots(self, settings: WebSettings) -> tuple[str, ...]:
        return (BOT,) if settings.enabled else ()

    def make(self, settings: WebSettings, around: Surroundings) -> list[Channel]:
        return [WebChat(around.waiters, around.folder)] if settings.enabled else []

    def link(self, settings: WebSettings, name: str) -> str:  # noqa: ARG002
        return f"{settings.base}/chat/{{code}}" if settings.base else ""

    def read(self, raw: Any, bot: str) -> Incoming | None:  # noqa: ARG002
        return parse_posted(raw["posted"], raw["chat"])

    def checks(self, settings: WebSettings) -> Iterator[Check]:
        """Return how far the pages can be reached."""
        if not settings.enabled:
            yield Check(True, say("doctor.web_off"))
        elif settings.public_url:
            yield Check(True, say("doctor.web", url=settings.public_url))
        else:
            here = f"http://{settings.host}:{settings.port}"
            yield Check(True, say("doctor.web_local", url=here))
