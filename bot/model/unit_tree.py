"""Which unit stands below which. Any depth; a parent that is not listed makes its unit a root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.model.grouping import grouped_by


class Placed(Protocol):
    """Anything with a code and the code of what stands above it."""

    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> str: ...


@dataclass(frozen=True)
class UnitTree:
    """The codes of a campaign's units in the order of its list. `parents` leads each code to the one
    above it, "" for a root; the units of a list that goes round in a circle are roots."""

    parents: Mapping[str, str]
    below: Mapping[str, tuple[str, ...]] = field(repr=False)  # children, in the list's order

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the codes of the units that nobody of the campaign stands above."""
        return tuple(code for code, parent in self.parents.items() if not parent)

    @property
    def is_flat(self) -> bool:
        """Return whether no unit stands below another."""
        return not self.below

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes directly below one."""
        return self.below.get(code, ())

    def branch(self, top: str) -> Iterator[str]:
        """Return a code and all those below it, each before its own children."""
        waiting = [top]
        while waiting:
            code = waiting.pop()
            yield code
            waiting.extend(reversed(self.children(code)))

    def above(self, code: str) -> Iterator[str]:
        """Return the codes above one, the nearest first."""
        parent = self.parents.get(code, "")
        while parent:
            yield parent
            parent = self.parents.get(parent, "")


def unit_tree(units: Iterable[Placed]) -> UnitTree:
    """Return the tree of the units that are listed."""
    listed = {unit.code: unit.parent for unit in units}
    known = {code: parent if parent in listed else "" for code, parent in listed.items()}
    parents = {code: "" if _goes_round(known, code) else parent for code, parent in known.items()}
    below = grouped_by(parents.__getitem__, filter(parents.get, parents))
    return UnitTree(parents, {code: tuple(children) for code, children in below.items()})


def _goes_round(parents: Mapping[str, str], code: str) -> bool:
    """Return whether the way up from a code comes back to it."""
    seen: set[str] = set()
    above = parents[code]
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents[above]
    return False
