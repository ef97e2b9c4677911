"""`baocao zalo-oa`: connect the program with a Zalo Official Account, once."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from bot.bootstrap import Bootstrap
from bot.channels.zalo_oa_spec import ZaloOaSettings, connection
from bot.cli.options import common
from bot.errors import DeliveryError, OperatorError, UsageError
from bot.locale.dates import moment
from bot.locale.say import say

VERIFIER = "zalo_oa.verifier"  # in the data folder, between the two steps


@click.group("zalo-oa", help=say("cli.help.zalo-oa"))
def zalo_oa() -> None:
    """Connect an Official Account."""


@zalo_oa.command("link", help=say("cli.help.zalo_oa_link"))
@common
def link(setup: Bootstrap) -> None:
    """Print the address at which the account's owner agrees."""
    settings = _settings(setup)
    verifier = secrets.token_urlsafe(48)
    file = _verifier_file(setup)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(verifier, "ascii")
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "app_id": settings.app_id,
        "redirect_uri": settings.callback_url,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
    }
    address = f"{settings.oauth_base.rstrip('/')}/v4/oa/permission?{urlencode(asked)}"
    click.echo(say("zalo_oa.open", address=address))


@zalo_oa.command("connect", help=say("cli.help.zalo_oa_connect"))
@click.argument("code")
@common
def connect(setup: Bootstrap, code: str) -> None:
    """Take the code that the address led to, and keep the tokens."""
    settings = _settings(setup)
    file = _verifier_file(setup)
    if not file.exists():
        raise UsageError(say("zalo_oa.no_link"))
    http, client, tokens = connection(settings, setup.config.data_dir, setup.clock.now)

    async def exchange() -> Any:
        async with http:
            return await client.connect(code, file.read_text("ascii"))

    try:
        pair = asyncio.run(exchange())
    except DeliveryError as error:
        raise OperatorError(say("zalo_oa.not_given", reason=error)) from None
    tokens.write(pair)
    file.unlink()
    click.echo(say("zalo_oa.connected", until=moment(pair.runs_out())))


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


def _verifier_file(setup: Bootstrap) -> Path:
    return setup.config.data_dir / VERIFIER
