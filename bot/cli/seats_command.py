"""`baocao seats`: who holds which seat of a campaign; ends one whose holder left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_json
from bot.errors import UsageError
from bot.locale.say import say
from bot.model.optional import first

if TYPE_CHECKING:
    from bot.use_cases.turns.held_seats import HeldSeat


@click.command("seats", help=say("cli.help.seats"))
@click.argument("slug")
@click.option("--end", "number", type=int, help=say("cli.seats_end"))
@json_option
@common
def seats(setup: Bootstrap, slug: str, number: int | None, as_json: bool) -> None:
    """List the seats that are held, or end one of them."""
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.turns import held_seats

    with setup.store.transaction() as tx:
        campaign = find_campaign(tx, slug)
        held = held_seats.held_in(tx, campaign)
        if number is not None:
            gone = first(lambda each: each.seat.id == number, held)
            if gone is None:
                raise UsageError(say("seats.unknown", number=number, slug=slug))
            held_seats.end(tx, gone, setup.office.command_author())
    if number is not None and gone is not None:
        click.echo(say("seats.ended", name=gone.name, place=gone.seat.place))
    elif as_json:
        show_json(list(map(_as_plain, held)))
    else:
        click.echo("\n".join(_in_words(setup, each) for each in held) or say("seats.none"))


def _as_plain(each: HeldSeat) -> dict[str, object]:
    """Return a seat as --json shows it."""
    return {
        "number": each.seat.id,
        "role": each.seat.role.value,
        "unit": each.seat.unit_code or None,
        "name": each.name,
        "channels": list(each.channels),
        "since": each.since.isoformat(),
    }


def _in_words(setup: Bootstrap, each: HeldSeat) -> str:
    """Return number, place, role, name, channels and the day it was taken, as one line."""
    since = each.since.astimezone(setup.config.zone)
    told = (str(each.seat.id), each.seat.place, say(f"role.{each.seat.role.value}"), each.name)
    return "\t".join((*told, ", ".join(each.channels), f"{since:%d/%m/%Y}"))
