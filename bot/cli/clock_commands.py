"""`baocao clock`: whether the time is trusted; `clock confirm` says that it is right."""

from __future__ import annotations

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common
from bot.locale.dates import moment
from bot.locale.say import say


@click.group("clock", help=say("cli.help.clock"))
def clock() -> None:
    """Look after the time that reminders go by."""


@clock.command("show", help=say("cli.help.clock_show"))
@common
def show(setup: Bootstrap) -> None:
    """Show the time, and whether sending waits because of it."""
    from bot.use_cases.reminding.clock_guard import jump_in_words, present_jump

    reading = setup.clock_reading()
    with setup.store.reading() as tx:
        jump = present_jump(tx, reading) if setup.clock.is_real else None
    if jump is not None:
        click.echo(jump_in_words("clock.jumped", setup.office, jump))
        return
    now = reading.now.astimezone(setup.config.zone)
    click.echo(say("doctor.clock", time=moment(now), zone=setup.config.app.timezone))


@clock.command("confirm", help=say("cli.help.clock_confirm"))
@common
def confirm(setup: Bootstrap) -> None:
    """Confirm that the time of this machine is right; what was held back goes on."""
    from bot.use_cases.reminding.clock_guard import confirm_clock

    reading = setup.clock_reading()
    if setup.clock.is_real:
        with setup.store.transaction() as tx:
            confirm_clock(tx, reading)
    now = moment(reading.now.astimezone(setup.config.zone))
    click.echo(say("clock.confirmed", now=now))
