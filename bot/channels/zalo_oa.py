"""Zalo's Official Account: the platform calls us, we answer through its API.

An event is believed only with its signature: the SHA-256 of the application's id, the raw body, its
timestamp and the account's secret, one after the other (not an HMAC; the platform's own choice).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from bot.channels.base import Channel, Page, Receive
from bot.channels.rate_limit import Pace
from bot.channels.redaction import silence_loggers_that_print_addresses
from bot.channels.render import plain_text
from bot.channels.webhook import Hook, read_object
from bot.channels.zalo_message import words
from bot.channels.zalo_oa_client import NOT_CONNECTED, OaClient
from bot.channels.zalo_oa_message import BUTTON, NAME, parse_event
from bot.channels.zalo_oa_tokens import TokenFile
from bot.channels.zalo_photo import download
from bot.errors import Rejected
from bot.locale import channel_words
from bot.model.message import Capabilities, Choice, FileRef, Incoming

log = logging.getLogger(__name__)

SIGNATURE = "x-zevent-signature"
MOST_BUTTONS = 5
LONGEST_TITLE = 100
SEND = "/v3.0/oa/message/cs"
ACCOUNT = "/v2.0/oa/getoa"


def signature_of(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """Return what an event's signature must be, in hexadecimal digits."""
    return hashlib.sha256(
        app_id.encode() + body + timestamp.encode() + secret.encode()
    ).hexdigest()


class ZaloOaChannel(Channel):
    """One Official Account. `believes_unsigned` takes events in whose signature is wrong, with a
    line in the log: for the first day, until a real event has shown that the secret is right."""

    name = NAME
    pace = Pace(overall=20, per_chat=1.0, chat_burst=3)  # no limit is published
    capabilities = Capabilities(max_text=1900, files_out=False, batch=14)

    def __init__(
        self,
        bot: str,
        client: OaClient,
        http: httpx.AsyncClient,
        tokens: TokenFile,
        *,
        app_id: str,
        secret: str,
        api_base: str,
        believes_unsigned: bool = False,
    ) -> None:
        silence_loggers_that_print_addresses()
        self.bot = bot
        self.hook = Hook(lambda headers: SIGNATURE in _lower(headers), self.webhook)
        self._client = client
        self._http = http
        self._tokens = tokens
        self._app_id = app_id
        self._secret = secret
        self._api_base = api_base
        self._believes_unsigned = believes_unsigned
        self._receive: Receive = _not_started

    @property
    def trouble(self) -> str:  # type: ignore[override]
        """Return why nothing can be sent for now; "" when it can."""
        return "" if self._tokens.read() is not None else f"Zalo OA: {NOT_CONNECTED}"

    async def start(self, receive: Receive) -> None:
        self._receive = receive

    async def stop(self) -> None:
        await self._http.aclose()

    async def webhook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Return the HTTP status for one event: 200 only after the commit."""
        try:
            event = read_object(body)
        except ValueError:
            return 400
        if not self._is_signed(_lower(headers).get(SIGNATURE, ""), body, event):
            log.warning("zalo_oa: an event with a wrong signature")
            if not self._believes_unsigned:
                return 403
        incoming = parse_event(event, self.bot)
        if incoming is not None:
            await self._receive([incoming])
        return 200

    def _is_signed(self, given: str, body: bytes, event: Mapping[str, Any]) -> bool:
        timestamp = words(event.get("timestamp"))
        right = signature_of(self._app_id, body, timestamp, self._secret)
        return hmac.compare_digest(given.removeprefix("mac=").encode(), right.encode())

    async def send(self, chat: str, page: Page) -> str:
        """Send one page; choices are buttons where the platform takes them, else words to type."""
        if page.file is not None:
            raise Rejected("an Official Account is sent links to files")
        fits = _fit_buttons(page.choices)
        message: dict[str, Any] = {"text": _text(page, fits)}
        if page.choices and fits:
            message["attachment"] = _buttons(page.choices)
        found = await self._client.call(
            "POST", SEND, {"recipient": {"user_id": chat}, "message": message}
        )
        return words(found.get("message_id")) if isinstance(found, dict) else ""

    async def fetch(self, file: FileRef, into: Path) -> None:
        await download(self._http, file.remote, into, home=self._api_base)

    async def check(self) -> str:
        """Return the account's name."""
        found = await self._client.call("GET", ACCOUNT)
        return words(found.get("name")) if isinstance(found, dict) else ""


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): text for name, text in headers.items()}


def _fit_buttons(choices: Sequence[Choice]) -> bool:
    return len(choices) <= MOST_BUTTONS and all(
        len(choice.label) <= LONGEST_TITLE for choice in choices
    )


def _text(page: Page, fits: bool) -> str:
    """Return a page's words, with its choices as words to type where they cannot be buttons."""
    labels = () if fits else tuple(choice.label for choice in page.choices)
    parts = (plain_text(page), channel_words.words_to_type(labels))
    return "\n\n".join(part for part in parts if part)


def _buttons(choices: Sequence[Choice]) -> dict[str, Any]:
    buttons = [
        {"title": choice.label, "type": "oa.query.hide", "payload": f"{BUTTON}{choice.key}"}
        for choice in choices
    ]
    return {"type": "template", "payload": {"buttons": buttons}}


async def _not_started(_: Sequence[Incoming]) -> None:
    raise RuntimeError("the channel is not started")
