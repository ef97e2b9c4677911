"""Once a day each channel that keeps something which runs out looks after it; what it cannot mend by
itself the coordinators are told, days before it matters."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.channels.base import Channel, NeedsCare
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from bot.use_cases.sending.tell_coordinators import tell_coordinators
from storage import Store, Transaction

SEEN = "care:{channel}:{bot}"


async def look_after(store: Store, office: AppContext, channels: Iterable[Channel]) -> None:
    """Let channels look after what runs out, each once a day."""
    now = office.now()
    for channel in channels:
        if isinstance(channel, NeedsCare) and await asyncio.to_thread(
            _is_due, store, channel, _day(office, now)
        ):
            told = await channel.take_care(now)
            noted = partial(_note, office=office, channel=channel, told=told, now=now)
            await asyncio.wrap_future(store.write(noted))


def _day(office: AppContext, now: datetime) -> str:
    return now.astimezone(office.tz).date().isoformat()


def _is_due(store: Store, channel: Channel, day: str) -> bool:
    with store.reading() as tx:
        return tx.campaigns.setting(_seen(channel)) != day


def _note(tx: Transaction, office: AppContext, channel: Channel, told: str, now: datetime) -> None:
    tx.campaigns.set_setting(_seen(channel), _day(office, now))
    if told:
        key = f"care:{channel.name}:{channel.bot}:{_day(office, now)}"
        tell_coordinators(tx, Reply(told, urgency=Urgency.NOTICE), now, key)


def _seen(channel: Channel) -> str:
    return SEEN.format(channel=channel.name, bot=channel.bot)
