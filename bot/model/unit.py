"""A reporting unit: commune, township, school or office. People come and go, units stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

CONSULTED = "lấy ý kiến"  # kind of an office that is only asked about a draft and owes no report


@dataclass(frozen=True, slots=True)
class Unit:
    """`code` is text and unique within the `body` that issues the plans; `kind` is free ("xã", "thị
    trấn", "trường"); `aliases` are former or short names; `parent` is the code of the unit above, or
    empty. It is called so from `valid_from` on (None: as far back as is known); `predecessors` are
    codes of the units it was made from; `commune_code` is the national one, for a commune. `beside` tells
    it from another unit of its name, "" where there is none (see `unit_namesakes`)."""

    id: int
    code: str
    name: str
    kind: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    body: str = ""
    valid_from: date | None = None
    predecessors: tuple[str, ...] = ()
    commune_code: str = ""
    beside: str = ""

    @property
    def called(self) -> str:
        """Return the name by which people know which unit is meant."""
        return called(self.name, self.beside)

    @property
    def names(self) -> tuple[str, ...]:
        """Return all that it may be called: its name, also with what tells it from another, and aliases."""
        if not self.beside:
            return (self.name, *self.aliases)
        longer = (f"{self.name} {self.beside}", f"{self.name}, {self.beside}")
        return (self.name, self.called, *longer, *self.aliases)

    def renewed_by(self, listed: Unit) -> Unit:
        """Return this unit with what a later list says of it; what that list leaves open stays known."""
        return replace(
            listed,
            id=self.id,
            body=self.body,
            kind=listed.kind or self.kind,
            parent=listed.parent or self.parent,
            aliases=listed.aliases or self.aliases,
            valid_from=listed.valid_from or self.valid_from,
            predecessors=listed.predecessors or self.predecessors,
            commune_code=listed.commune_code or self.commune_code,
            beside=self.beside,
        )

    def is_called_as(self, other: Unit) -> bool:
        """Tell whether name, kind and parent are the same."""
        return (self.name, self.kind, self.parent) == (other.name, other.kind, other.parent)


def called(name: str, beside: str) -> str:
    """Return a unit's name with what tells it from another of that name."""
    return f"{name} ({beside})" if beside else name
