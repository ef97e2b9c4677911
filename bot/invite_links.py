"""Addresses that carry an invite code, where their channel is configured and known."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from bot.bootstrap import Bootstrap, zalo_channels
from bot.channels.base import Channel
from bot.channels.telegram_text import bot_of
from bot.channels.zalo_message import bot_of as zalo_bot_of
from bot.channels.zalo_message import chat_link
from bot.errors import DeliveryError
from bot.locale.say import say
from bot.model.link import opens_elsewhere
from bot.use_cases.invites import Link
from storage import Transaction

USERNAME = "telegram.username"
ZALO_LINK = "zalo.link"
EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104  hosts to listen on, not to go to
LOOPBACK = "127.0.0.1"
NAME_SETTINGS = {"telegram": USERNAME, "zalo": ZALO_LINK}


def keep_bot_name(tx: Transaction, channel: str, bot: str, name: str) -> None:
    """Remember what links to a bot are made of: the name it gives itself."""
    kept = chat_link(name) if channel == "zalo" else name
    tx.campaigns.set_setting(f"{NAME_SETTINGS[channel]}.{bot}", kept)


def invite_links(setup: Bootstrap) -> dict[str, Link]:
    """Channel -> address with {code} in it, or None where the channel is not there. Zalo's differ
    from person to person where there are several bots: each call gives the next free place."""
    places = iter(list(_zalo_places(setup, ask=True)))  # asked before any transaction is open
    zalo = (lambda: next(places, None)) if setup.config.zalo.all_tokens else None
    return {"telegram": _telegram(setup), "zalo": zalo, "web": _web(setup)}


def known_links(setup: Bootstrap) -> tuple[tuple[str, str], ...]:
    """(channel's name, address with {code} in it) of the channels whose address is known already
    and that people elsewhere can open, or, where there is none, the one of this machine, called so;
    asks nobody, so it may be called inside the running program."""
    zalo = next(iter(_zalo_places(setup, ask=False)), None)
    given = {"Telegram": _known_telegram(setup), "Zalo": zalo, "Web": _web(setup)}
    links = tuple((name, link) for name, link in given.items() if link)
    others = tuple((name, link) for name, link in links if opens_elsewhere(link))
    if others:
        return others
    return tuple((f"{name} ({say('invite.this_machine')})", link) for name, link in links)


def _telegram(setup: Bootstrap) -> str | None:
    settings = setup.config.telegram
    token = settings.token.get_secret_value()
    known = _known_telegram(setup)
    if known is not None or not token:
        return known
    from bot.channels.telegram_bot import TelegramChannel

    try:
        channel = TelegramChannel(token, api_base=settings.api_base)
        username = asyncio.run(ask_name(channel)).lstrip("@")
    except DeliveryError:
        return None
    with setup.store.transaction() as tx:
        tx.campaigns.set_setting(f"{USERNAME}.{bot_of(token)}", username)
    return _known_telegram(setup)


def _known_telegram(setup: Bootstrap) -> str | None:
    token = setup.config.telegram.token.get_secret_value()
    if not token:
        return None
    with setup.store.reading() as tx:
        username = tx.campaigns.setting(f"{USERNAME}.{bot_of(token)}")
    return f"https://t.me/{username}?start={{code}}" if username else None


def _zalo_places(setup: Bootstrap, *, ask: bool) -> Iterator[str]:
    """Where people open a bot, once for each person it still has room for, the first bot first; no
    code can travel in it. Bots whose name is not known yet are asked for it where `ask` is set."""
    zalo = setup.config.zalo
    for token in zalo.all_tokens:
        bot = zalo_bot_of(token)
        with setup.store.reading() as tx:
            link = tx.campaigns.setting(f"{ZALO_LINK}.{bot}")
            room = zalo.max_users - tx.people.on_bot("zalo", bot)
        if link is None and ask:
            link = _ask_zalo(setup, bot)
        if link is not None:
            yield from [link] * room


def _ask_zalo(setup: Bootstrap, bot: str) -> str | None:
    channels = zalo_channels(setup.config, setup.clock)
    channel = next(one for one in channels if one.bot == bot)
    with contextlib.suppress(DeliveryError):
        name = asyncio.run(ask_name(channel))
        with setup.store.transaction() as tx:
            keep_bot_name(tx, "zalo", bot, name)
        return chat_link(name)
    return None


async def ask_name(channel: Channel) -> str:
    """What a bot calls itself, asked by a channel that is not used for anything else."""
    try:
        return await channel.check()
    finally:
        await channel.stop()


def board_link(setup: Bootstrap) -> str:
    """Address of the coordinators' board with {code} in it; empty without web pages."""
    base = _web_base(setup)
    return f"{base}/board/{{code}}" if base else ""


def local_page(setup: Bootstrap) -> str:
    """Address of the web chat for whoever sits at this machine; empty without web pages."""
    base = _web_base(setup)
    return f"{base}/chat" if base else ""


def _web(setup: Bootstrap) -> str | None:
    base = _web_base(setup)
    return f"{base}/chat/{{code}}" if base else None


def _web_base(setup: Bootstrap) -> str:
    web = setup.config.web
    if not web.enabled:
        return ""
    host = LOOPBACK if web.host in EVERY_ADDRESS else web.host
    shown = f"[{host}]" if ":" in host else host
    return web.public_url.rstrip("/") or f"http://{shown}:{web.port}"
