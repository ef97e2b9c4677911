"""Communes of the registry as lines of a campaign's list of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.model.unit import Unit
from bot.registry.national_list import Commune, Share
from bot.registry.typed_name import kind_of, letters, words_of

COLUMNS = (
    "code", "name", "kind", "parent", "aliases", "valid_from", "predecessors", "commune_code",
)  # fmt: skip


def campaign_units(communes: Sequence[Commune]) -> list[dict[str, str]]:
    """Return a line for each commune, by `COLUMNS`. No unit stands above them; predecessors are the
    codes of all units that the commune holds a share of."""
    aliases = aliases_of(communes)
    return [
        {
            "code": commune.code,
            "name": commune.name,
            "kind": kind_of(commune.name),
            "parent": "",
            "aliases": ";".join(aliases[commune.code]),
            "valid_from": commune.since.isoformat(),
            "predecessors": ";".join(
                predecessor.unit.code
                for predecessor in commune.predecessors
                if predecessor.unit.code
            ),
            "commune_code": commune.code,
        }
        for commune in communes
    ]


def units_from_registry(communes: Sequence[Commune]) -> list[Unit]:
    """Return the communes as units."""
    return [
        Unit(
            0,
            line["code"],
            line["name"],
            line["kind"],
            aliases=tuple(filter(None, line["aliases"].split(";"))),
            valid_from=date.fromisoformat(line["valid_from"]),
            predecessors=tuple(filter(None, line["predecessors"].split(";"))),
            commune_code=line["commune_code"],
        )
        for line in campaign_units(communes)
    ]


def aliases_of(communes: Sequence[Commune]) -> dict[str, list[str]]:
    """Return by code the former names that mean this commune and no other: of units that went into it whole,
    without those that, read without accents, another unit has or had."""
    had: Counter[str] = Counter()
    for commune in communes:
        former = [predecessor.unit.name for predecessor in commune.predecessors]
        had.update(map(_key, (commune.name, *former)))
    return {
        commune.code: [name for name in _whole(commune) if had[_key(name)] == 1]
        for commune in communes
    }


def _whole(commune: Commune) -> list[str]:
    """Return the names of the units that went into a commune whole."""
    went = commune.predecessors
    return [former.unit.name for former in went if former.share is Share.WHOLE]


def _key(name: str) -> str:
    return letters(words_of(name))
