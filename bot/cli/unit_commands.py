"""`baocao units`: a body's list of units; the national registry's commands stand beside."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_json
from bot.cli.registry_commands import registry, search
from bot.locale.say import say
from bot.model.unit import Unit


@click.group(help=say("cli.help.units"))
def units() -> None:
    """Keep the list of units."""


units.add_command(registry)
units.add_command(search)


@units.command("import", help=say("cli.help.units_import"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--body", help=say("cli.body"))
@click.option("--accept-changes", is_flag=True, help=say("cli.accept_changes"))
@json_option
@common
def import_(
    setup: Bootstrap, file: Path, body: str | None, accept_changes: bool, as_json: bool
) -> None:
    """Add new units by code and renew known ones; nothing is half-imported."""
    from bot.use_cases.campaigns.unit_registry import import_units, units_of

    listed = units_of(file)
    today = setup.office.today()
    with setup.store.transaction() as tx:
        done = import_units(tx, listed.units, body, accept_changes, today)
    for note in listed.notes:
        click.echo(f"– {note}", err=True)
    if as_json:
        show_json(asdict(done))
    else:
        click.echo(say("units.imported", added=done.added, changed=done.changed, same=done.same))
        if done.changed:
            click.echo(say("units.kept_in_campaigns"))


@units.command("list", help=say("cli.help.units_list"))
@click.option("--body", help=say("cli.body"))
@json_option
@common
def list_(setup: Bootstrap, body: str | None, as_json: bool) -> None:
    """All units as they are called now, in the order they were added."""
    from bot.use_cases.campaigns.unit_registry import body_named

    with setup.store.reading() as tx:
        owner = None if body is None else body_named(tx, body)
        known = tx.campaigns.units(owner)
        several = len(tx.campaigns.bodies()) > 1
    if as_json:
        show_json(list(map(_plain, known)))
        return
    if not known:
        click.echo(say("units.none_yet"), err=True)
    for unit in known:
        fields = (unit.code, unit.name, unit.kind, unit.parent)
        click.echo("\t".join((*fields, unit.body) if several else fields))


def _plain(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "parent": unit.parent,
        "aliases": list(unit.aliases),
        "body": unit.body,
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "predecessors": list(unit.predecessors),
        "commune_code": unit.commune_code,
    }
