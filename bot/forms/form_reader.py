"""From parsed TOML to drafts of rows: names and types of values, nothing about what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.forms.form_fault import Faults
from bot.forms.toml_lines import FileLines, TableLines
from bot.locale.say import say
from bot.model.form import AskedOf, Cell, Column, Measure
from bot.model.optional import optional
from bot.row_types import ASKED

TOP_KEYS = {
    "slug": "text",
    "annex": "text",
    "title": "text",
    "year": "number",
    "version": "number",
    "columns": "texts",
    "quantity_head": "text",
    "source": "text",
    "measures": "table",
    "column": "rows",
    "row": "rows",
}
COLUMN_KEYS = {
    "key": "text",
    "head": "texts",
    "role": "text",
    "part_of": "text",
    "word": "text",
    "accepted": "texts",
    "ceiling": "number",
}
ROW_KEYS = {
    "code": "text",
    "printed": "text",
    "official": "text",
    "parent": "text",
    "kind": "text",
    "bold": "flag",
    "complete": "flag",
    "label": "text",
    "measure_label": "text",
    "cells": "texts",
    "at_most": "number",
    "asked": "rows",
    "same_as": "text",
    "counterpart": "text",
    "short": "text",
    "question": "text",
    "example": "text",
    "gate": "text",
    "words": "texts",
    "choices": "texts",
    "count": "measure",
    "people": "measure",
}
ASKED_KEYS = {
    "kinds": "texts",
    "kind": "text",
    "question": "text",
    "example": "text",
    "at_most": "number",
    "within": "texts",
}
# what a value may be -> (its type, that of each of its parts, where it is a list)
SHAPES: dict[str, tuple[type | tuple[type, ...], type]] = {
    "text": (str, object),
    "number": (int, object),
    "flag": (bool, object),
    "texts": (list, str),
    "measure": ((str, dict), object),
    "table": (dict, object),
    "rows": (list, dict),
}
MEASURE_KEYS = {"word": "text", "accepted": "texts", "doubtful": "texts", "ceiling": "number"}
CODES = (
    "code",
    "printed",
    "official",
    "parent",
    "counterpart",
    "same_as",
)  # unquoted, 1.10 would become 1.1


@dataclass(frozen=True, slots=True)
class Draft:
    """A row whose values have the right types; a value that had not is left out."""

    values: dict[str, Any]
    lines: TableLines
    columns: tuple[Column, ...] = ()  # those that the form declares

    @property
    def code(self) -> str:
        """The row's key, empty where it is missing."""
        return str(self.values.get("code", ""))

    def fault(self, faults: Faults, code: str, at: str, /, **details: object) -> None:
        """Note a fault at the line of a key of this row."""
        faults.add(self.lines.of(at), code, row=self.code or "?", **details)


def read_top(body: dict[str, Any], lines: FileLines, faults: Faults) -> dict[str, Any]:
    """Return the form's own values, without rows and measures."""
    kept = _typed(body, TOP_KEYS, lines.top, faults)
    return {key: value for key, value in kept.items() if key not in ("measures", "column", "row")}


def read_columns(body: dict[str, Any], lines: FileLines, faults: Faults) -> tuple[Column, ...]:
    """Return the quantity columns that a form declares, those with the right types."""
    tables = body.get("column", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return ()
    found = (_column(table, lines.column(place), faults) for place, table in enumerate(tables))
    return tuple(column for column in found if column is not None)


def _column(table: dict[str, Any], at: TableLines, faults: Faults) -> Column | None:
    values = _typed(table, COLUMN_KEYS, at, faults)
    missing = [key for key in ("key", "head") if not values.get(key)]
    for key in missing:
        faults.add(at.of(key), "missing", key=key)
    if missing:
        return None
    head = tuple(values["head"])
    measure = Measure(
        values.get("word") or head[-1].lower(),
        tuple(values.get("accepted", ())),
        ceiling=values.get("ceiling"),
    )
    part_of = values.get("part_of")
    role = values.get("role", "other")
    return Column(Cell(values["key"]), head, role, measure, optional(Cell, part_of))


def read_measures(
    body: dict[str, Any], lines: FileLines, faults: Faults
) -> dict[str, Measure | None]:
    """Shared measures by name; None where one has faults of its own."""
    tables = body.get("measures", {})
    if not isinstance(tables, dict):
        return {}
    return {
        name: _measure(table, lines.tables.get(f"measures.{name}", lines.top), "", faults)
        for name, table in tables.items()
    }


def read_rows(
    body: dict[str, Any],
    shared: dict[str, Measure | None],
    columns: tuple[Column, ...],
    lines: FileLines,
    faults: Faults,
) -> list[Draft]:
    """Every row in printed order; `columns` are those that the form declares."""
    rows = body.get("row", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return []
    drafts = []
    for place, row in enumerate(rows):
        at = lines.row(place)
        values = _typed(row, ROW_KEYS, at, faults)
        for cell in ("count", "people"):
            if cell in values:
                values[cell] = _row_measure(values[cell], shared, at, cell, faults)
        if "asked" in values:
            values["asked"] = tuple(_asked(each, at, faults) for each in values["asked"])
        drafts.append(Draft(values, at, columns))
    return drafts


def _asked(table: dict[str, Any], at: TableLines, faults: Faults) -> AskedOf:
    """Return how some kinds of units are asked a row."""
    values = _typed(table, ASKED_KEYS, TableLines(at.of("asked")), faults)
    kind = values.get("kind")
    if kind is not None and kind not in ASKED:
        known = ", ".join(ASKED)
        faults.add(at.of("asked"), "kind_unknown", row="asked", kind=kind, known=known)
        kind = None
    return AskedOf(
        tuple(values.get("kinds", ())),
        kind or "",
        values.get("question", ""),
        values.get("example", ""),
        values.get("at_most"),
        tuple(values.get("within", ())),
    )


def _row_measure(
    given: Any, shared: dict[str, Measure | None], at: TableLines, cell: str, faults: Faults
) -> Measure | None:
    """Return a measure written out in the row, or the name of a shared one."""
    if isinstance(given, dict):
        return _measure(given, at, f"{cell}.", faults)
    if given not in shared:
        faults.add(at.of(cell), "measure_unknown", name=given, known=", ".join(shared) or "–")
    return shared.get(given)


def _measure(table: Any, at: TableLines, prefix: str, faults: Faults) -> Measure | None:
    if not isinstance(table, dict):
        faults.add(at.line, "wrong_type", key="measures", wanted=say("fault.type.table"))
        return None
    values = _typed(table, MEASURE_KEYS, at, faults, prefix)
    if not values.get("word"):
        faults.add(at.of(prefix.rstrip(".")), "missing", key="word")
        return None
    values["accepted"] = tuple(values.get("accepted", ()))
    values["doubtful"] = tuple(values.get("doubtful", ()))
    return Measure(**values)


def _typed(
    table: dict[str, Any],
    known: dict[str, str],
    at: TableLines,
    faults: Faults,
    prefix: str = "",
) -> dict[str, Any]:
    """Return the values that have a known name and the right type; the others become faults."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        line = at.of(prefix + key)
        wanted = known.get(key)
        if wanted is None:
            faults.add(line, "unknown_key", key=key, known=", ".join(known))
        elif _is_a(wanted, value):
            kept[key] = value
        elif key in CODES and isinstance(value, int | Decimal):
            faults.add(line, "code_not_text", key=key, value=value)
        else:
            faults.add(line, "wrong_type", key=key, wanted=say(f"fault.type.{wanted}"))
    return kept


def _is_a(wanted: str, value: Any) -> bool:
    """Tell whether a value is what its key takes; numbers are never negative, and no flags."""
    kind, every = SHAPES[wanted]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return False
    if isinstance(value, int):
        return value >= 0
    return not isinstance(value, list) or all(isinstance(each, every) for each in value)
