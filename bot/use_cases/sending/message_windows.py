"""When a platform lets us write to somebody, and what each message is counted as.

Some platforms give a few free answers after a person's message, then take from a package, then let
only transaction messages through, then nothing. What may not leave is tried in the person's other
chat; who has none is shown as not reached, and stands on the call list. How many went out by each
way is kept by month, for the board. The numbers are settings (`Windows`): they change, and some are
hearsay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from bot.channels.base import Page
from bot.channels.channel_spec import Windows
from bot.locale.say import say
from bot.model.message import Urgency
from bot.model.optional import sure
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import group_picture, pre_send_check
from bot.use_cases.sending import channel_care, quota
from bot.use_cases.sending.quota import month_of
from storage import Queued, Talked, Transaction

YEAR = timedelta(days=365)  # after the last message, for transaction messages


class Way(Enum):
    """By which of a platform's allowances a message goes; the value is kept in the database."""

    FREE = "free"
    PACKAGE = "package"
    TRANSACTION = "transaction"
    GROUP = "group"  # into a group chat, which no window closes


def way_for(windows: Windows, talked: Talked, now: datetime) -> Way | None:
    """Return how somebody can be written to now; None where they cannot."""
    if talked.heard_at is None:
        return None
    silent = now - talked.heard_at
    if silent <= windows.free_for and talked.answered < windows.free_replies:
        return Way.FREE
    if silent <= windows.reach:
        return Way.PACKAGE
    return Way.TRANSACTION if windows.transactions and silent <= YEAR else None


def admit(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> Queued | None:
    """Return a message with the way it goes; None where it is put off, or cannot go: then it is
    tried in the person's other chat. Answers are always tried, by the package at the most."""
    where = queued.address
    windows = office.windows.get(where.channel)
    if windows is None:
        return queued
    if queued.key.startswith(group_picture.KEY):
        return replace(queued, way=Way.GROUP.value)
    way = way_for(windows, tx.message_ways.talked(queued.address_id), now)
    if queued.reply.urgency in (Urgency.REPLY, Urgency.RECEIPT):
        return replace(queued, way=(way if way is Way.FREE else Way.PACKAGE).value)
    if way is None:
        _elsewhere(tx, queued, now, "window")
        return None
    if way is Way.PACKAGE and _used_up(tx, office, queued, windows, now):
        _elsewhere(tx, queued, now, "quota")
        return None
    opens = _opens(windows, office, now) if way is Way.TRANSACTION else now
    if opens > now:
        tx.messages.postpone(queued.id, opens, "night")
        return None
    return replace(queued, way=way.value)


def _elsewhere(tx: Transaction, queued: Queued, now: datetime, why: str) -> None:
    tx.messages.finish(queued.id, "failed", now, failure=why)
    tx.messages.unreached(queued.address_id, now, why)
    pre_send_check.try_other_channel(tx, queued, now)


def _used_up(
    tx: Transaction, office: AppContext, queued: Queued, windows: Windows, now: datetime
) -> bool:
    where = queued.address
    sent = tx.message_ways.of_month(where.channel, where.bot, month_of(office, now))
    return 0 < windows.package <= sent.get(Way.PACKAGE.value, 0)


def _opens(windows: Windows, office: AppContext, now: datetime) -> datetime:
    """Return the next moment at which transaction messages are let through: now, if they are."""
    first, end = sure(windows.transactions)
    local = now.astimezone(office.tz)
    if first <= local.hour < end:
        return now
    day = local if local.hour < first else local + timedelta(days=1)
    return day.replace(hour=first, minute=0, second=0, microsecond=0)


def in_its_way(pages: Sequence[Page], queued: Queued) -> tuple[Page, ...]:
    """Return a message's pages; as a transaction message it is one, without buttons and file."""
    if queued.way != Way.TRANSACTION.value:
        return tuple(pages)
    return (replace(pages[0], as_transaction=True, choices=(), file=None),)


def count(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> None:
    """Count one platform message that left."""
    if queued.way:
        where = queued.address
        month = month_of(office, now)
        tx.message_ways.count(where.channel, where.bot, month, queued.way)


def usage_lines(
    tx: Transaction, office: AppContext, now: datetime, campaign_id: int
) -> tuple[str, ...]:
    """Return what people have to do for a channel and for groups of a campaign, and for each bot what went
    out this month, of which allowance."""
    return (
        channel_care.lines(tx)
        + group_picture.lost_lines(tx, campaign_id)
        + quota.board_lines(tx, office, now)
        + tuple(
            _line(tx, channel, bot, office, windows, now)
            for channel, windows in office.windows.items()
            for bot in tx.message_ways.bots(channel, month_of(office, now))
        )
    )


def _line(
    tx: Transaction, channel: str, bot: str, office: AppContext, windows: Windows, now: datetime
) -> str:
    sent = tx.message_ways.of_month(channel, bot, month_of(office, now))
    ways = {way.value: sent.get(way.value, 0) for way in Way}
    most = f"/{windows.package}" if windows.package else ""
    return say("windows.line", bot=bot, most=most, notices=sent.get("zns", 0), **ways)
