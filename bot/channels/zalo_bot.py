"""Zalo, through the Zalo Bot Platform's API.

Zalo hands a message out once: a poll takes it off Zalo's queue, whether we keep it or not. So an
update that has begun to arrive is read to its end and stored before anything else is asked for,
stopping waits for that, and storing is repeated in memory until it works. What was written while
nobody listened may be lost; `on_gap` tells from when to when that was.

The token stands in every address: library loggers that print addresses are silenced, and no
library exception leaves the files of this channel.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Unpack

import httpx

from bot.channels.base import Page, Receive, bot_of
from bot.channels.platform_bot import BotOptions, PlatformBot
from bot.channels.rate_limit import Pace
from bot.channels.render import plain_text
from bot.channels.retry import RetryDecision, retry_forever
from bot.channels.zalo_client import (
    BAD_TOKEN,
    QUOTA_USED_UP,
    TIMED_OUT,
    ApiError,
    BackoffPolicy,
    CallFailed,
    ZaloClient,
    delivery_error,
)
from bot.channels.zalo_message import NAME, parse_update
from bot.channels.zalo_photo import download
from bot.errors import DeliveryError, Rejected, RetryLater
from bot.model.message import Capabilities, FileRef, Incoming

log = logging.getLogger(__name__)

SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105  only its name
SECRET_LENGTHS = range(8, 257)  # setWebhook
QUICK_IDLE_PAUSE = 2.0  # seconds, where "nothing new" comes back at once
SETTINGS_PAUSE = 60.0  # seconds, where only the operator can help
LAST_CHANCE = 2.0  # seconds for a message in hand to be stored when stopping
TOKEN_REFUSED = "zalo: the token is refused; check zalo.token"  # noqa: S105
LOST = "zalo: stopped with a message in hand that could not be stored; it is lost"


class ZaloChannel(PlatformBot):
    """One bot on Zalo.

    `token` and `api_base` as in the settings; `sent` and `received` count messages since the start.

    With `now` (the program's clock) the channel observes outages of polling: `last_poll` is the
    end of the last poll that worked (set it before `start` to what it was before a restart), and
    `on_gap` is called where longer than `gap_after` seconds lie between it and the beginning of
    the next one; should that fail, again at the next poll.

    In real seconds: `timeout` is the longest silence of a call, `poll_seconds` how long Zalo lets
    a poll wait for a message.
    """

    name = NAME
    pace = Pace(overall=5, per_chat=1.0, chat_burst=3)  # no limit is published
    capabilities = Capabilities(
        max_text=1900,  # of 2,000 "characters" whose unit is not published
        buttons=False,
        files_in=False,
        files_out=False,
        shows_addresses=True,
        batch=14,  # a long section of a form, with its names well below the limit
    )

    secret_header = SECRET_HEADER
    secret_lengths = SECRET_LENGTHS
    loses_unheard = True

    def __init__(
        self,
        token: str,
        *,
        api_base: str = "https://bot-api.zaloplatforms.com",
        now: Callable[[], datetime] | None = None,
        gap_after: float = 300.0,
        timeout: float = 20.0,
        poll_seconds: int = 30,
        **options: Unpack[BotOptions],
    ) -> None:
        token = token.strip()
        super().__init__(bot_of(token, NAME), **options)
        self.gap_after = gap_after
        self.sent = 0
        self.received = 0
        self._api_base = api_base
        self._now = now
        self._timeout = timeout
        self._poll_seconds = poll_seconds
        self._http = httpx.AsyncClient(timeout=timeout)
        self._client = ZaloClient(self._http, token, api_base, timeout)
        self.trouble = ""
        self._empty_handed = asyncio.Event()  # no update of a poll waits to be stored
        self._empty_handed.set()
        self._stopping = False
        self._taking_in: asyncio.Task[None] | None = None
        self._patience = BackoffPolicy(self._monotonic)

    async def start(self, receive: Receive) -> None:
        """Begin polling, or register the webhook; network trouble is met in the background."""
        self._receive = receive
        self._taking_in = asyncio.create_task(self._take_in())

    async def stop(self) -> None:
        """Store the message that is just arriving, then stop."""
        self._stopping = True
        if self._taking_in is not None:
            try:
                await asyncio.wait_for(self._empty_handed.wait(), LAST_CHANCE)
            except TimeoutError:
                log.error(LOST)
            self._taking_in.cancel()
            await asyncio.gather(self._taking_in, return_exceptions=True)
            self._taking_in = None
        await self._http.aclose()

    async def _take_in(self) -> None:
        await retry_forever(self._introduce, self._judge_poll, self._sleep)
        if self.mode == "polling":
            await self._poll()

    async def _introduce(self) -> None:
        """Choose how updates come."""
        if self.mode == "webhook":
            asked = {"url": self._webhook_url, "secret_token": self._webhook_secret}
            _note_verification(await self._client.call("setWebhook", asked))
            return
        try:
            await self._client.call("deleteWebhook")
        except ApiError as refusal:
            if refusal.code not in (400, 404):  # the answer where none was set
                raise

    async def _poll(self) -> None:
        """Poll for ever: ask, and store before asking again."""
        while not self._stopping:
            if not self.may_poll():
                self._empty_handed.set()
                await self._sleep(QUICK_IDLE_PAUSE)
                continue
            for incoming in await retry_forever(self._ask, self._judge_poll, self._sleep):
                await retry_forever(partial(self._store, incoming), self._judge, self._sleep)
            self._empty_handed.set()

    async def _ask(self) -> list[Incoming]:
        """Return one poll: an update (a list of them is read too), or nothing."""
        asked_at, began = self._now() if self._now is not None else None, self._monotonic()
        try:
            found = await self._updates()
        except Exception:
            self._empty_handed.set()
            raise
        self.trouble = ""
        if asked_at is not None:
            await self._listened(asked_at)
        if not found:
            self._empty_handed.set()
            if self._monotonic() - began < self._poll_seconds / 2:
                await self._sleep(QUICK_IDLE_PAUSE)
        read = [parse_update(raw, self.bot) for raw in found]
        return [incoming for incoming in read if incoming is not None]

    async def _updates(self) -> list[Any]:
        """Return what getUpdates gives; its "request timeout" says that there was nothing."""
        try:
            found = await self._client.call(
                "getUpdates",
                {"timeout": str(self._poll_seconds)},
                timeout=self._poll_seconds + self._timeout / 2,
                begun=self._empty_handed.clear,
            )
        except ApiError as refusal:
            if refusal.code != TIMED_OUT:
                raise
            return []
        return found if isinstance(found, list) else [found] if found else []

    async def _listened(self, asked_at: datetime) -> None:
        """Note a poll that worked, and tell of the time before it when nobody listened."""
        assert self._now is not None
        since = self.last_poll
        deaf = (asked_at - since).total_seconds() if since is not None else 0.0
        if since is not None and self.on_gap is not None and deaf > self.gap_after:
            try:
                await self.on_gap(since, asked_at)
            except Exception as error:
                log.error("zalo: an outage could not be noted (%s)", type(error).__name__)
                return
        self.last_poll = self._now()

    async def _store(self, incoming: Incoming) -> None:
        await self._receive([incoming])
        self.received += 1

    def _judge_poll(self, error: Exception) -> RetryDecision:
        """Do the same as for anything else, remembered until a poll works again."""
        decision = self._judge(error)
        self.trouble = decision.text
        return decision

    def _judge(self, error: Exception) -> RetryDecision:
        """Return what to do after a failed poll or registration."""
        if isinstance(error, ApiError) and error.code == BAD_TOKEN:
            return RetryDecision(TOKEN_REFUSED, logging.ERROR, after=SETTINGS_PAUSE)
        if isinstance(error, ApiError) and error.code == QUOTA_USED_UP:
            return RetryDecision(
                "zalo: the quota is used up, also for asking", after=SETTINGS_PAUSE
            )
        if isinstance(error, ApiError) and error.code == 400:
            what = "the webhook" if self.mode == "webhook" else "polling (is a webhook set?)"
            return RetryDecision(f"zalo: {what} is refused: {error}", logging.ERROR)
        if isinstance(error, CallFailed):
            return RetryDecision(f"zalo: cannot reach the Bot API: {error}")
        kind = type(error).__name__
        return RetryDecision(f"zalo: what arrived could not be stored ({kind})", logging.ERROR)

    async def _take(self, raw: dict[str, Any]) -> int:
        """Store a message; a body without one (an event we do not know, the platform's own test) is
        taken and passed over."""
        incoming = parse_update(raw, self.bot)
        if incoming is not None:
            await self._store(incoming)
        return 200

    async def send(self, chat: str, page: Page) -> str:
        """Send one page as plain text; errors are those of `bot.errors`."""
        if page.file is not None:
            raise Rejected("Zalo carries no files")
        try:
            result = await self._sent(chat, page)
        except CallFailed as failure:
            raise self._delivery_error(failure) from None
        self._patience.over()
        self.sent += 1
        return str(result.get("message_id") or "") if isinstance(result, dict) else ""

    async def _sent(self, chat: str, page: Page) -> Any:
        """Send a page; words alone, with the picture's address in them, where it is not shown."""
        words = plain_text(page)
        if page.picture:
            shown = {"chat_id": chat, "photo": page.picture, "caption": words}
            try:
                return await self._client.call("sendPhoto", shown)
            except ApiError as refusal:
                if not refusal.is_about_message:
                    raise
        return await self._client.call("sendMessage", {"chat_id": chat, "text": words})

    async def fetch(self, file: FileRef, into: Path) -> None:
        """Download a received picture to `into`, whole or not; its address is short-lived."""
        await download(self._http, file.remote, into, home=self._api_base)

    async def check(self) -> str:
        """Return the bot's account name, "bot.…"; Rejected where the token is refused."""
        try:
            me = await self._client.call("getMe")
        except CallFailed as failure:
            raise self._delivery_error(failure) from None
        return str(me.get("account_name") or me.get("id") or "") if isinstance(me, dict) else ""

    def _delivery_error(self, failure: CallFailed) -> DeliveryError:
        if isinstance(failure, ApiError) and failure.code == BAD_TOKEN:
            log.error(TOKEN_REFUSED)
        made = delivery_error(failure)
        if isinstance(made, RetryLater):
            made.after = self._patience.trouble()
        return made


def _note_verification(result: Any) -> None:
    """Note that setWebhook keeps an address also where Zalo's test of it failed."""
    found = result.get("verification") if isinstance(result, dict) else None
    if isinstance(found, dict) and found.get("ok") is False:
        status = found.get("status_code")
        log.error("zalo: the webhook is registered, but Zalo's test of it failed (%s)", status)
