"""Zalo's Official Account: the platform calls us, we answer through its API.

An event is believed only with its signature: the SHA-256 of the application's id, the raw body, its
timestamp and the account's secret, one after the other (not an HMAC; the platform's own choice).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.channels.base import Channel, Page, Receive, bytes_to_send
from bot.channels.rate_limit import Pace
from bot.channels.redaction import silence_loggers_that_print_addresses
from bot.channels.webhook import Hook, WebhookRejected, not_ready, read_object
from bot.channels.zalo_message import mapping, words
from bot.channels.zalo_oa_client import ACCOUNT, NOT_CONNECTED, OaClient
from bot.channels.zalo_oa_message import GROUP_CHAT, NAME, parse_event
from bot.channels.zalo_oa_outgoing import (
    MOST_BUTTONS,
    PAPERS,
    file_message,
    is_picture,
    picture_message,
    text_message,
    transaction_message,
)
from bot.channels.zalo_oa_tokens import REFRESH_LASTS, TokenFile, what_to_do
from bot.channels.zalo_photo import download
from bot.errors import DeliveryError, Rejected
from bot.model.message import PICTURES, Capabilities, FileRef
from bot.model.optional import sure

log = logging.getLogger(__name__)

SIGNATURE = "x-zevent-signature"
RENEW_AFTER = timedelta(hours=20)  # so that each day's look does it
SEND = "/v3.0/oa/message/cs"
TRANSACTION = "/v3.0/oa/message/transaction"
GROUP = "/v3.0/oa/group/message"
UPLOAD = "/v2.0/oa/upload/{kind}"


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
    capabilities = Capabilities(
        max_text=1900,
        most_buttons=MOST_BUTTONS,
        max_caption=0,
        file_kinds=PAPERS + PICTURES,
        max_file=5_000_000,
        max_picture=1_000_000,
        batch=14,
    )

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
        template: str = "",
        called: str = "",
        site: str = "",
        warn_before: timedelta = timedelta(days=14),
    ) -> None:
        silence_loggers_that_print_addresses()
        self.bot = bot
        self.hook = Hook(self._admits, self.webhook)
        self._client = client
        self._http = http
        self._tokens = tokens
        self._app_id = app_id
        self._secret = secret
        self._api_base = api_base
        self._believes_unsigned = believes_unsigned
        self._tells_signed = believes_unsigned  # once
        self._template = template
        self._called = called
        self._site = site
        self._warn_before = warn_before
        self._receive: Receive = not_ready

    @property
    def trouble(self) -> str:  # type: ignore[override]
        """Return why nothing can be sent for now, or only for hours more; "" when it can."""
        pair = self._tokens.read()
        lost = pair is None or pair.refused_at
        return f"Zalo OA: {NOT_CONNECTED}" if lost else ""

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
        if self._is_signed(_lower(headers).get(SIGNATURE, ""), body, event):
            self._tell_signed()
        else:
            log.warning("zalo_oa: an event with a wrong signature")
            if not self._believes_unsigned:
                return 403
        incoming = parse_event(event, self.bot, self._called)
        if incoming is not None:
            try:
                await self._receive([incoming])
            except WebhookRejected as refusal:
                return refusal.status
        return 200

    def _admits(self, headers: Mapping[str, str]) -> bool:
        """Tell whether an event's body is worth reading: without a signature it is not."""
        return self._believes_unsigned or SIGNATURE in _lower(headers)

    def _tell_signed(self) -> None:
        """Tell in the log, once, that the secret is right while wrong signatures are still let in."""
        if self._tells_signed:
            self._tells_signed = False
            log.warning(
                'zalo_oa: an event with a right signature came: set signature = "required"'
            )

    def _is_signed(self, given: str, body: bytes, event: Mapping[str, Any]) -> bool:
        timestamp = words(event.get("timestamp"))
        right = signature_of(self._app_id, body, timestamp, self._secret)
        return hmac.compare_digest(given.removeprefix("mac=").encode(), right.encode())

    async def send(self, chat: str, page: Page) -> str:
        """Send one page: words, a file, or both; choices follow a file as a message of their own."""
        if page.file is not None:
            remote = await self._send_file(chat, page)
            choices = text_message(_choices_of(page))
            return await self._post(chat, choices) if page.choices else remote
        if page.as_transaction:
            return await self._post(chat, transaction_message(page, self._template), TRANSACTION)
        site = "" if chat.startswith(GROUP_CHAT) else self._site  # no buttons in groups
        return await self._post(chat, text_message(page, site))

    async def _send_file(self, chat: str, page: Page) -> str:
        """Upload a file, then send what the platform calls it by."""
        file = sure(page.file)
        name = page.file_name or file.name
        content = await bytes_to_send(file)
        shown = is_picture(name)
        found = await self._client.call(
            "POST", UPLOAD.format(kind="image" if shown else "file"), file=(name, content)
        )
        key = words(mapping(found).get("attachment_id" if shown else "token"))
        if not key:
            raise Rejected("the upload was answered without a token")
        return await self._post(chat, picture_message(key, page) if shown else file_message(key))

    async def _post(self, chat: str, message: dict[str, Any], path: str = SEND) -> str:
        recipient = {"user_id": chat}
        if chat.startswith(GROUP_CHAT):
            path, recipient = GROUP, {"group_id": chat.removeprefix(GROUP_CHAT)}
        found = await self._client.call("POST", path, {"recipient": recipient, "message": message})
        return words(mapping(found).get("message_id"))

    async def fetch(self, file: FileRef, into: Path) -> None:
        await download(self._http, file.remote, into, home=self._api_base)

    async def take_care(self, now: datetime) -> str:
        """Renew the tokens each day, also where nothing is sent: a refresh token that is lost is told
        then, not when the next message has to leave. Return what people have to do."""
        pair = self._tokens.read()
        if pair is not None and pair.runs_out() - now < REFRESH_LASTS - RENEW_AFTER:
            try:
                await self._tokens.refreshed(pair.access, self._client.exchange, now)
            except DeliveryError as error:
                log.warning("zalo_oa: the token was not renewed: %s", error)
        return what_to_do(self._tokens.read(), now, self._warn_before)

    async def check(self) -> str:
        """Return the account's name."""
        found = await self._client.call("GET", ACCOUNT)
        return words(found.get("name")) if isinstance(found, dict) else ""


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): text for name, text in headers.items()}


def _choices_of(page: Page) -> Page:
    return Page("", choices=page.choices)
