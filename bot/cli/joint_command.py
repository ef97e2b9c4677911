"""`baocao joint`: activities that several units report, counted once after a yes."""

from __future__ import annotations

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, show_json
from bot.errors import UsageError
from bot.locale.say import say


@click.command("joint", help=say("cli.help.joint"))
@click.argument("slug")
@click.option("--row", default="", help=say("cli.joint_row"))
@click.option("--unit", "codes", multiple=True, help=say("cli.units"))
@click.option("--in", "counted_in", default="", help=say("cli.joint_in"))
@click.option("--apart", is_flag=True, help=say("cli.joint_apart"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@common
def joint(
    setup: Bootstrap,
    slug: str,
    row: str,
    codes: tuple[str, ...],
    counted_in: str,
    apart: bool,
    as_json: bool,
) -> None:
    """Show what may be one activity; with a row and its units, count it once (or apart again)."""
    from bot.model.commands import SettleJoint
    from bot.use_cases.board import joint_proposals as activities
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from storage import Author

    if bool(row) != bool(codes) or len(codes) == 1:
        raise UsageError(say("cli.joint_how", slug=slug))
    with setup.store.transaction() as tx:
        campaign = find_campaign(tx, slug)
        done = ""
        if row:
            asked = SettleJoint(row.strip(), codes, counted_in, is_one=not apart)
            author = Author(setup.office.now(), actor=say("cli.author"))
            done = activities.settle(tx, setup.office, campaign, asked, author)
        open_ = activities.open_proposals(tx, setup.office, campaign)
        settled = tx.joint.of_campaign(campaign.id)
    if as_json:
        kept = [(each.activity, "one" if each.is_one else "apart") for each in settled]
        show_json(
            [
                {"row": each.row, "units": list(each.units), "counted_in": each.counted_in,
                 "figures": dict(each.figures), "state": state}
                for each, state in [*kept, *((each.activity, each.hint.value) for each in open_)]
            ]
        )  # fmt: skip
    elif done:
        click.echo(done)
    else:
        for each in open_:
            units = ", ".join(each.activity.units)
            why = say(f"joint.hint.{each.hint.value}", words=each.words)
            click.echo(f"{each.activity.row}\t{units}\t{why}")
        if not open_:
            click.echo(say("joint.none"))
