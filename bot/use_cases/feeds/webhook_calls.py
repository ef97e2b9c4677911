"""Addresses of other programs that are told of each accepted version, signed so that they know by whom.

What is to be told is stored in the transaction that accepts; the ticks tell it, with growing pauses
for a day; after that it is given up, and those who coordinate the body's campaigns hear of it. The
receiver computes HMAC-SHA256 of "<timestamp>.<body>" with its secret and compares.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.message import Reply, Urgency
from bot.model.submission import Submission
from bot.use_cases.app_context import AppContext
from bot.use_cases.feeds.private_hosts import place_of
from bot.use_cases.sending.tell_coordinators import tell_coordinators
from storage import Store, Transaction, WebhookCall

log = logging.getLogger("baocao.webhooks")

AT_ONCE = 20
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
TIMEOUT = 10.0  # seconds
SIGNATURE, TIMESTAMP = "X-Baocao-Signature", "X-Baocao-Timestamp"

Post = Callable[[str, bytes, dict[str, str]], Awaitable[int]]
"""Sends a body with headers to an address; returns the status."""


def note_accepted(tx: Transaction, office: AppContext, own: Submission, now: datetime) -> None:
    """Store what the addresses of a body are told of a version that was accepted."""
    campaign = tx.campaigns.by_id(own.campaign_id)
    addresses = tx.outward.webhooks(campaign.body)
    if addresses and not campaign.trial_of:
        body = json.dumps(
            _payload(tx, campaign, own, now.astimezone(office.tz)), ensure_ascii=False
        )
        for address in addresses:
            tx.outward.queue_call(address.id, body, now)


def _payload(
    tx: Transaction, campaign: Campaign, own: Submission, now: datetime
) -> dict[str, Any]:
    unit = tx.campaigns.member(campaign.id, own.unit_id)
    at = own.submitted_at
    return {
        "event": "report.accepted",
        "campaign": campaign.slug,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "version": own.version,
        "submitted_at": at.astimezone(now.tzinfo).isoformat() if at is not None else None,
        "accepted_at": now.isoformat(),
    }


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what proves that a body was sent by somebody who knows the secret."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


async def tell_due(
    store: Store, office: AppContext, now: datetime, post: Post | None = None
) -> int:
    """Tell what is due, one after the other; returns how many were tried."""
    with store.reading() as tx:
        due = tx.outward.due_calls(now, AT_ONCE)
    for call in due:
        failure = await _tell(office, call, now, post or _post)
        with store.transaction() as tx:
            if not failure:
                tx.outward.finish_call(call.id, now)
                continue
            log.warning("webhook call %s: %s", call.id, failure)
            left = PAUSES[call.attempts] if call.attempts < len(PAUSES) else None
            tx.outward.postpone_call(call.id, now + left if left is not None else None, failure)
            if left is None:
                _say_given_up(tx, office, call, now)
    return len(due)


def _say_given_up(tx: Transaction, office: AppContext, call: WebhookCall, now: datetime) -> None:
    """Tell the coordinators of the body, once a day for each address and in office hours."""
    due = office.next_moment(now)
    told = say("webhook.given_up", number=call.webhook_id, host=urlsplit(call.url).hostname or "?")
    key = f"webhook:{call.webhook_id}:{office.day_of(now)}"
    tell_coordinators(tx, Reply(told, urgency=Urgency.NOTICE), due, key, call.body)


async def _tell(office: AppContext, call: WebhookCall, now: datetime, post: Post) -> str:
    """Return why an address was not told; "" where it was."""
    secret = office.seal.open(call.secret)
    if secret is None:
        return "no key for its secret"
    body, timestamp = call.payload.encode(), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret, timestamp, body),
    }
    try:
        status = await post(call.url, body, headers)
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        UnicodeError,
        OSError,
    ) as error:  # a time-out is an OSError
        return type(error).__name__
    return "" if 200 <= status < 300 else f"status {status}"


async def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Return the status of an answer, of which nothing more is read: it may have no end."""
    named = httpx.URL(url)
    async with (
        asyncio.timeout(TIMEOUT),
        httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
        client.stream(
            "POST", named.copy_with(host=await place_of(named.host)), content=body,
            headers={**headers, "Host": named.netloc.decode("ascii")},
            extensions={"sni_hostname": named.raw_host.decode("ascii")},  # whose certificate it is
        ) as answer,
    ):  # fmt: skip
        return answer.status_code
