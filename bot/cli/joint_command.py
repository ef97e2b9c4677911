"""`baocao joint`: activities that several units report, counted once after a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_result
from bot.errors import UsageError
from bot.locale.say import say

if TYPE_CHECKING:
    from bot.model.joint_activity import JointActivity, JointProposal


@click.command("joint", help=say("cli.help.joint"))
@click.argument("slug")
@click.option("--row", default="", help=say("cli.joint_row"))
@click.option("--unit", "codes", multiple=True, help=say("cli.units"))
@click.option("--in", "counted_in", default="", help=say("cli.joint_in"))
@click.option("--apart", is_flag=True, help=say("cli.joint_apart"))
@json_option
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

    if bool(row) != bool(codes) or len(codes) == 1:
        raise UsageError(say("cli.joint_how", slug=slug))
    with setup.store.transaction() as tx:
        campaign = find_campaign(tx, slug)
        done = ""
        if row:
            asked = SettleJoint(row.strip(), codes, counted_in, is_one=not apart)
            author = setup.office.command_author()
            done = activities.settle(tx, setup.office, campaign, asked, author)
        open_ = activities.open_proposals(tx, setup.office, campaign)
        settled = tx.joint.of_campaign(campaign.id)
    states = {True: "one", False: "apart"}
    kept = [_as_plain(each.activity, states[each.is_one]) for each in settled]
    plain = kept + [_as_plain(each.activity, each.hint.value) for each in open_]
    told = done or "\n".join(map(_in_words, open_)) or say("joint.none")
    show_result(plain, [told], as_json=as_json)


def _as_plain(activity: JointActivity, state: str) -> dict[str, object]:
    """Return an activity as --json shows it."""
    return {
        "row": activity.row,
        "units": list(activity.units),
        "counted_in": activity.counted_in,
        "figures": dict(activity.figures),
        "state": state,
    }


def _in_words(proposal: JointProposal) -> str:
    """Return row, units and reason of what may be one activity, as one line."""
    why = say(f"joint.hint.{proposal.hint.value}", words=proposal.words)
    return "\t".join((proposal.activity.row, ", ".join(proposal.activity.units), why))
