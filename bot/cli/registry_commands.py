"""`baocao units registry` and `baocao units search`: they need no settings and create nothing."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, need_folder, show_json, show_result
from bot.errors import OperatorError, UsageError
from bot.locale.say import say

if TYPE_CHECKING:
    from bot.registry.look_up import ProvinceFound
    from bot.registry.national_list import Commune
    from bot.registry.places import Place

MOST_NEAR = 5  # names that are offered for one that nobody has


@click.command("registry", help=say("cli.help.units_registry"))
@click.argument("province", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), help=say("cli.registry_out"))
@click.option("--yes", is_flag=True, help=say("cli.overwrite"))
@click.option("--then", is_flag=True, help=say("cli.registry_then"))
@json_option
@common
def registry(
    _setup: Bootstrap,
    province: tuple[str, ...],
    out: Path | None,
    yes: bool,
    then: bool,
    as_json: bool,
) -> None:
    """Show a province's communes and what each was made from, or write them as a list of units."""
    from bot.locale.registry_words import commune_text, divided_text, province_text
    from bot.registry.campaign_units import campaign_units
    from bot.registry.national_list import national_list

    if then:
        return _of_then(" ".join(province), out, as_json, overwrite=yes)
    found = _province(" ".join(province))
    if found.former:
        merged = say("registry.merged", former=found.former, province=found.province.name)
        click.echo(merged, err=True)
    communes = national_list().of(found.province)
    if out is not None:
        _write(campaign_units(communes), out, overwrite=yes)
        click.echo(say("registry.written", file=out, units=len(communes)), err=as_json)
        if divided := divided_text(communes):
            click.echo(divided, err=True)
    if as_json:
        show_json([*map(_commune_json, communes)])
    elif out is None:
        click.echo(province_text(found.province, communes))
        for commune in communes:
            click.echo(commune_text(commune))
    return None


def _of_then(text: str, out: Path | None, as_json: bool, *, overwrite: bool) -> None:
    """Show or write the communes of before the reform, of a province or a district of then."""
    from bot.registry.before_merger import communes_of_then, units_of_then

    communes = communes_of_then(text)
    if not communes:
        raise OperatorError(say("registry.not_then", name=text))
    lines = [
        {"code": unit.code, "name": unit.name, "kind": unit.kind}
        for unit in units_of_then(communes)
    ]
    if out is not None:
        _write(lines, out, overwrite=overwrite)
        click.echo(say("registry.written", file=out, units=len(communes)), err=as_json)
    if as_json:
        above = [{"district": unit.district, "province": unit.province} for unit in communes]
        show_json([line | place for line, place in zip(lines, above, strict=True)])
    elif out is None:
        for unit in communes:
            click.echo(f"{unit.code}  {unit.name} ({unit.district}, {unit.province})")


def _province(text: str) -> ProvinceFound:
    """Return the one province that is meant; raise OperatorError where it is none or several."""
    from bot.registry.look_up import find_provinces, is_province, near_names

    found = find_provinces(text)
    if not found:
        near = [place.name for place in near_names(text) if is_province(place)]
        raise OperatorError(_not_found("registry.no_province", text, near))
    if len(found) > 1:
        names = ", ".join(f"{each.province.name} ({each.province.code})" for each in found)
        raise OperatorError(say("registry.several", name=text, names=names))
    return found[0]


def _write(lines: Sequence[dict[str, str]], out: Path, *, overwrite: bool) -> None:
    """Write communes as a list of units, with the mark by which Excel knows UTF-8."""
    from bot.registry.campaign_units import COLUMNS

    if out.suffix.lower() != ".csv":
        raise UsageError(say("registry.bad_ending", file=out))
    need_folder(out)
    if out.exists() and not overwrite:
        raise OperatorError(say("form_import.exists", file=out))
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)


@click.command("search", help=say("cli.help.units_search"))
@click.argument("name", nargs=-1, required=True)
@json_option
@common
def search(_setup: Bootstrap, name: tuple[str, ...], as_json: bool) -> None:
    """Show every place of a name, of today and former, and what became of it."""
    from bot.locale.registry_words import place_name, place_text
    from bot.registry import look_up

    text = " ".join(name)
    found = look_up.search(text)
    if not found:
        near = list(map(place_name, look_up.near_names(text)))
        raise OperatorError(_not_found("registry.not_found", text, near))
    show_result(list(map(_place_json, found)), map(place_text, found), as_json=as_json)


def _not_found(key: str, text: str, near: Sequence[str]) -> str:
    names = list(dict.fromkeys(near))[:MOST_NEAR]
    told = say(key, name=text)
    return f"{told} {say('registry.near', names='; '.join(names))}" if names else told


# -- JSON -----------------------------------------------------------------------------------------


def _commune_json(commune: Commune) -> dict[str, Any]:
    from bot.registry.typed_name import kind_of

    return {
        "code": commune.code,
        "name": commune.name,
        "kind": kind_of(commune.name),
        "province_code": commune.province.code,
        "province": commune.province.name,
        "since": commune.since.isoformat(),
        "predecessors": [
            {
                "code": predecessor.unit.code or None,
                "name": predecessor.unit.name,
                "district": predecessor.unit.district or None,
                "province": predecessor.unit.province,
                "share": predecessor.share.value,
            }
            for predecessor in commune.predecessors
        ],
    }


def _place_json(place: Place) -> dict[str, Any]:
    from bot.registry.typed_name import kind_of

    return {
        "name": place.name,
        "kind": kind_of(place.name),
        "code": place.code or None,
        "district": place.district or None,
        "province": place.province or None,
        "status": place.status.value,
        "successors": [
            {
                "code": successor.code,
                "name": successor.name,
                "kind": kind_of(successor.name),
                "province": successor.province,
                "share": successor.share.value,
            }
            for successor in place.successors
        ],
    }
