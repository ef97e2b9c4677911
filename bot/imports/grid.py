"""A table as it stands in a file: lines of plain values, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.imports.scanned_form import ScannedLine


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds neither text nor a number: `reason` is `formula` (no result beside it),
    `cell_error`, `date`, `percent`, `scaled` (shown divided by a thousand), `rounded`, `parts` (lines
    that cannot be added) or `merged` (one figure for several lines), `text` what it shows."""

    reason: str
    text: str = ""


Value = str | int | float | Odd | None


Left = list[tuple[str, str]]  # what does not count: the reason and the text


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of a cell that does not count: `reason` is `struck`, `unseen` (hidden, white on white,
    below a merged cell) or `raised` (the mark of a footnote); or that is not read: `remark` (a note that
    hangs on the cell or its words) or `equation`."""

    column: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """One merged cell over several lines; columns from 0, `right` is its last."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line; `place` is its number in the sheet or table, from 1."""

    place: int
    values: tuple[Value, ...]
    left_out: tuple[LeftOut, ...] = ()
    is_hidden: bool = False

    def at(self, column: int | None) -> Value:
        """Return the value of a column, None beyond the end or for a column that is not there."""
        if column is None or column >= len(self.values):
            return None
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook, or one table of a document."""

    name: str
    lines: tuple[GridLine, ...]
    spans: tuple[Span, ...] = ()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class OpenedFile:
    """All tables of a file, its hidden properties, and the text outside tables. `refusal` is the
    stable reason why it was not opened; then the rest is empty, but for the `code` of a paper, which may
    stand in a picture."""

    grids: tuple[Grid, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    prose: str = ""
    refusal: str = ""
    scan: tuple[ScannedLine, ...] = ()  # of a picture of the paper form
    code: str = ""
    is_document: bool = False  # its tables stand below one another, and one may be split


def shown(value: Value) -> str:
    """Return a value as a person sees it in the cell."""
    if value is None:
        return ""
    if isinstance(value, Odd):
        return value.text
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return str(value)


def seen_line(place: int, cells: Sequence[tuple[Value, Left]], is_hidden: bool) -> GridLine | None:
    """Return a line of cells as a person sees them, each with what does not count of it; None for an
    empty one."""
    values = tuple(value for value, _ in cells)
    left_out = tuple(
        LeftOut(column, reason, text)
        for column, (_, left) in enumerate(cells)
        for reason, text in left
    )
    is_empty = not left_out and set(values) <= {None}
    return None if is_empty else GridLine(place, values, left_out, is_hidden)


def is_footnote_mark(raised: str, before: str) -> bool:
    """Tell whether raised text is a footnote's mark: digits, letters or stars that are set behind a
    figure or a word, and not the exponent of a measure ("m²")."""
    mark = raised.strip(" ()[]")
    short = 0 < len(mark) <= 3 and all(sign.isdigit() or sign in "*†abcde" for sign in mark)
    return short and not before.rstrip().endswith(("m", "M"))
