"""What stands beside the names of units that another unit of their body shares: kept with each unit, so that
whoever reads one knows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, case, inspect, literal_column, text

from bot.model.unit import Unit
from bot.model.unit_namesakes import told_apart

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


def add_column(connection: Connection) -> None:
    """Units that share their name with another, and what tells them apart."""
    have = {column["name"] for column in inspect(connection).get_columns("unit")}
    if "beside" not in have:
        connection.exec_driver_sql("ALTER TABLE unit ADD COLUMN beside TEXT NOT NULL DEFAULT ''")
    bodies: dict[str, list[Unit]] = {}
    for row in connection.execute(PRESENT):
        made_from = tuple(json.loads(row.predecessors or "[]"))
        unit = Unit(row.id, row.code, row.name, parent=row.parent, predecessors=made_from)
        bodies.setdefault(row.body, []).append(unit)
    for units in bodies.values():
        tell_apart(connection, units)


def tell_apart(connection: Any, units: Iterable[Unit]) -> None:
    """Keep with all units of one body, as they are called now, what tells them from their namesakes."""
    listed = list(units)
    beside = told_apart(listed)
    wanted = ((unit, beside.get(unit.code, "")) for unit in listed)
    changed = [{"id": unit.id, "beside": now} for unit, now in wanted if now != unit.beside]
    if changed:
        connection.execute(SET, changed)
