"""Places of the national registry in words, a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.locale.say import say
from bot.registry.national_list import Commune, FormerUnit, Predecessor, Province, Share
from bot.registry.places import Place, Status, Successor
from bot.registry.typed_name import kind_of

_NO_CODE = "-----"


def province_text(province: Province, communes: Sequence[Commune]) -> str:
    """Return a province's name and code, and how many communes of which kind it has."""
    kinds = Counter(kind_of(commune.name) for commune in communes)
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return say("registry.province", name=province.name, code=province.code, counted=counted)


def commune_text(commune: Commune) -> str:
    """Return a commune with its code and what it was made from."""
    return f"{commune.code}  {commune.name}: {_made_from(commune.predecessors)}"


def place_name(place: Place) -> str:
    """Return a place's name with what it lies or lay in."""
    return ", ".join(filter(None, (place.name, place.district, place.province)))


def place_text(place: Place) -> str:
    """Return a place of today with what it was made from, or a former one with what became of it."""
    named = f"{place.code or _NO_CODE:5}  {place_name(place)}"
    if place.status is Status.FORMER:
        is_district = bool(place.within) and not place.code
        key = "registry.former_district" if is_district else "registry.former"
        return say(key, place=named, now=_became(place.successors, with_share=not is_district))
    if not place.predecessors:
        return say("registry.current_province", place=named)
    return say("registry.current", place=named, made=_made_from(place.predecessors))


def divided_text(communes: Sequence[Commune]) -> str:
    """Return which former units went only in part into these communes; "" where none did."""
    divided: dict[FormerUnit, list[str]] = {}
    for commune in communes:
        for predecessor in commune.predecessors:
            if predecessor.share is not Share.WHOLE:
                divided.setdefault(predecessor.unit, []).append(commune.name)
    if not divided:
        return ""
    names = "; ".join(
        f"{unit.name} ({unit.district}) → {', '.join(parts)}" for unit, parts in divided.items()
    )
    return say("registry.divided", names=names)


def _made_from(predecessors: Sequence[Predecessor]) -> str:
    """Return the former units by their districts."""
    by_district: dict[str, list[str]] = {}
    for predecessor in predecessors:
        named = predecessor.unit.name + _share(predecessor.share)
        by_district.setdefault(predecessor.unit.district, []).append(named)
    return "; ".join(
        f"{', '.join(names)} ({district})" if district else ", ".join(names)
        for district, names in by_district.items()
    )


def _became(successors: Sequence[Successor], *, with_share: bool) -> str:
    """Return the units of today by their provinces, each with its code."""
    by_province: dict[str, list[str]] = {}
    for successor in successors:
        share = _share(successor.share) if with_share else ""
        named = f"{successor.name} ({successor.code}){share}"
        by_province.setdefault(successor.province, []).append(named)
    return "; ".join(
        ", ".join(names) if successors[0].name == province else f"{', '.join(names)} – {province}"
        for province, names in by_province.items()
    )


def _share(share: Share) -> str:
    """Return " (một phần)" and the like; nothing for a whole unit."""
    match share:
        case Share.WHOLE:
            return ""
        case Share.MAIN_PART:
            return f" ({say('registry.main_part')})"
        case Share.PART:
            return f" ({say('registry.part')})"
