"""A platform's webhook request: is it theirs, and what does it say."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.message import Incoming

Webhook = Callable[[Mapping[str, str], bytes], Awaitable[int]]
"""Takes the headers and the body of a platform's request and returns the HTTP status."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A platform's way in: `admits` looks at the headers alone, `take` at the whole request."""

    admits: Callable[[Mapping[str, str]], bool]
    take: Webhook


class WebhookRejected(Exception):
    """The request is refused; `status` is the HTTP answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


async def not_ready(_: Sequence[Incoming]) -> None:
    """Take nothing in, while the web server is up and the channel not yet: the platform tries again."""
    raise WebhookRejected(503)


def secret_check(header: str, secret: str) -> Callable[[Mapping[str, str]], bool]:
    """Tell whether a request's headers carry the secret, compared in constant time; nobody's do where
    no secret is set. Asked before a body is read."""

    def admits(headers: Mapping[str, str]) -> bool:
        given = next((text for name, text in headers.items() if name.lower() == header), "")
        return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())

    return admits


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object that somebody else sent. Raise ValueError for anything else, also for
    brackets in brackets without end, at which Python's reader gives up in its own way."""
    try:
        found = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
