"""`baocao zalo-oa`: connect the program with a Zalo Official Account, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.channels.channel_spec import Surroundings
from bot.channels.web_chat import Waiters
from bot.channels.zalo_oa_connect import OaConnecting
from bot.channels.zalo_oa_spec import ZaloOaSettings
from bot.cli.options import common
from bot.errors import UsageError
from bot.locale.dates import moment
from bot.locale.say import say


@click.group("zalo-oa", help=say("cli.help.zalo-oa"))
def zalo_oa() -> None:
    """Connect an Official Account."""


@zalo_oa.command("link", help=say("cli.help.zalo_oa_link"))
@common
def link(setup: Bootstrap) -> None:
    """Print the address at which the account's owner agrees."""
    click.echo(say("zalo_oa.open", address=_connecting(setup).address()))


@zalo_oa.command("connect", help=say("cli.help.zalo_oa_connect"))
@click.argument("code")
@common
def connect(setup: Bootstrap, code: str) -> None:
    """Take the code that the address led to, and keep the tokens."""
    until = asyncio.run(_connecting(setup).finish(code))
    click.echo(say("zalo_oa.connected", until=moment(until.astimezone(setup.config.zone))))


@zalo_oa.command("notify", help=say("cli.help.zalo_oa_notify"))
@click.argument("slug")
@click.argument("numbers", type=click.Path(path_type=Path))
@click.option("--send", "go", is_flag=True, help=say("cli.zalo_oa_send"))
@common
def notify_command(setup: Bootstrap, slug: str, numbers: Path, go: bool) -> None:
    """Show, or send, the last day's template message to people who never joined."""
    from bot.cli.template_notices_command import notify

    notify(setup, _settings(setup), slug, numbers, go=go)


def _settings(setup: Bootstrap) -> ZaloOaSettings:
    settings: ZaloOaSettings = setup.config.channel("zalo_oa")
    if not settings.oa_id or not settings.app_id:
        raise UsageError(say("doctor.keys_missing", keys="zalo_oa.oa_id, zalo_oa.app_id"))
    return settings


def _connecting(setup: Bootstrap) -> OaConnecting:
    around = Surroundings(setup.clock.now, Waiters(), setup.config.data_dir)
    return OaConnecting(_settings(setup), around)
