"""Looks places and provinces up by what was typed. Every place that fits comes back, none is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.registry.national_list import Province, national_list
from bot.registry.places import NamedPlace, Place, Status, by_letters, places
from bot.registry.typed_name import Words, kind_of, letters, near, own_words, typed_names, words_of

COMMUNE_CODE = re.compile(r"\d{5}")
_BEFORE_WHAT_IS_ABOVE = re.compile(r"[,;()]")


def search(text: str) -> tuple[Place, ...]:
    """Return every place, of today and former, with this name or five-digit code, today's first.

    What the place lay or lies in may follow the name, after a comma or not ("Phú Lợi, Thủ Dầu Một").
    Where accents were typed, names with exactly these are meant before names that have more.
    """
    if COMMUNE_CODE.fullmatch(text.strip()):
        return tuple(place for place in places() if place.code == text.strip())
    for name, above in _name_and_above(text):
        found = tuple(place for place in _named(name) if lies_in(place, above))
        if found:
            return found
    return ()


def near_names(text: str) -> tuple[Place, ...]:
    """Return the places whose names differ by one letter at most from what was typed, whatever their
    kind, their accents and what they lie in."""
    for name, _ in _name_and_above(text):
        typed = {_unspaced(letters(way.words)) for way in typed_names(name) if way.words}
        keys = [key for key in by_letters() if any(near(_unspaced(key), each) for each in typed)]
        keys.sort(key=lambda key: _unspaced(key) not in typed)
        if keys:
            return tuple(named.place for key in keys for named in by_letters()[key])
    return ()


def _unspaced(text: str) -> str:
    return text.replace(" ", "")


def lies_in(place: Place, above: Words) -> bool:
    """Return whether the words name what the place lay or lies in, one after another; no words: True."""
    if not above:
        return True
    return any(
        _is_named(above[:many], place.within) and lies_in(place, above[many:])
        for many in range(len(above), 0, -1)
    )


def _is_named(words: Words, names: Sequence[str]) -> bool:
    return any(
        way.fits(own_words(name)) and way.kind in ("", kind_of(name))
        for way in typed_names(words)
        for name in names
    )


def _name_and_above(text: str) -> Iterator[tuple[Words, Words]]:
    """Return each way to part the text into a name and what it lies in, the longest name first."""
    name, _, above = _BEFORE_WHAT_IS_ABOVE.sub(",", text).partition(",")
    words, rest = words_of(name), words_of(above)
    yield words, rest
    if not rest:
        yield from ((words[:many], words[many:]) for many in range(len(words) - 1, 0, -1))


def _named(words: Words) -> tuple[Place, ...]:
    """Return the places of this name; with exactly the accents that were typed, if there are such."""
    fits: list[NamedPlace] = []
    exact: list[NamedPlace] = []
    for way in typed_names(words):
        for named in by_letters().get(letters(way.words), ()):
            if way.fits(named.words) and way.kind in ("", named.kind):
                fits.append(named)
                if way.has_accents and way.words == named.words:
                    exact.append(named)
    return tuple(dict.fromkeys(named.place for named in exact or fits))


# -- provinces ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProvinceFound:
    """A province of today; `former` is the name of the merged or renamed one that was asked for, or empty."""

    province: Province
    former: str = ""


def find_provinces(text: str) -> tuple[ProvinceFound, ...]:
    """Return the provinces with this code or name; only where none of today has it, those that a
    former one of the name went into."""
    provinces = {province.code: province for province in national_list().provinces}
    if text.strip() in provinces:
        return (ProvinceFound(provinces[text.strip()]),)
    named = tuple(filter(is_province, _named(words_of(text))))
    current = [place for place in named if place.status is Status.CURRENT]
    if current:
        return tuple(ProvinceFound(provinces[place.code]) for place in current)
    heirs = ((place.name, each.code) for place in named for each in place.successors)
    return tuple(ProvinceFound(provinces[code], former) for former, code in heirs)


def is_province(place: Place) -> bool:
    """Return whether a place is or was a province: it lies in nothing."""
    return not place.within
