"""A channel as a newcomer would add it: one file, of a platform that calls us and is called over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Unpack

import httpx

from bot.channels.base import Channel, Page, Receive
from bot.channels.channel_spec import BotSettings, BotSpec, Surroundings
from bot.channels.platform_bot import BotOptions, PlatformBot
from bot.channels.rate_limit import Pace
from bot.channels.render import plain_text
from bot.channels.retry import RetryDecision
from bot.errors import Rejected, Unknown
from bot.model.message import Address, Capabilities, FileRef, Incoming, IncomingKind


class ViberChannel(PlatformBot):
    name = "viber"
    secret_header = "x-viber-secret"
    pace = Pace(overall=10, per_chat=1.0, chat_burst=10)
    capabilities = Capabilities(max_text=7000, buttons=False)

    def __init__(self, token: str, api_base: str, **options: Unpack[BotOptions]) -> None:
        super().__init__(token.partition(":")[0], **options)
        self._http = httpx.AsyncClient(base_url=f"{api_base}/{token}", timeout=10)

    async def start(self, receive: Receive) -> None:
        self._receive = receive

    async def stop(self) -> None:
        await self._http.aclose()

    async def _take(self, raw: dict[str, Any]) -> int:
        incoming = read_message(raw, self.bot)
        if incoming is not None:
            await self._receive([incoming])
        return 200

    def _judge(self, error: Exception) -> RetryDecision:
        return RetryDecision(f"viber: what arrived could not be stored ({type(error).__name__})")

    async def send(self, chat: str, page: Page) -> str:
        posted = {"chat": chat, "text": plain_text(page)}
        files = {"file": (page.file_name, page.file.read_bytes())} if page.file else None
        return str((await self._call("send", posted, files))["id"])

    async def fetch(self, file: FileRef, into: Path) -> None:
        raise Rejected("no files are taken in")

    async def check(self) -> str:
        return str((await self._call("me", {}))["name"])

    async def _call(
        self, method: str, posted: dict[str, str], files: Any = None
    ) -> dict[str, Any]:
        try:
            answer = await self._http.post(method, data=posted, files=files)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unknown(type(error).__name__) from None
        return dict(answer.json())


def read_message(raw: dict[str, Any], bot: str) -> Incoming | None:
    if not raw.get("text"):
        return None
    kind = IncomingKind.START if raw.get("event") == "opened" else IncomingKind.TEXT
    return Incoming(Address("viber", bot, raw["chat"]), raw["id"], kind, text=raw["text"])


class ViberSettings(BotSettings):
    api_base: str = "https://viber.example.invalid"


class ViberSpec(BotSpec):
    name = "viber"
    label = "Viber"
    section = ViberSettings

    def make(self, settings: ViberSettings, around: Surroundings) -> list[Channel]:
        return [
            ViberChannel(
                token,
                settings.api_base,
                mode=settings.mode,
                webhook_url=settings.webhook_url,
                webhook_secret=settings.webhook_secret.get_secret_value(),
            )
            for token in settings.all_tokens
        ]

    def link(self, settings: ViberSettings, name: str) -> str:
        return f"https://viber.example.invalid/{name}?code={{code}}"

    def read(self, raw: Any, bot: str) -> Incoming | None:
        return read_message(raw, bot)
