"""Calls of the Zalo Bot API over httpx, and what each failure of one means.

The platform answers HTTP 200 also where it refuses: the truth is `ok` in the body, with
`error_code` beside it (400 bad request, 401 token, 403 internal error, 404 not found, 408 timeout,
429 quota). A gateway in front of it may answer with anything else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from bot.channels.redaction import without_token
from bot.channels.webhook import read_object
from bot.errors import DeliveryError, QuotaExceeded, Rejected, RetryLater, Unknown

BAD_REQUEST = 400
BAD_TOKEN, SERVER_FAULT, TIMED_OUT, QUOTA_USED_UP = 401, 403, 408, 429
CONNECT_SECONDS = 10.0
SOONEST, LATEST = 3.0, 900.0  # seconds before a message is tried again
LONGEST_TEXT = 200  # of a description in a log line

NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class CallFailed(Exception):
    """A call gave no result; the text carries no token."""


class ApiError(CallFailed):
    """The Bot API itself said `ok: false`; `code` is its error code, 0 where it gave none."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}".strip())
        self.code = code

    @property
    def is_about_message(self) -> bool:
        """Whether another message may go where this one was refused."""
        return self.code == BAD_REQUEST


class MalformedResponse(CallFailed):
    """Something answered, but not in the Bot API's form: a gateway, mostly."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status} without an answer of the Bot API")
        self.status = status


class Unreachable(CallFailed):
    """The request certainly did not leave."""


class Broken(CallFailed):
    """The connection broke, or was silent for too long, after the request may have left."""


def delivery_error(failure: CallFailed) -> DeliveryError:
    """Return what a failed call means for the message that was being sent.

    An answer that is no success is a refusal and may be tried again where the fault is the
    server's; only where the answer itself was lost the message may have arrived.
    """
    reason = str(failure)
    match failure:
        case ApiError(code=code) if code == QUOTA_USED_UP:
            return QuotaExceeded(reason)
        case ApiError(code=code) if code in (0, SERVER_FAULT, TIMED_OUT) or code >= 500:
            return RetryLater(SOONEST, reason)
        case ApiError():
            return Rejected(reason)
        case MalformedResponse(status=status) if status >= 300:
            return RetryLater(SOONEST, reason)
        case Unreachable():
            return RetryLater(SOONEST, reason)
        case _:
            return Unknown(reason)


class BackoffPolicy:
    """How long to wait before the next try: as long as the trouble has lasted, 3 to 900 s, however
    many messages meet it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: float | None = None
        self._last = 0.0

    def trouble(self) -> float:
        """Note a failure; seconds until the next try."""
        now = self._monotonic()
        if self._since is None or now - self._last > 2 * LATEST:  # an old story
            self._since = now
        self._last = now
        return min(max(now - self._since, SOONEST), LATEST)

    def over(self) -> None:
        """Note a success."""
        self._since = None


class ZaloClient:
    """One bot's calls. `http` is shared with downloads and closed by its owner."""

    def __init__(self, http: httpx.AsyncClient, token: str, api_base: str, timeout: float) -> None:
        self._http = http
        self._token = token
        self._address = f"{api_base.rstrip('/')}/bot{token}/"
        self._timeout = timeout

    async def call(
        self,
        method: str,
        fields: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
        begun: Callable[[], None] = lambda: None,
    ) -> Any:
        """Return the `result` of a method; CallFailed otherwise. `timeout` is the longest silence in
        seconds; `begun` is called once an answer has begun to arrive."""
        seconds = self._timeout if timeout is None else timeout
        limits = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            async with (
                asyncio.timeout(seconds + CONNECT_SECONDS),  # also for an answer that trickles
                self._http.stream(
                    "POST", self._address + method, json=dict(fields or {}), timeout=limits
                ) as response,
            ):
                begun()
                body = await response.aread()
        except NEVER_LEFT as error:
            raise Unreachable(self._plain(error)) from None
        except (httpx.HTTPError, TimeoutError) as error:
            raise Broken(self._plain(error)) from None
        return self._result(response.status_code, body)

    def _result(self, status: int, body: bytes) -> Any:
        try:
            answer = read_object(body)
        except ValueError:
            raise MalformedResponse(status) from None
        if not isinstance(answer.get("ok"), bool):
            raise MalformedResponse(status)
        if answer["ok"]:
            return answer.get("result")
        raise ApiError(_code(answer, status), self._short(str(answer.get("description") or "")))

    def _plain(self, error: Exception) -> str:
        return self._short(f"{type(error).__name__}: {error}")

    def _short(self, text: str) -> str:
        return " ".join(without_token(text, self._token).split())[:LONGEST_TEXT]


def _code(answer: Mapping[str, Any], status: int) -> int:
    """Return the error code of a refusal; where it names none, an HTTP status that tells something."""
    try:
        return int(answer.get("error_code") or 0) or (status if status >= 400 else 0)
    except (TypeError, ValueError):
        return 0
