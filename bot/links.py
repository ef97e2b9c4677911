"""Addresses that carry an invite code, where their channel is configured and known."""

from __future__ import annotations

import asyncio

from bot.channels.telegram_text import bot_of
from bot.errors import DeliveryError
from bot.setup import Setup

USERNAME = "telegram.username"


def invite_links(setup: Setup) -> dict[str, str | None]:
    """Channel -> address with {code} in it, or None where the channel is not there."""
    return {"telegram": _telegram(setup), "zalo": _zalo(setup), "web": _web(setup)}


def known_links(setup: Setup) -> tuple[tuple[str, str], ...]:
    """(channel's name, address with {code} in it) of the channels whose address is known already;
    asks nobody, so it may be called inside the running program."""
    links = {"Telegram": _known_telegram(setup), "Zalo": _zalo(setup), "Web": _web(setup)}
    return tuple((name, link) for name, link in links.items() if link)


def _telegram(setup: Setup) -> str | None:
    settings = setup.config.telegram
    token = settings.token.get_secret_value()
    known = _known_telegram(setup)
    if known is not None or not token:
        return known
    from bot.channels.telegram_bot import TelegramChannel

    async def ask() -> str:
        channel = TelegramChannel(token, api_base=settings.api_base)
        try:
            return await channel.check()
        finally:
            await channel.stop()

    try:
        username = asyncio.run(ask()).lstrip("@")
    except DeliveryError:
        return None
    with setup.store.transaction() as tx:
        tx.campaigns.set_setting(f"{USERNAME}.{bot_of(token)}", username)
    return _known_telegram(setup)


def _known_telegram(setup: Setup) -> str | None:
    token = setup.config.telegram.token.get_secret_value()
    if not token:
        return None
    with setup.store.reading() as tx:
        username = tx.campaigns.setting(f"{USERNAME}.{bot_of(token)}")
    return f"https://t.me/{username}?start={{code}}" if username else None


def _zalo(setup: Setup) -> str | None:
    with setup.store.reading() as tx:
        link = tx.campaigns.setting("zalo.link")
    return link if setup.config.zalo.token.get_secret_value() else None


def _web(setup: Setup) -> str | None:
    web = setup.config.web
    if not web.enabled:
        return None
    base = web.public_url.rstrip("/") or f"http://{web.host}:{web.port}"
    return f"{base}/chat/{{code}}"
