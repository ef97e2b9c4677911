"""`baocao campaign add-unit`, `take-out`, `mend-unit`: the list of units of a campaign that runs.

Without --yes what would change is shown and nothing is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.acts import acting_as_coordinator, reason_given, run_acts, units_named
from bot.cli.options import common
from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.model.optional import first

if TYPE_CHECKING:
    from bot.model.commands import UnitCommand
    from bot.use_cases.turns.run_command import Acting


def _yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--yes", "sure", is_flag=True, help=say("cli.roster_yes"))(command)


def _unit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--unit", "code", required=True, help=say("cli.unit"))(command)


def _look_or_run(
    setup: Bootstrap, slug: str, sure: bool, asked: Callable[[Acting], UnitCommand]
) -> None:
    """Show what a command would do, or with `sure` do it."""
    from bot.invite_links import known_links
    from bot.use_cases.turns.run_command import preview

    links = known_links(setup)
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug, links)
        command = asked(acting)
        outcome = run_acts(acting, [command]) if sure else preview(acting, [command])
    if not outcome.may:
        raise OperatorError(outcome.text)
    click.echo(outcome.text)
    if not sure:
        click.echo(say("cli.type_yes"))


@click.command("add-unit", help=say("cli.help.campaign_add_unit"))
@click.argument("slug")
@_unit_option
@_yes_option
@common
def add_unit(setup: Bootstrap, slug: str, code: str, sure: bool) -> None:
    """Let a unit of the body's list come into a campaign, or come back."""
    from bot.model.commands import AddUnit

    _look_or_run(setup, slug, sure, lambda acting: AddUnit(_listed(acting, code)))


def _listed(acting: Acting, code: str) -> int:
    """Return the unit of the body's list with a code; OperatorError where it is in the campaign already, or
    the list does not have it."""
    from bot.use_cases.campaigns.campaign_roster import listed_units

    campaign = acting.tx.campaigns.by_id(acting.seat.campaign_id)
    there = acting.tx.campaigns.asked(campaign.id, code)
    if there is not None:
        raise OperatorError(say("roster.add.there", unit=there.called))
    found = first(lambda each: each.unit.code == code, listed_units(acting.tx, campaign))
    if found is None:
        raise OperatorError(say("roster.add.unknown", code=code, body=campaign.body))
    return found.unit.id


@click.command("take-out", help=say("cli.help.campaign_take_out"))
@click.argument("slug")
@_unit_option
@click.option("--reason", required=True, help=say("cli.act_reason"))
@_yes_option
@common
def take_out(setup: Bootstrap, slug: str, code: str, reason: str, sure: bool) -> None:
    """Let a unit that was named by mistake leave a campaign."""
    from bot.model.commands import TakeOut

    why = reason_given(reason)
    _look_or_run(
        setup, slug, sure, lambda acting: TakeOut(units_named(acting, slug, [code])[0], why)
    )


@click.command("mend-unit", help=say("cli.help.campaign_mend_unit"))
@click.argument("slug")
@_unit_option
@click.option("--kind", help=say("cli.mend_kind"))
@click.option("--parent", help=say("cli.mend_parent"))
@_yes_option
@common
def mend_unit(
    setup: Bootstrap, slug: str, code: str, kind: str | None, parent: str | None, sure: bool
) -> None:
    """Mend a unit's kind, or the unit above it, in a campaign."""
    from bot.model.commands import MendUnit

    if kind is None and parent is None:
        raise UsageError(say("cli.mend_what"))
    above = parent.strip() if parent is not None else None
    _look_or_run(
        setup,
        slug,
        sure,
        lambda acting: MendUnit(units_named(acting, slug, [code])[0], kind, above),
    )
