"""`baocao campaign trial SLUG`: let people try a campaign before it is opened."""

from __future__ import annotations

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common
from bot.locale.say import say


@click.command("trial", help=say("cli.help.campaign_trial"))
@click.argument("slug")
@click.option("--end", is_flag=True, help=say("cli.trial_end"))
@common
def trial(setup: Bootstrap, slug: str, end: bool) -> None:
    """Begin (or end) a trial whose answers never count."""
    from bot.model.commands import BeginTrial, EndTrial
    from bot.use_cases.turns.run_command import run_on_campaign

    command = EndTrial() if end else BeginTrial()
    with setup.store.transaction() as tx:
        made = run_on_campaign(tx, setup.office, slug, command)
    click.echo(say("trial.ended" if end else "trial.running", slug=made.slug))
