"""Units of before the reform as the units of today that they went into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.model.unit import Unit
from bot.registry.campaign_units import aliases_of
from bot.registry.national_list import Commune, Share, national_list
from bot.registry.places import Status, places
from bot.registry.typed_name import kind_of, letters, near, words_of

COMMUNES = ("xã", "phường", "thị trấn")
DISTRICTS = ("huyện", "quận", "thị xã", "thành phố")


@dataclass(frozen=True, slots=True)
class AfterMerger:
    """Units of today; `heirs` is by an old unit's code the code of the unit that goes on with it (the
    one with the main part, where it was divided); `gone` are districts, which nothing goes on with;
    `divided` went into several units; `unknown` are communes that the registry does not have under
    their code and name, which stay as they are."""

    units: tuple[Unit, ...]
    heirs: dict[str, str]
    gone: tuple[Unit, ...] = ()
    divided: tuple[Unit, ...] = ()
    unknown: tuple[Unit, ...] = ()

    def made_from(self, code: str) -> tuple[str, ...]:
        """Return the codes of the old units that a unit goes on with."""
        return tuple(old for old, new in self.heirs.items() if new == code)


def after_merger(units: Sequence[Unit]) -> AfterMerger:
    """Return what units of before 1/7/2025 are today. A commune is known by its national code;
    schools and offices stay, below the commune that theirs became."""
    shares = _shares(units)
    of_before, others = _parted(units, lambda unit: unit.code in shares)
    own_codes = {former_code(unit): unit.code for unit in of_before}
    gone, stay = _parted(others, _is_district)
    heirs = {unit.code: unit.code for unit in stay}
    heirs |= {code: _main(found).code for code, found in shares.items()}
    kept = [replace(unit, parent=heirs.get(unit.parent, "")) for unit in stay]
    return AfterMerger(
        (*_units_of_today(shares, own_codes), *kept),
        heirs,
        tuple(gone),
        divided=tuple(unit for unit in units if len(shares.get(unit.code, ())) > 1),
        unknown=tuple(filter(_is_commune, stay)),
    )


def _parted(
    units: Sequence[Unit], belongs: Callable[[Unit], bool]
) -> tuple[list[Unit], list[Unit]]:
    """Return the units for which a question is answered with yes, and the others."""
    return [unit for unit in units if belongs(unit)], [unit for unit in units if not belongs(unit)]


def _is_commune(unit: Unit) -> bool:
    return kind_of(unit.name) in COMMUNES


def _shares(units: Sequence[Unit]) -> dict[str, list[tuple[Commune, Share]]]:
    """Return what each commune of before went into, by the body's own codes."""
    known = _communes_of()
    found = ((unit.code, known.get(former_code(unit))) for unit in units)
    return {code: shares for code, shares in found if shares}


def _units_of_today(
    shares: dict[str, list[tuple[Commune, Share]]], own_codes: dict[str, str]
) -> list[Unit]:
    """Return the communes that the units went into, by their codes."""
    communes = {commune.code: commune for each in shares.values() for commune, _ in each}
    aliases = aliases_of(tuple(communes.values()))
    return [_unit_of(communes[code], own_codes, aliases[code]) for code in sorted(communes)]


def former_code(unit: Unit) -> str:
    """Return the national code that a unit had; "" where it is no commune of before the reform."""
    if unit.commune_code:
        return unit.commune_code
    called = [letters(words_of(name)) for name in (unit.name, *unit.aliases)]
    known = _former_names().get(unit.code, frozenset())
    return unit.code if any(near(name, own) for name in known for own in called) else ""


def _unit_of(commune: Commune, own_codes: dict[str, str], aliases: Sequence[str]) -> Unit:
    """Return a commune as a unit; what it was made from is named by the body's own codes."""
    former = (each.unit.code for each in commune.predecessors if each.unit.code)
    return Unit(
        0,
        commune.code,
        commune.name,
        kind_of(commune.name),
        aliases=tuple(aliases),
        valid_from=commune.since,
        predecessors=tuple(own_codes.get(code, code) for code in former),
        commune_code=commune.code,
    )


def _main(found: Sequence[tuple[Commune, Share]]) -> Commune:
    order = list(Share)
    return min(found, key=lambda each: order.index(each[1]))[0]


def _is_district(unit: Unit) -> bool:
    key = letters(words_of(unit.name))
    return kind_of(unit.name) in DISTRICTS and key in _former_districts()


@cache
def _former_districts() -> frozenset[str]:
    """Return the names of what stood between province and commune."""
    former = (place for place in places() if place.status is Status.FORMER and not place.code)
    return frozenset(letters(words_of(place.name)) for place in former if place.within)


@cache
def _communes_of() -> dict[str, list[tuple[Commune, Share]]]:
    """Return by former code the communes that hold a share."""
    found: dict[str, list[tuple[Commune, Share]]] = {}
    for commune in national_list().communes:
        for each in commune.predecessors:
            if each.unit.code:
                found.setdefault(each.unit.code, []).append((commune, each.share))
    return found


@cache
def _former_names() -> dict[str, frozenset[str]]:
    """Return by former code the names under which it is known, as letters."""
    names: dict[str, set[str]] = {}
    for commune in national_list().communes:
        for each in commune.predecessors:
            names.setdefault(each.unit.code, set()).add(letters(words_of(each.unit.name)))
    return {code: frozenset(known) for code, known in names.items()}
