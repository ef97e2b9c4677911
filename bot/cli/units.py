"""`baocao units import` and `baocao units list`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bot.cli.options import common, show_json
from bot.setup import Setup
from bot.wording.say import say


@click.group(help=say("cli.help.units"))
def units() -> None:
    """The list of units."""


@units.command("import", help=say("cli.help.units_import"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@common
def import_(setup: Setup, file: Path, as_json: bool) -> None:
    """Add new units by code and renew known ones; nothing is half-imported."""
    from bot.services.enrol import import_units

    with setup.store.transaction() as tx:
        done, _ = import_units(tx, file)
    if as_json:
        show_json(asdict(done))
    else:
        click.echo(say("units.imported", added=done.added, changed=done.changed, same=done.same))


@units.command("list", help=say("cli.help.units_list"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@common
def list_(setup: Setup, as_json: bool) -> None:
    """All units, in the order they were added."""
    with setup.store.reading() as tx:
        known = tx.campaigns.units()
    if as_json:
        show_json(
            [
                {"code": unit.code, "name": unit.name, "kind": unit.kind, "parent": unit.parent,
                 "aliases": list(unit.aliases)}
                for unit in known
            ]
        )
        return
    if not known:
        click.echo(say("units.none_yet"), err=True)
    for unit in known:
        click.echo("\t".join((unit.code, unit.name, unit.kind, unit.parent)))
