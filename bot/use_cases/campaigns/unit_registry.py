"""The units of each body: lists are read, and a known code is never renamed without a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.model.unit import Unit
from storage import Imported, Transaction


@dataclass(frozen=True)
class ListedUnits:
    """The units of a file, and sentences about what looks odd in it but was taken."""

    units: list[Unit]
    notes: tuple[str, ...] = ()


class BadList(OperatorError):
    """A list with lines that cannot be taken; the sentence names each."""


def units_of(path: Path, known: Sequence[Unit] | None = None) -> ListedUnits:
    """Return the units of a file; BadList naming everything that is wrong with it. Where `known` units
    are given, a line may have a name or a code alone."""
    from bot.imports.unit_list import read_units  # brings openpyxl, a quarter of a second

    try:
        found = read_units(path, known)
    except OSError:
        raise UsageError(say("file.missing", file=path)) from None
    faults = [say(f"units.{row.reason}", line=row.line, value=row.value) for row in found.bad]
    if not found.units and not faults:
        faults = [say("units.none")]
    if faults:
        raise BadList(say("units.bad", file=path, faults="; ".join(faults)))
    notes = [say(f"units.{row.reason}", line=row.line, value=row.value) for row in found.odd]
    return ListedUnits(found.units, tuple(notes))


def import_units(
    tx: Transaction, units: Sequence[Unit], body: str | None, accept_changes: bool, today: date
) -> Imported:
    """Keep all units of a list for a body; OperatorError that lists every code that is called
    otherwise now, and imports nothing."""
    return keep_listed(tx, units, chosen_body(tx, body), accept_changes, today)


def chosen_body(tx: Transaction, wanted: str | None) -> str:
    """Return the body that a command speaks of, as it was first spelt: the named one, else the only one;
    UsageError where there are several."""
    if wanted is not None:
        return body_named(tx, wanted)
    known = tx.campaigns.bodies()
    if len(known) > 1:
        raise UsageError(say("units.which_body", bodies="; ".join(known)))
    return known[0] if known else ""


def body_named(tx: Transaction, name: str) -> str:
    """Return the known body of this name, whatever its spacing and capitals; else the name."""
    plain = " ".join(name.split())
    known = {body.casefold(): body for body in reversed(tx.campaigns.bodies())}
    return known.get(plain.casefold(), plain)


def keep_listed(
    tx: Transaction, units: Sequence[Unit], body: str, accept_changes: bool, since: date
) -> Imported:
    """Keep a list as a body's. A known code with another name, kind or parent is refused, or, once
    that is accepted, called so from its own date or from `since` on."""
    tx.campaigns.adopt_units(body)
    changed = changed_units(tx, units, body)
    if changed and not accept_changes:
        raise OperatorError(_refusal(body, changed.values()))
    dated = [
        replace(unit, valid_from=unit.valid_from or since) if unit.code in changed else unit
        for unit in units
    ]
    return tx.campaigns.keep_units(dated, body)


def changed_units(
    tx: Transaction, units: Sequence[Unit], body: str
) -> dict[str, tuple[Unit, Unit]]:
    """Return the units of a list whose code the body knows under another name, kind or parent: by their code,
    each as it is called so far and by the list."""
    known = {unit.code: unit for unit in tx.campaigns.units(body)}
    pairs = [
        (known[unit.code], known[unit.code].renewed_by(unit))
        for unit in units
        if unit.code in known
    ]
    return {old.code: (old, new) for old, new in pairs if not new.is_called_as(old)}


def change_in_words(old: Unit, new: Unit) -> str:
    """Return how a unit is called so far, and by a list."""
    return say("units.change", code=old.code, old=_called(old, new), new=_called(new, old))


def _refusal(body: str, changed: Iterable[tuple[Unit, Unit]]) -> str:
    changes = "; ".join(change_in_words(old, new) for old, new in changed)
    return say("units.changed", body=body or "–", changes=changes)


def _called(unit: Unit, other: Unit) -> str:
    """Return what differs of a unit, its name first."""
    parts = [f"“{unit.name}”"]
    if unit.kind != other.kind:
        parts.append(say("units.kind", kind=unit.kind or "–"))
    if unit.parent != other.parent:
        parts.append(say("units.parent", parent=unit.parent or "–"))
    return ", ".join(parts)
