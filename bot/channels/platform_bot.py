"""What the bots of all messaging platforms have in common: their webhook, and what is stored first."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypedDict

from bot.channels.base import Channel, Receive
from bot.channels.redaction import silence_loggers_that_print_addresses
from bot.channels.retry import RetryDecision
from bot.channels.webhook import Hook, WebhookRejected, not_ready, read_object, secret_check

log = logging.getLogger(__name__)


class BotOptions(TypedDict, total=False):
    """How a bot takes messages in: `mode` "polling" or "webhook" (which needs `webhook_url` and a
    `webhook_secret`); `sleep` is the pause between polls, `monotonic` counts real seconds."""

    mode: str
    webhook_url: str
    webhook_secret: str
    sleep: Callable[[float], Awaitable[None]]
    monotonic: Callable[[], float]


class PlatformBot(Channel):
    """One bot of one platform. Messages are confirmed to the platform only after `_receive` has
    returned, that is after the commit."""

    secret_header: str
    secret_lengths = range(1, 257)

    def __init__(
        self,
        bot: str,
        *,
        mode: str = "polling",
        webhook_url: str = "",
        webhook_secret: str = "",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if mode == "webhook" and not (webhook_url and len(webhook_secret) in self.secret_lengths):
            raise ValueError("webhook mode needs webhook_url and a webhook_secret of its length")
        silence_loggers_that_print_addresses()
        self.bot = bot
        self.mode = mode
        self.admits = secret_check(self.secret_header, webhook_secret)
        self.hook = Hook(self.admits, self.webhook)
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret
        self._sleep = sleep
        self._monotonic = monotonic
        self._receive: Receive = not_ready

    async def webhook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Return the HTTP status for one request of the platform: 200 only after the commit, and
        anything else makes it send the message again. The secret is compared before the body is
        looked at."""
        if not self.admits(headers):
            return 403
        try:
            raw = read_object(body)
        except ValueError:
            return 400
        try:
            return await self._take(raw)
        except WebhookRejected as refusal:
            return refusal.status
        except Exception as error:
            log.error("%s", self._judge(error).text)
            return 500

    @abstractmethod
    async def _take(self, raw: dict[str, Any]) -> int:
        """Store what a request carries; return its HTTP status."""

    @abstractmethod
    def _judge(self, error: Exception) -> RetryDecision:
        """Return what to do after taking messages in has failed."""
