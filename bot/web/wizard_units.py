"""The registry's part of the units step: communes under their former districts, and places found by the
names that they have or had. What is found is shown with what became of it; nothing is ticked for anybody.
A campaign whose period lies before the reform is offered the communes of then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from bot.locale.say import say
from bot.model.unit import Unit
from bot.registry.before_merger import (
    former_districts,
    former_provinces,
    former_units,
    units_of_then,
)
from bot.registry.campaign_units import units_from_registry
from bot.registry.look_up import is_province, near_names, search
from bot.registry.national_list import REFORM, Commune, FormerUnit, Share, national_list
from bot.registry.places import Place, Status
from bot.web.visit_forms import words

MOST_FOUND = 20
THEN, TODAY = "then", "today"  # whose list is shown


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place with a name that was asked for: what it is or was, in words, and the communes of today that
    may be meant by it, each with the share that it holds in words ("" for the place itself)."""

    words: str
    communes: tuple[tuple[Commune, str], ...]


@dataclass(frozen=True, slots=True)
class NameSearch:
    """What a name leads to; `is_near`: no place has it, these are written alike."""

    text: str
    found: tuple[FoundPlace, ...] = ()
    is_near: bool = False
    more: int = 0
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """One commune to tick: `hint` is small print, `former` what it was made from ("" for none)."""

    code: str
    name: str
    hint: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Communes under what they are or were together in."""

    words: str
    picks: tuple[Pick, ...]

    @property
    def codes(self) -> str:
        """Return the codes of all, as one tick for the whole group sends them."""
        return ",".join(pick.code for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Registry:
    """What the page shows of the registry: of `then` or of `today`."""

    of: str
    provinces: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    found: tuple[Group, ...]
    text: str
    is_near: bool
    more: int


def registry_of(facts: Mapping[str, str], asked: Mapping[str, str], body: str) -> Registry:
    """Return the registry for a campaign's period, or the one that was asked for (`of`); with a province's
    communes (`province`) and what a name leads to (`name`, at first the body's own)."""
    of = asked.get("of", "")
    if of not in (THEN, TODAY):
        of = THEN if is_before_reform(facts) else TODAY
    province = asked.get("province", "")
    name = asked.get("name", "" if province else body).strip()[:100]
    named = find_by_name(name) if "name" in asked or _is_a_place(name) else NameSearch("")
    if of == THEN:
        found = tuple(filter(None, map(_group_of_then, named.places)))
        groups = tuple(_then(*each) for each in former_districts(province).items())
        provinces = tuple((each, each) for each in former_provinces())
    else:
        found = tuple(Group(place.words, _shares(place)) for place in named.found)
        groups = tuple(_today(*each) for each in by_district(province))
        provinces = tuple((each.code, each.name) for each in national_list().provinces)
    return Registry(of, provinces, groups, found, named.text, named.is_near, named.more)


def is_before_reform(facts: Mapping[str, str]) -> bool:
    """Return whether a draft's period ended before the communes of today were made."""
    try:
        return date.fromisoformat(facts.get("end") or facts.get("start", "")) < REFORM
    except ValueError:
        return False


def _is_a_place(name: str) -> bool:
    """Return whether a body's name ends in that of a place below the province: only then it is looked for."""
    return any(not is_province(place) for place in search(name)) if name else False


def _today(district: str, communes: Sequence[Commune]) -> Group:
    named = say("wizard.formerly", district=district) if district else say("wizard.other_communes")
    return Group(
        named, tuple(Pick(each.code, each.name, "", made_from(each)) for each in communes)
    )


def _then(district: str, communes: Sequence[FormerUnit]) -> Group:
    named = district or say("wizard.other_communes")
    return Group(named, tuple(Pick(each.code, each.name) for each in communes))


def _shares(place: FoundPlace) -> tuple[Pick, ...]:
    return tuple(
        Pick(
            commune.code,
            commune.name,
            f"{commune.province.name} · {share}" if share else "",
            made_from(commune),
        )
        for commune, share in place.communes
    )


def _group_of_then(place: Place) -> Group | None:
    """Return a former commune, or those of a former district; None for what was not there then."""
    if place.status is Status.CURRENT:
        return None
    above = ", ".join(filter(None, (place.district, place.province)))
    if place.code:
        return Group(above, (Pick(place.code, place.name),))
    communes = former_districts(place.province).get(place.name, ())
    return _then(f"{place.name}, {above}", communes) if communes else None


def find_by_name(text: str) -> NameSearch:
    """Return the places of today and of before 1/7/2025 with a name, with or without accents."""
    places = _units(search(text)) if text else ()
    is_near = bool(text) and not places
    if is_near:
        places = _units(near_names(text))
    found = tuple(map(_found, places[:MOST_FOUND]))
    return NameSearch(text, found, is_near, max(0, len(places) - MOST_FOUND), places)


def _units(places: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(place for place in places if not is_province(place))


def _found(place: Place) -> FoundPlace:
    communes = {commune.code: commune for commune in national_list().communes}
    if place.status is Status.CURRENT:
        named = say("wizard.found.today", name=place.name, province=place.province)
        return FoundPlace(named, ((communes[place.code], ""),))
    above = ", ".join(filter(None, (place.district, place.province)))
    key = "divided" if len(place.successors) > 1 else "former"
    return FoundPlace(
        say(f"wizard.found.{key}", name=place.name, above=above, count=len(place.successors)),
        tuple((communes[each.code], share_words(each.share)) for each in place.successors),
    )


def share_words(share: Share) -> str:
    """Return how much of a former unit a commune holds, in words."""
    return say(f"wizard.share.{share.value}")


def made_from(commune: Commune) -> str:
    """Return the former units that a commune was made from, divided ones named as such; "" where there
    is only its own name."""
    former = [
        predecessor.unit.name
        if predecessor.share is Share.WHOLE
        else say(
            "wizard.part_of", name=predecessor.unit.name, share=share_words(predecessor.share)
        )
        for predecessor in commune.predecessors
    ]
    return "; ".join(former) if former != [commune.name] else ""


def by_district(province: str) -> list[tuple[str, list[Commune]]]:
    """Return a province's communes under the former district that most of each came from."""
    found: dict[str, list[Commune]] = {}
    for commune in national_list().communes:
        if commune.province.code == province:
            district = next((each.unit.district for each in commune.predecessors), "")
            found.setdefault(district, []).append(commune)
    return sorted(found.items())


def chosen_units(form: FormData) -> list[Unit]:
    """Return what was ticked as units: communes, and all of a ticked province or district."""
    ticked = {code for codes in form.getlist("commune") for code in str(codes).split(",")}
    districts = set(map(str, form.getlist("district")))
    province = words(form, "province")
    if words(form, "of") == THEN:
        groups = tuple(former_districts(province).values())
        ticked |= _all_of(groups, districts)
        return units_of_then([unit for unit in former_units() if unit.code in ticked])
    ticked |= _all_of([group for _, group in by_district(province)], districts)
    communes = national_list().communes
    return units_from_registry([each for each in communes if each.code in ticked])


def _all_of(groups: Sequence[Sequence[Commune | FormerUnit]], ticked: set[str]) -> set[str]:
    """Return the codes of the groups that were ticked by their place, or by "all"."""
    return {
        commune.code
        for place, group in enumerate(groups)
        for commune in group
        if not ticked.isdisjoint(("all", str(place)))
    }
