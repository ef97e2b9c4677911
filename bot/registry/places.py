"""Everything in the registry that has a name, in one shape: communes and provinces of today, and the
communes, districts and provinces that were before, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.registry.national_list import (
    Commune,
    FormerUnit,
    NationalList,
    Predecessor,
    Province,
    Share,
    national_list,
)
from bot.registry.typed_name import Words, kind_of, letters, own_words, words_of


class Status(StrEnum):
    """Whether a place is there today."""

    CURRENT = "current"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit of today that holds a share of a former one; `province` is the name of the one it lies in."""

    code: str
    name: str
    province: str
    share: Share


@dataclass(frozen=True, slots=True)
class Place:
    """`code` is empty where none is known (districts, former provinces); `district` and `province` are the
    ones it lay in, as they were called, or empty; `within` are all names of what it lay and lies in."""

    name: str
    status: Status
    code: str = ""
    district: str = ""
    province: str = ""
    within: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    successors: tuple[Successor, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place under one of its names: the words without the kind, and the kind."""

    words: Words
    kind: str
    place: Place


@cache
def places() -> tuple[Place, ...]:
    """Return every place, those of today first."""
    known = national_list()
    return (
        *map(_current, known.communes),
        *map(_province, known.provinces),
        *_former_communes(known),
        *_former_districts(known),
        *_former_provinces(known),
    )


@cache
def by_letters() -> dict[str, list[NamedPlace]]:
    """Return the places by the letters of their names without kinds."""
    index: dict[str, list[NamedPlace]] = {}
    for place in places():
        for name in (place.name, *place.also):
            named = NamedPlace(own_words(name), kind_of(name) or kind_of(place.name), place)
            index.setdefault(letters(named.words), []).append(named)
    return index


def _current(commune: Commune) -> Place:
    former = [predecessor.unit for predecessor in commune.predecessors]
    above = [name for unit in former for name in (unit.district, unit.province) if name]
    province = commune.province
    return Place(
        commune.name,
        Status.CURRENT,
        commune.code,
        province=province.name,
        within=tuple(dict.fromkeys((province.name, *province.also, *above))),
        predecessors=commune.predecessors,
    )


def _province(province: Province) -> Place:
    return Place(province.name, Status.CURRENT, province.code, also=province.also)


def _former_communes(known: NationalList) -> Iterator[Place]:
    went: dict[FormerUnit, list[Successor]] = {}
    for commune in known.communes:
        for predecessor in commune.predecessors:
            successor = _successor(commune, predecessor.share)
            went.setdefault(predecessor.unit, []).append(successor)
    for unit, successors in went.items():
        if unit.code:
            yield Place(
                unit.name,
                Status.FORMER,
                unit.code,
                unit.district,
                unit.province,
                _above(unit.province, successors, unit.district),
                successors=tuple(successors),
            )


def _former_districts(known: NationalList) -> Iterator[Place]:
    """Return districts end with the reform; the communes made from theirs are what became of them."""
    went: dict[tuple[str, str], dict[str, Commune]] = {}
    for commune in known.communes:
        for predecessor in commune.predecessors:
            unit = predecessor.unit
            district = (unit.district or unit.name, unit.province)
            went.setdefault(district, {})[commune.code] = commune
    for (name, province), communes in went.items():
        share = Share.WHOLE if len(communes) == 1 else Share.PART
        successors = [_successor(commune, share) for commune in communes.values()]
        yield Place(
            name,
            Status.FORMER,
            province=province,
            within=_above(province, successors),
            successors=tuple(successors),
        )


def _former_provinces(known: NationalList) -> Iterator[Place]:
    """Return provinces that are there no more, or no more under their name."""
    went: dict[str, dict[str, Province]] = {}
    for commune in known.communes:
        for predecessor in commune.predecessors:
            merged = went.setdefault(predecessor.unit.province, {})
            merged[commune.province.code] = commune.province
    for name, provinces in went.items():
        if any(words_of(name) == words_of(province.name) for province in provinces.values()):
            continue
        share = Share.WHOLE if len(provinces) == 1 else Share.PART
        successors = tuple(
            Successor(province.code, province.name, province.name, share)
            for province in provinces.values()
        )
        yield Place(name, Status.FORMER, successors=successors)


def _successor(commune: Commune, share: Share) -> Successor:
    return Successor(commune.code, commune.name, commune.province.name, share)


def _above(province: str, successors: list[Successor], district: str = "") -> tuple[str, ...]:
    """Return the names of what a former unit lay in, and of the provinces it lies in now."""
    names = (district, province, *(successor.province for successor in successors))
    return tuple(dict.fromkeys(filter(None, names)))
