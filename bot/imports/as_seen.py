"""A form's table as a person sees it: merged cells, hidden lines and columns, text that is struck.

A merged cell holds for all its lines: words for each of them, a figure for nobody knows which.
Lines under one merged label are parts of one row. What is hidden is named and not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.imports.grid import Grid, GridLine, LeftOut, Odd, Span, Value, shown
from bot.model.filled_form import tidy


@dataclass(frozen=True, slots=True)
class Places:
    """The columns of a form's table that matter here; None where one is missing."""

    label: int
    figures: tuple[int, ...]
    note: int | None

    @property
    def filled(self) -> tuple[int, ...]:
        return self.figures if self.note is None else (*self.figures, self.note)


@dataclass(frozen=True)
class SeenTable:
    """`lines` are read; `hidden` are lines with entries that nobody sees; `left_out` is what stands
    in the entries of a line without counting, with the line."""

    lines: list[GridLine]
    hidden: list[GridLine] = field(default_factory=list)
    left_out: list[tuple[GridLine, LeftOut]] = field(default_factory=list)


def as_seen(grid: Grid, lines: Iterable[GridLine], places: Places) -> SeenTable:
    """Return the lines below a table's head as they are seen."""
    left_out: list[tuple[GridLine, LeftOut]] = []
    shown_lines: list[GridLine] = []
    hidden: list[GridLine] = []
    for line in lines:
        line, gone = _without_hidden_columns(grid, line, places)
        left = [each for each in (*line.left_out, *gone) if each.column in places.filled]
        if line.is_hidden and any(line.at(at) is not None for at in places.filled):
            hidden.append(line)
            continue
        left_out += [(line, each) for each in left]
        shown_lines.append(line)
    for span in grid.spans:
        if span.left <= places.label <= span.right:
            shown_lines = _joined(shown_lines, span, places)
    for span in grid.spans:
        shown_lines = _spread(shown_lines, span, places)
    return SeenTable(shown_lines, hidden, left_out)


def _without_hidden_columns(
    grid: Grid, line: GridLine, places: Places
) -> tuple[GridLine, list[LeftOut]]:
    gone = [
        LeftOut(at, "hidden_column", shown(line.at(at)))
        for at in places.filled
        if at in grid.hidden_columns and line.at(at) is not None
    ]
    for each in gone:
        line = _with(line, each.column, None)
    return line, gone


def _with(line: GridLine, column: int, value: Value) -> GridLine:
    values = [*line.values, *[None] * (column + 1 - len(line.values))]
    values[column] = value
    return replace(line, values=tuple(values))


# -- several lines, one label ---------------------------------------------------------------------


def _joined(lines: list[GridLine], span: Span, places: Places) -> list[GridLine]:
    """Return the lines with those under one merged label made into one."""
    parts = _spanned(lines, span)
    if len(parts) < 2 or not parts[0].at(places.label):
        return lines
    whole = _made_one(parts, places)
    others = {line.place for line in parts[1:]}
    kept = (line for line in lines if line.place not in others)
    return [whole if line.place == whole.place else line for line in kept]


def _spanned(lines: list[GridLine], span: Span) -> list[GridLine]:
    return [line for line in lines if span.top <= line.place <= span.bottom]


def _made_one(parts: list[GridLine], places: Places) -> GridLine:
    """Return the first line with the entries of the only one that has some, or with the sums of several
    and their names beside them."""
    filled = [line for line in parts if any(line.at(at) is not None for at in places.filled)]
    if not filled:
        return parts[0]
    if len(filled) == 1:
        entries = {at: filled[0].at(at) for at in places.filled}
    else:
        entries = {at: _sum([line.at(at) for line in filled]) for at in places.figures}
        if places.note is not None:
            entries[places.note] = "; ".join(_named(line, places) for line in filled)
    whole = parts[0]
    for at, value in entries.items():
        whole = _with(whole, at, value)
    return whole


def _sum(values: list[Value]) -> Value:
    """Return the sum of the parts; Odd where one of them is no whole number."""
    present = [value for value in values if value is not None]
    numbers = [number for value in present if (number := _whole(value)) is not None]
    if not present:
        return None
    if len(numbers) < len(present):
        return Odd("parts", "; ".join(map(shown, present)))
    return sum(numbers)


def _whole(value: Value) -> int | None:
    text = shown(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _named(line: GridLine, places: Places) -> str:
    """Return a part with its figures, as in "TH Tân Lập: 2, 76"."""
    figures = ", ".join(shown(line.at(at)) for at in places.figures if line.at(at) is not None)
    name = tidy(shown(line.at(places.note)))
    return f"{name}: {figures}" if name and figures else name or figures


# -- one cell, several lines ----------------------------------------------------------------------


def _spread(lines: list[GridLine], span: Span, places: Places) -> list[GridLine]:
    """Return the lines with a merged entry in each line that it spans."""
    spanned = _spanned(lines, span)
    if span.left not in places.filled or len(spanned) < 2 or spanned[0].place != span.top:
        return lines
    value = spanned[0].at(span.left)
    if value is None:
        return lines
    text = shown(value)
    spread = Odd("merged", text) if any(map(str.isdigit, text)) else value
    return [_with(line, span.left, spread) if line in spanned else line for line in lines]
