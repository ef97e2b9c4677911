"""What stands beside the names of units that another unit of their body shares: kept with each unit, so that
whoever reads one knows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, case, literal_column, text

from bot.model.grouping import grouped_by
from bot.model.unit import Unit
from bot.model.unit_namesakes import told_apart
from storage.upgrade_steps import TEXT, add_column

PRESENT = text(
    "SELECT id, body, code, name, parent, predecessors FROM unit"
    " WHERE entry = (SELECT max(other.entry) FROM unit AS other"
    " WHERE other.body = unit.body AND other.code = unit.code)"
)
NOTHING: Any = literal_column("''")  # no values to be bound: names are read in every turn
OPENS: Any = literal_column("' ('")
CLOSES: Any = literal_column("')'")
SET = text("UPDATE unit SET beside = :beside WHERE id = :id")


def called(unit: Any) -> Any:
    """Return the expression for `Unit.called` of the unit table or an alias of it."""
    name: Any = unit.c.name
    more = name.concat(OPENS).concat(unit.c.beside).concat(CLOSES)
    return case((unit.c.beside != NOTHING, more), else_=name)


def add_beside(connection: Connection) -> None:
    """Keep with units that share their name with another what tells them apart."""
    add_column(connection, "unit", "beside", TEXT)
    for rows in grouped_by(attrgetter("body"), connection.execute(PRESENT)).values():
        tell_apart(connection, map(_present, rows))


def _present(row: Any) -> Unit:
    made_from = tuple(json.loads(row.predecessors or "[]"))
    return Unit(row.id, row.code, row.name, parent=row.parent, predecessors=made_from)


def tell_apart(connection: Any, units: Iterable[Unit]) -> None:
    """Keep with all units of one body, as they are called now, what tells them from their namesakes."""
    listed = list(units)
    beside = told_apart(listed)
    wanted = ((unit, beside.get(unit.code, "")) for unit in listed)
    changed = [{"id": unit.id, "beside": now} for unit, now in wanted if now != unit.beside]
    if changed:
        connection.execute(SET, changed)
