"""What tells units of one name apart: the name of the unit above, of several above where those are alike as
well, or the code."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.model.grouping import grouped_by
from bot.model.unit import Unit

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # hòa and hoà are one word


def told_apart(units: Sequence[Unit]) -> dict[str, str]:
    """Return by its code what stands beside the name of each unit of a body that shares its name with
    another. A unit and those that it was made from are one in different years."""
    known = {unit.code: unit for unit in units}
    alike = grouped_by(lambda unit: _spelt(unit.name), units)
    found: dict[str, str] = {}
    for several in alike.values():
        if any(_are_two(unit, other) for unit in several for other in several):
            found |= _beside(several, known)
    return found


def _spelt(name: str) -> str:
    """Return a name in small letters, the tone of each word behind it."""
    return " ".join(map(_spelt_word, name.casefold().split()))


def _spelt_word(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tones = (sign for sign in signs if sign in _TONES)
    return "".join([*(sign for sign in signs if sign not in _TONES), *sorted(tones)])


def _are_two(unit: Unit, other: Unit) -> bool:
    is_one = unit.code in other.predecessors or other.code in unit.predecessors
    return unit.code != other.code and not is_one


def _beside(units: Sequence[Unit], known: Mapping[str, Unit]) -> dict[str, str]:
    """Return for each of some units of one name the shortest that no other of them has."""
    above = {unit.code: list(_above(unit, known)) for unit in units}
    found = {unit.code: unit.code for unit in units}
    for depth in range(max(map(len, above.values()), default=0), 0, -1):
        labels = {code: ", ".join(names[:depth]) for code, names in above.items()}
        times = Counter(map(_spelt, labels.values()))
        found |= {
            code: label for code, label in labels.items() if label and times[_spelt(label)] == 1
        }
    return found


def _above(unit: Unit, known: Mapping[str, Unit]) -> Iterator[str]:
    """Return the names of the units above one, the nearest first."""
    seen = {unit.code}
    while unit.parent in known and unit.parent not in seen:
        unit = known[unit.parent]
        seen.add(unit.code)
        yield unit.name
