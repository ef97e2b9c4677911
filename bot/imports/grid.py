"""A table as it stands in a file: lines of plain values, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds neither text nor a number: `reason` is `formula` (no result beside it),
    `cell_error` or `date`, `text` what it shows."""

    reason: str
    text: str = ""


Value = str | int | float | Odd | None


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line; `place` is its number in the sheet or table, from 1."""

    place: int
    values: tuple[Value, ...]

    def at(self, column: int | None) -> Value:
        """The value of a column, None beyond the end or for a column that is not there."""
        if column is None or column >= len(self.values):
            return None
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook, or one table of a document."""

    name: str
    lines: tuple[GridLine, ...]


@dataclass(frozen=True)
class OpenedFile:
    """All tables of a file, its hidden properties, and the text outside tables. `refusal` is the
    stable reason why it was not opened; then the rest is empty."""

    grids: tuple[Grid, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    prose: str = ""
    refusal: str = ""


def shown(value: Value) -> str:
    """A value as a person sees it in the cell."""
    if value is None:
        return ""
    if isinstance(value, Odd):
        return value.text
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return str(value)
