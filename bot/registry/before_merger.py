"""The communes as they were until 30/6/2025, for campaigns of an older year; the last list before the
reform, which names of still older years may differ from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.model.unit import Unit
from bot.registry.look_up import search
from bot.registry.national_list import FormerUnit, national_list
from bot.registry.places import Status
from bot.registry.typed_name import kind_of, letters, own_words


@cache
def former_units() -> tuple[FormerUnit, ...]:
    """Return every commune of before the reform once, by province, district and code."""
    found = {
        each.unit
        for commune in national_list().communes
        for each in commune.predecessors
        if each.unit.code
    }
    return tuple(sorted(found, key=lambda unit: (unit.province, unit.district, unit.code)))


@cache
def former_provinces() -> tuple[str, ...]:
    """Return the names of the provinces of then, in the order of their letters."""
    named = {unit.province for unit in former_units()}
    return tuple(sorted(named, key=lambda name: letters(own_words(name))))


@cache
def former_districts(province: str) -> dict[str, tuple[FormerUnit, ...]]:
    """Return a province's communes of then by the name of their district; nothing for an unknown name."""
    found: dict[str, tuple[FormerUnit, ...]] = {}
    for unit in former_units():
        if unit.province == province:
            found[unit.district] = (*found.get(unit.district, ()), unit)
    return found


def communes_of_then(text: str) -> tuple[FormerUnit, ...]:
    """Return the communes of the province or the district of then that a text names; none where it
    names neither, or several districts."""
    typed = letters(own_words(text))
    for province in former_provinces():
        if letters(own_words(province)) == typed and kind_of(text) in ("", kind_of(province)):
            return tuple(unit for unit in former_units() if unit.province == province)
    places = [place for place in search(text) if place.status is Status.FORMER and not place.code]
    if len(places) != 1:
        return ()
    return former_districts(places[0].province).get(places[0].name, ())


def units_of_then(communes: Sequence[FormerUnit]) -> list[Unit]:
    """Return communes of before the reform as a campaign's units."""
    return [Unit(0, unit.code, unit.name, kind_of(unit.name)) for unit in communes]
