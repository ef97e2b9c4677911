"""Which unit a coordinator means: a code, or the longest name that fits; never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.unit import Unit
from bot.vietnamese.normalise import unaccented


def match_unit(units: Sequence[Unit], text: str) -> tuple[tuple[Unit, ...], str]:
    """(units that fit, the words left over). One unit: certain. Several: ask. None: unknown.

    The longest leading run of words that is a code, a full name, a name without its kind, or an
    alias wins; accents decide where they are typed."""
    words = text.split()
    for many in range(len(words), 0, -1):
        lead = " ".join(words[:many]).strip(" ,.:;")
        fits = _named(units, lead)
        if fits:
            return fits, " ".join(words[many:])
    return (), text


def _named(units: Sequence[Unit], name: str) -> tuple[Unit, ...]:
    typed = name.casefold()
    plain = unaccented(name)
    fits = [unit for unit in units if plain in _keys(unit)]
    exact = [unit for unit in fits if typed in _names(unit)]
    full = [unit for unit in fits if plain == unaccented(unit.name)]
    if typed != plain and exact:
        fits = exact
    elif full:
        fits = full
    return tuple(fits)


def _names(unit: Unit) -> set[str]:
    """Code, name, name without its kind, aliases: as written, in lower case."""
    names = {unit.code, unit.name, *unit.aliases}
    for kind in ("xã", "phường", "thị trấn", "đặc khu", unit.kind):
        if kind and unit.name.casefold().startswith(kind.casefold() + " "):
            names.add(unit.name[len(kind) + 1 :])
    return {name.casefold() for name in names if name}


def _keys(unit: Unit) -> set[str]:
    return {unaccented(name) for name in _names(unit)}
