"""Addresses that carry an invite code, where their channel is configured and known."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import chain, repeat

from bot.bootstrap import Bootstrap
from bot.channels import CHANNELS
from bot.channels.base import Channel
from bot.channels.channel_spec import ChannelSpec, Surroundings
from bot.channels.web_chat import Waiters
from bot.errors import DeliveryError
from bot.locale.say import say
from bot.model.link import opens_elsewhere
from bot.use_cases.campaigns.invites import Link
from storage import Transaction


def _name_setting(channel: str, bot: str) -> str:
    return f"{channel}.name.{bot}"


def keep_bot_name(tx: Transaction, channel: str, bot: str, name: str) -> None:
    """Remember what links to a bot are made of: the name it gives itself."""
    tx.campaigns.set_setting(_name_setting(channel, bot), name)


def invite_links(setup: Bootstrap, *, ask: bool = True) -> dict[str, Link]:
    """Return channel -> what gives an address with {code} in it for each next person, or None where the
    channel is not there. They differ where several bots take so many people each."""
    links: dict[str, Link] = {}
    for name, spec in CHANNELS.items():
        is_on = bool(spec.bots(setup.config.channel(name)))
        links[name] = _next_of(_places(setup, spec, ask=ask)) if is_on else None
    return links


def _next_of(places: Iterator[str]) -> Link:
    return lambda: next(places, None)


def known_links(setup: Bootstrap) -> tuple[tuple[str, str], ...]:
    """Return (channel's name, address with {code} in it) of the channels whose address is known already
    and that people elsewhere can open, or, where there is none, the one of this machine, called so;
    asks nobody, so it may be called inside the running program."""
    found = ((spec.label, next(_places(setup, spec, ask=False), "")) for spec in CHANNELS.values())
    links = tuple((label, link) for label, link in found if link)
    others = tuple((label, link) for label, link in links if opens_elsewhere(link))
    if others:
        return others
    return tuple((f"{label} ({say('invite.this_machine')})", link) for label, link in links)


def _places(setup: Bootstrap, spec: ChannelSpec, *, ask: bool) -> Iterator[str]:
    """Return where people open a bot, once for each person it still has room for, the first bot
    first. Bots whose name is not known yet are asked for it where `ask` is set, at once: before any
    transaction is open."""
    settings = setup.config.channel(spec.name)
    allowance = spec.allowance(settings)
    places: list[Iterator[str]] = []
    for bot in spec.bots(settings):
        link = _link(setup, spec, bot, ask=ask)
        if not link:
            continue
        if allowance is None:
            places.append(repeat(link))
            continue
        with setup.store.reading() as tx:
            room = allowance.people - tx.people.on_bot(spec.name, bot)
        places.append(repeat(link, max(room, 0)))
    return chain.from_iterable(places)


def _link(setup: Bootstrap, spec: ChannelSpec, bot: str, *, ask: bool) -> str:
    """Return a bot's address; "" where it is not known."""
    settings = setup.config.channel(spec.name)
    if not spec.names_itself:
        return spec.link(settings, "")
    with setup.store.reading() as tx:
        name = tx.campaigns.setting(_name_setting(spec.name, bot))
    if name is None and ask:
        name = _ask(setup, spec, bot)
    return spec.link(settings, name) if name else ""


def _ask(setup: Bootstrap, spec: ChannelSpec, bot: str) -> str | None:
    try:
        name = asyncio.run(ask_name(idle_channel(setup, spec, bot)))
    except DeliveryError:
        return None
    with setup.store.transaction() as tx:
        keep_bot_name(tx, spec.name, bot, name)
    return name


def idle_channel(setup: Bootstrap, spec: ChannelSpec, bot: str) -> Channel:
    """Return a bot's channel for questions to its platform; it is never started, so that it needs
    no webhook."""
    settings = setup.config.channel(spec.name)
    if "mode" in type(settings).model_fields:
        settings = settings.model_copy(update={"mode": "polling"})
    made = spec.make(settings, Surroundings(setup.clock.now, Waiters(), setup.config.data_dir))
    return next(channel for channel in made if channel.bot == bot)


async def ask_name(channel: Channel) -> str:
    """Return what a bot calls itself, asked by a channel that is not used for anything else."""
    try:
        return await channel.check()
    finally:
        await channel.stop()


def board_link(setup: Bootstrap) -> str:
    """Return address of the coordinators' board with {code} in it; empty without web pages."""
    base = setup.config.web.base
    return f"{base}/board/{{code}}" if base else ""


def local_page(setup: Bootstrap) -> str:
    """Return address of the web chat for whoever sits at this machine; empty without web pages."""
    base = setup.config.web.base
    return f"{base}/chat" if base else ""
