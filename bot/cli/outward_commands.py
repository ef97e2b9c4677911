"""`baocao token` and `baocao webhook`: which programs may read, and which are told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_result
from bot.errors import OperatorError, UsageError
from bot.locale.say import say

if TYPE_CHECKING:
    from storage import FeedToken

TOKEN_BYTES = 24
SECRET_BYTES = 16  # as many as the data folder's key seals in one piece
LOCAL = ("http://127.0.0.1", "http://localhost", "http://[::1]")


@click.group("token", help=say("cli.help.token"))
def token() -> None:
    """Keep passwords with which programs read the reports of a body."""


@token.command("make", help=say("cli.token_make"))
@click.option("--body", default="", help=say("cli.feed_body"))
@click.option("--name", required=True, help=say("cli.token_name"))
@json_option
@common
def make(setup: Bootstrap, body: str, name: str, as_json: bool) -> None:
    """Make a token; it is shown once."""
    fresh = secrets.token_urlsafe(TOKEN_BYTES)
    with setup.store.transaction() as tx:
        owner = _owner(tx.campaigns.bodies(), body)
        number = tx.outward.add_token(owner, name.strip(), fresh, setup.office.now())
    told = say("token.made", number=number, body=owner, token=fresh)
    plain = {"id": number, "body": owner, "name": name, "token": fresh}
    show_result(plain, [told], as_json=as_json)


@token.command("list", help=say("cli.token_list"))
@json_option
@common
def list_tokens(setup: Bootstrap, as_json: bool) -> None:
    """Show which tokens there are."""
    with setup.store.reading() as tx:
        known = tx.outward.tokens()
    plain = [
        {"id": each.id, "body": each.body, "name": each.name, "revoked": bool(each.revoked_at)}
        for each in known
    ]
    show_result(plain, map(_token_line, known), as_json=as_json)


def _token_line(listed: FeedToken) -> str:
    key = "token.revoked_line" if listed.revoked_at else "token.line"
    return say(key, number=listed.id, body=listed.body, name=listed.name)


@token.command("revoke", help=say("cli.token_revoke"))
@click.argument("number", type=int)
@common
def revoke(setup: Bootstrap, number: int) -> None:
    """Let a token work no more."""
    with setup.store.transaction() as tx:
        done = tx.outward.revoke_token(number, setup.office.now())
    _say_revoked(number, done=done)


def _say_revoked(number: int, *, done: bool) -> None:
    if not done:
        raise OperatorError(say("token.unknown", number=number))
    click.echo(say("token.revoked", number=number))


@click.group("webhook", help=say("cli.help.webhook"))
def webhook() -> None:
    """Keep addresses that are told of accepted versions."""


@webhook.command("add", help=say("cli.webhook_add"))
@click.argument("url")
@click.option("--body", default="", help=say("cli.feed_body"))
@click.option("--private", is_flag=True, help=say("cli.webhook_private"))
@json_option
@common
def add(setup: Bootstrap, url: str, body: str, private: bool, as_json: bool) -> None:
    """Tell an address; its secret is shown once."""
    from bot.use_cases.feeds.private_hosts import is_private

    if not url.startswith(("https://", *LOCAL)):
        raise UsageError(say("webhook.bad_url", url=url))
    if is_private(urlsplit(url).hostname or "") and not private:
        raise UsageError(say("webhook.private", url=url))
    secret = secrets.token_hex(SECRET_BYTES)
    with setup.store.transaction() as tx:
        owner = _owner(tx.campaigns.bodies(), body)
        sealed = setup.office.seal.seal(secret)
        number = tx.outward.add_webhook(owner, url, sealed, setup.office.now())
    told = say("webhook.made", number=number, body=owner, url=url, secret=secret)
    plain = {"id": number, "body": owner, "url": url, "secret": secret}
    show_result(plain, [told], as_json=as_json)


@webhook.command("list", help=say("cli.webhook_list"))
@json_option
@common
def list_webhooks(setup: Bootstrap, as_json: bool) -> None:
    """Show which addresses are told."""
    with setup.store.reading() as tx:
        known = tx.outward.webhooks()
    plain = [{"id": each.id, "body": each.body, "url": each.url} for each in known]
    lines = (say("token.line", number=each.id, body=each.body, name=each.url) for each in known)
    show_result(plain, lines, as_json=as_json)


@webhook.command("remove", help=say("cli.webhook_remove"))
@click.argument("number", type=int)
@common
def remove(setup: Bootstrap, number: int) -> None:
    """Tell an address no more."""
    with setup.store.transaction() as tx:
        done = tx.outward.remove_webhook(number, setup.office.now())
    _say_revoked(number, done=done)


@webhook.command("retry", help=say("cli.webhook_retry"))
@click.argument("number", type=int)
@common
def retry(setup: Bootstrap, number: int) -> None:
    """Tell an address once more what was given up."""
    with setup.store.transaction() as tx:
        is_known = any(each.id == number for each in tx.outward.webhooks())
        count = tx.outward.retry_calls(number, setup.office.now()) if is_known else 0
    if not is_known:
        raise OperatorError(say("token.unknown", number=number))
    click.echo(say("webhook.retried", count=count))


def _owner(known: list[str], wanted: str) -> str:
    """Return the body that is meant: the only one where none is named."""
    if not wanted and len(known) == 1:
        return known[0]
    if wanted not in known:
        raise UsageError(say("units.which_body", bodies="; ".join(known) or "–"))
    return wanted
