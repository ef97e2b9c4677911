"""The registry's part of the units step: communes under their former districts, and places found by the
names that they have or had. What is found is shown with what became of it; nothing is ticked for anybody."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData

from bot.locale.say import say
from bot.registry.look_up import is_province, near_names, search
from bot.registry.national_list import Commune, Share, national_list
from bot.registry.places import Place, Status
from bot.web.visit_forms import words

MOST_FOUND = 20


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


def find_by_name(text: str) -> NameSearch:
    """Return the places of today and of before 1/7/2025 with a name, with or without accents."""
    places = _units(search(text)) if text else ()
    is_near = bool(text) and not places
    if is_near:
        places = _units(near_names(text))
    found = tuple(_found(place) for place in places[:MOST_FOUND])
    return NameSearch(text, found, is_near, max(0, len(places) - MOST_FOUND))


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


def chosen_communes(form: FormData) -> list[Commune]:
    """Return the communes that were ticked, and all of a ticked province or former district."""
    ticked = {str(code) for code in form.getlist("commune")}
    districts = {str(number) for number in form.getlist("district")}
    ticked |= {
        commune.code
        for place, (_, group) in enumerate(by_district(words(form, "province")))
        for commune in group
        if not districts.isdisjoint(("all", str(place)))
    }
    return [commune for commune in national_list().communes if commune.code in ticked]
