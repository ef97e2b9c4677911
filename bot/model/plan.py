"""The signed plan that a campaign comes from, as far as it is known. Anything may be missing: what is
not known is named as a gap and printed as dots, never invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 -- fields are called "date"
from typing import Any

from bot.model.optional import optional

NEEDED = ("number", "date", "signer", "basis", "theme", "contacts", "openings")


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where a unit may ask: the office's e-mail addresses and telephone numbers, as printed."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.emails or self.phones)


@dataclass(frozen=True, slots=True)
class Opening:
    """A ceremony, held by units of some kinds (none named: by the issuing body itself). `date` is its
    day, or the first of the days it may be held on where `until` is the last; `time` is "07:00",
    `length` is in words ("không quá 90 phút")."""

    kinds: tuple[str, ...] = ()
    date: Day | None = None
    until: Day | None = None
    time: str = ""
    place: str = ""
    length: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that goes with the plan (slogans, a list of activities): `path` is relative to the data
    folder, `name` is the file's own."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`number` is as printed ("123/KH-UBND"), `signer` the name and `post` the office of who signed,
    `basis` the documents it rests on."""

    number: str = ""
    date: Day | None = None
    signer: str = ""
    post: str = ""
    basis: tuple[str, ...] = ()
    theme: str = ""
    contacts: Contacts = Contacts()
    openings: tuple[Opening, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the names of what is not known and every plan has."""
        return tuple(name for name in NEEDED if not getattr(self, name))


NO_PLAN = Plan()


def plan_keys(plan: Plan) -> dict[str, Any]:
    """Return a plan as a campaign file has it; what is not known is null or an empty list."""
    return {
        "number": plan.number or None,
        "date": _iso(plan.date),
        "signer": plan.signer or None,
        "post": plan.post or None,
        "basis": list(plan.basis),
        "theme": plan.theme or None,
        "contacts": {"emails": list(plan.contacts.emails), "phones": list(plan.contacts.phones)},
        "openings": [*map(_opening, plan.openings)],
        "references": [reference.name for reference in plan.references],
    }


def _iso(when: Day | None) -> str | None:
    return optional(Day.isoformat, when)


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "kinds": list(opening.kinds),
        "date": _iso(opening.date),
        "until": _iso(opening.until),
        "time": opening.time or None,
        "place": opening.place or None,
        "length": opening.length or None,
    }
