"""`baocao announce`: the messages of a campaign that the coordinator switches on."""

from __future__ import annotations

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_json
from bot.locale.say import say

KINDS = ("kickoff", "halfway", "closing", "feedback")


@click.command("announce", help=say("cli.help.announce"))
@click.argument("slug")
@click.argument("what", type=click.Choice(KINDS))
@click.option("--send", is_flag=True, help=say("cli.announce_send"))
@json_option
@common
def announce_all(setup: Bootstrap, slug: str, what: str, send: bool, as_json: bool) -> None:
    """Show what the units would be told; with --send tell them."""
    from bot.use_cases.reminding.announcement_keys import Announcement
    from bot.use_cases.reminding.announcements import announce, announcements

    with setup.store.transaction() as tx:
        found = announcements(tx, setup.office, slug, Announcement(what))
        told = announce(tx, setup.office, slug, Announcement(what)) if send else 0
    if as_json:
        show_json([{"unit_name": each.unit_name, "text": each.text} for each in found])
        return
    if send:
        click.echo(say("announce.told", count=told))
        return
    for each in found:
        click.echo(f"{each.text}\n")
    click.echo(say("announce.how"))
