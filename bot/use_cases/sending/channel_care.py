"""Once a day each channel that keeps something which runs out looks after it; what it cannot mend by
itself the coordinators are told, days before it matters, and the board says it until it is mended."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.channels.base import Channel, NeedsCare
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from bot.use_cases.sending.tell_coordinators import tell_coordinators
from storage import Store, Transaction

SEEN = "care"  # the setting: for each account the look of last time


async def look_after(store: Store, office: AppContext, channels: Iterable[Channel]) -> None:
    """Let channels look after what runs out, each once a day, and at once when it stops sending or
    sends again."""
    now = office.now()
    for channel in channels:
        due = partial(_is_due, channel=channel, day=_day(office, now))
        if isinstance(channel, NeedsCare) and await store.look(due):
            told = await channel.take_care(now)
            noted = partial(_note, office=office, channel=channel, told=told, now=now)
            await asyncio.wrap_future(store.write(noted))


def lines(tx: Transaction) -> tuple[str, ...]:
    """Return what people have to do for channels, as it was told last."""
    return tuple(str(look["told"]) for look in _looks(tx).values() if look["told"])


def _day(office: AppContext, now: datetime) -> str:
    return office.day_of(now).isoformat()


def _is_due(tx: Transaction, channel: Channel, day: str) -> bool:
    last = _looks(tx).get(_account(channel), {})
    return (last.get("day"), last.get("trouble")) != (day, bool(channel.trouble))


def _note(tx: Transaction, office: AppContext, channel: Channel, told: str, now: datetime) -> None:
    looks, day = _looks(tx), _day(office, now)
    looks[_account(channel)] = {"day": day, "trouble": bool(channel.trouble), "told": told}
    tx.campaigns.set_setting(SEEN, json.dumps(looks, ensure_ascii=False))
    if told:
        key = f"care:{_account(channel)}:{day}"
        reply = Reply(told, urgency=Urgency.NOTICE)
        tell_coordinators(tx, reply, now, key, besides=(channel.name, channel.bot))


def _looks(tx: Transaction) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(tx.campaigns.setting(SEEN) or "{}")
    return found


def _account(channel: Channel) -> str:
    return f"{channel.name}:{channel.bot}"
