"""Calls of the Official Account's API over httpx, and what each failure of one means.

HTTP 200 says nothing: the truth is `error` in the body. Which numbers mean what is partly hearsay,
so those that decide about people (who cannot be reached, what is used up) are settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import httpx

from bot.channels.webhook import read_object
from bot.channels.zalo_client import NEVER_LEFT, SOONEST
from bot.channels.zalo_message import words
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from bot.errors import (
    Blocked,
    DeliveryError,
    Disconnected,
    QuotaExceeded,
    Rejected,
    RetryLater,
    Unknown,
)
from bot.model.optional import sure

ACCOUNT = "/v2.0/oa/getoa"  # who the account is
EXPIRED = -216  # the access token
LATER = (-200, -32)  # the platform's own fault; too many requests
NOT_CONNECTED = "the account is not connected; run baocao zalo-oa"
SHOWN = 200  # characters of a description


File = tuple[str, bytes] | None
"""The name and the bytes of what is uploaded."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What numbers of the platform mean, as the settings have it."""

    out_of_reach: frozenset[int]
    used_up: frozenset[int]


class ApiRefusal(Exception):
    """The API answered with an error of its own; the text carries no token."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}"[:SHOWN].strip())
        self.code = code


def in_our_words(refusal: ApiRefusal, rules: Rules) -> DeliveryError:
    """Return what a refusal means for the message that was being sent."""
    reason = str(refusal)
    if refusal.code in rules.out_of_reach:
        return Blocked(reason)
    if refusal.code in rules.used_up:
        return QuotaExceeded(reason)
    if refusal.code in LATER or refusal.code == EXPIRED:
        return RetryLater(SOONEST, reason)
    return Rejected(reason)


@dataclass(frozen=True, slots=True)
class App:
    """The application that the account is connected with."""

    app_id: str
    secret: str
    oauth_base: str


class OaClient:
    """One account's calls; refreshes its token once where it has run out, and tries again once."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        api_base: str,
        app: App,
        tokens: TokenFile,
        rules: Rules,
        now: Callable[[], datetime],
    ) -> None:
        self._http = http
        self._base = api_base.rstrip("/")
        self._app = app
        self._tokens = tokens
        self._rules = rules
        self._now = now

    async def call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, file: File = None
    ) -> Any:
        """Return the `data` of an answer; raise a DeliveryError for any other. A `file` is uploaded
        as a form instead of a JSON body."""
        ask = partial(self._once, method, path, body, file)
        pair = self._tokens.read()
        if pair is None:
            raise Disconnected(60, NOT_CONNECTED)
        try:
            return await ask(pair.access)
        except ApiRefusal as refusal:
            if refusal.code != EXPIRED:
                raise in_our_words(refusal, self._rules) from None
        fresh = sure(await self._tokens.refreshed(pair.access, self.exchange, self._now()))
        try:
            return await ask(fresh.access)
        except ApiRefusal as refusal:
            raise in_our_words(refusal, self._rules) from None

    async def exchange(self, refresh: str) -> TokenPair:
        """Return a new pair for a refresh token; raise Disconnected where the platform gives none."""
        asked = {"refresh_token": refresh, "grant_type": "refresh_token"}
        return await self._granted(asked)

    async def connect(self, code: str, verifier: str) -> TokenPair:
        """Return the first pair, for the code that the platform gave after somebody agreed."""
        asked = {"code": code, "code_verifier": verifier, "grant_type": "authorization_code"}
        return await self._granted(asked)

    async def account_of(self, pair: TokenPair) -> str:
        """Return the number of the account that a pair opens; "" where the platform says none."""
        try:
            found = await self._once("GET", ACCOUNT, None, None, pair.access)
        except ApiRefusal as refusal:
            raise in_our_words(refusal, self._rules) from None
        return words(found.get("oa_id")) if isinstance(found, dict) else ""

    async def _granted(self, asked: Mapping[str, str]) -> TokenPair:
        address = f"{self._app.oauth_base.rstrip('/')}/v4/oa/access_token"
        form = {**asked, "app_id": self._app.app_id}
        try:
            answer = await self._http.post(
                address, data=form, headers={"secret_key": self._app.secret}
            )
            found = read_object(answer.content)
        except (httpx.HTTPError, ValueError) as error:
            raise RetryLater(SOONEST, f"the token: {type(error).__name__}") from None
        access, refresh = found.get("access_token"), found.get("refresh_token")
        if not isinstance(access, str) or not isinstance(refresh, str):
            told = found.get("error_name") or found.get("error_description") or ""
            raise Disconnected(60, f"no token was given: {found.get('error')} {told}"[:SHOWN])
        return TokenPair(access, refresh, self._now().isoformat())

    async def _once(
        self, method: str, path: str, body: Mapping[str, Any] | None, file: File, access: str
    ) -> Any:
        try:
            answer = await self._http.request(
                method,
                self._base + path,
                json=body,
                files={"file": file} if file is not None else None,
                headers={"access_token": access},
            )
        except NEVER_LEFT as error:
            raise RetryLater(SOONEST, type(error).__name__) from None
        except httpx.HTTPError as error:
            raise Unknown(type(error).__name__) from None
        return _data(answer.status_code, answer.content)


def _data(status: int, body: bytes) -> Any:
    if status == 401:
        raise ApiRefusal(EXPIRED, "HTTP 401")
    try:
        found = read_object(body)
        code = int(found["error"])
    except (ValueError, KeyError, TypeError):
        if status >= 300:
            raise RetryLater(SOONEST, f"HTTP {status}") from None
        raise Unknown(f"HTTP {status} without an answer of the API") from None
    if code:
        raise ApiRefusal(code, str(found.get("message") or ""))
    return found.get("data")
