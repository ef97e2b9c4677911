"""The head of a statistics table: any number of quantity columns under heads of one to four lines,
with or without a column of units, of official numbers ("Mã số") and of remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.imports.annex import Annex, AnnexCell, AnnexLine
from bot.imports.annex_columns import CODES, LABELS, NOTES, UNITS
from bot.imports.form_table import key
from bot.locale.say import say
from bot.vietnamese.normalise import unaccented

OFFICIAL = ("maso", "masochitieu")
NUMBERS = CODES - set(OFFICIAL)
MOST_HEAD_LINES = 5
PERCENT = re.compile(r"%|(?<![a-z])(?:ty le|ti le|so sanh|phan tram)(?![a-z])")
PERCENT_ABOVE = re.compile(
    r"%|(?:ty le|ti le|phan tram)(?![a-z])"
)  # begins a head over several columns
NUMBER = re.compile(
    r"(?:so|sl|tong)(?![a-z])"
)  # begins that of a number below it: "Tỷ lệ hộ nghèo | Số hộ"
LONG = 5  # letters from which a head may go on with other words ("Nội dung các hoạt động")


@dataclass(frozen=True, slots=True)
class QuantityHead:
    """One quantity column: where it stands, and its heads from the top line down."""

    column: int
    path: tuple[str, ...]

    @property
    def is_percentage(self) -> bool:
        """Tell whether the column holds percentages: its own head says so, or one above it."""
        *above, own = map(unaccented, self.path)
        if PERCENT.search(own):
            return True
        return not NUMBER.match(own) and any(map(PERCENT_ABOVE.match, above))


@dataclass(frozen=True, slots=True)
class StatisticsHead:
    """Where the columns of a table stand; None for one that it does not have. `group` is a column
    of merged labels left of the labels, `names` the printed heads of TT, label, unit and note."""

    first: int  # its first line, counted from 0
    size: int
    label: int
    quantities: tuple[QuantityHead, ...]
    names: tuple[str, ...]
    code: int | None = None
    group: int | None = None
    unit: int | None = None
    official: int | None = None
    note: int | None = None
    left_out: tuple[
        tuple[str, ...], ...
    ] = ()  # heads of columns that nobody is asked for: percentages

    @property
    def below(self) -> int:
        """Return the first line below it."""
        return self.first + self.size

    @property
    def percentages(self) -> tuple[QuantityHead, ...]:
        """Return the quantities that are percentages: all of them, where nothing else is asked for."""
        return tuple(each for each in self.quantities if each.is_percentage)

    @property
    def signature(self) -> tuple[object, ...]:
        """Return what tells one head from another, wherever they stand."""
        lowest = tuple(key(quantity.path[-1]) for quantity in self.quantities)
        return (tuple(map(key, self.names)), lowest)


def find_heads(annex: Annex) -> list[StatisticsHead]:
    """Return every head in a sheet or table, from above."""
    found: list[StatisticsHead] = []
    at = 0
    while at < len(annex.lines):
        head = _head_at(annex, at)
        if head is not None:
            found.append(head)
        at = max(at + 1, head.below if head is not None else 0)
    return found


@dataclass(slots=True)
class _Fixed:
    """The cells of a head's first line that are no quantities."""

    code: AnnexCell | None
    label: AnnexCell | None
    unit: AnnexCell | None
    official: AnnexCell | None
    note: AnnexCell | None

    @property
    def is_head(self) -> bool:
        """Tell whether a line with these cells begins a table."""
        if self.label is not None:
            return any((self.code, self.unit, self.official, self.note))
        return any((self.unit and self.code, self.official))

    @property
    def last(self) -> int:
        """Return the last column before the quantities."""
        cells = (self.code, self.label, self.unit, self.official)
        return max(cell.column + cell.wide - 1 for cell in cells if cell is not None)


def _head_at(annex: Annex, at: int) -> StatisticsHead | None:
    line = annex.lines[at]
    fixed = _Fixed(
        _named(line, tuple(NUMBERS)),
        _named(line, LABELS),
        _named(line, tuple(UNITS)),
        _named(line, OFFICIAL),
        _named(line, NOTES),
    )
    if not fixed.is_head:
        return None
    if fixed.label is None:
        fixed.label = _left_of(line, fixed.unit or fixed.official) or _unnamed(annex, at, fixed)
    if fixed.label is None:
        return None
    if fixed.code is None:
        fixed.code = _left_of(line, fixed.label) or fixed.official
    first, size = _extent(annex.lines, at, fixed)
    lines = annex.lines[first : first + size]
    declared = tuple(_quantities(lines, fixed))
    asked = tuple(each for each in declared if not each.is_percentage)
    quantities = asked or declared
    if not quantities:
        return None
    numbered = first + size < len(annex.lines) and annex.lines[first + size].is_column_numbers
    size += numbered
    made = _made(annex, fixed, (first, size), quantities)
    return replace(made, left_out=tuple(each.path for each in declared if each not in quantities))


def _made(
    annex: Annex, fixed: _Fixed, extent: tuple[int, int], quantities: tuple[QuantityHead, ...]
) -> StatisticsHead:
    assert fixed.label is not None
    first, size = extent
    label, group = fixed.label.column, _column(_between(annex.lines[first], fixed))
    if _has_inner_labels(annex.lines[first + size :], fixed.label):
        label, group = label + 1, label
    official = fixed.official if fixed.official is not fixed.code else None
    names = (
        fixed.code.text if fixed.code else say("sheet.column.1"),
        fixed.label.text,
        fixed.unit.text if fixed.unit else say("sheet.column.3"),
        *((fixed.note.text,) if fixed.note else ()),
    )
    return StatisticsHead(
        first,
        size,
        label,
        quantities,
        names,
        _column(fixed.code),
        group,
        _column(fixed.unit),
        _column(official),
        _column(fixed.note),
    )


def _between(line: AnnexLine, fixed: _Fixed) -> AnnexCell | None:
    """Return the head of a column of words between the numbers and the labels: what labels hang under."""
    if fixed.code is None or fixed.label is None:
        return None
    known = (fixed.code, fixed.unit, fixed.official, fixed.note)
    inside = [
        cell
        for cell in line.texts
        if fixed.code.column < cell.column < fixed.label.column and cell not in known
    ]
    return inside[0] if len(inside) == 1 else None


def _unnamed(annex: Annex, at: int, fixed: _Fixed) -> AnnexCell | None:
    """Return the place of labels whose column has no head, left of the official numbers."""
    first = fixed.official
    if first is None or first.column == 0:
        return None
    below = [cell.text for line in annex.lines[at + 1 :] for cell in line.texts if not cell.column]
    worded = [text for text in below if len(text) > LONG]
    return AnnexCell(first.column - 1, say("sheet.column.2")) if worded else None


def _column(cell: AnnexCell | None) -> int | None:
    return None if cell is None else cell.column


def _named(line: AnnexLine, words: Sequence[str]) -> AnnexCell | None:
    """Return the first cell with one of these words; long words may be followed by others."""
    for cell in line.texts:
        said = key(cell.text)
        if said in words:
            return cell
        if any(len(word) > LONG and said.startswith(word) for word in words):
            return cell
    return None


def _left_of(line: AnnexLine, cell: AnnexCell | None) -> AnnexCell | None:
    """Return the text directly left of a cell."""
    before = [each for each in line.texts if cell is not None and each.column < cell.column]
    return before[-1] if before else None


def _extent(lines: Sequence[AnnexLine], at: int, fixed: _Fixed) -> tuple[int, int]:
    """Return the first line of a head and how many it has, without the line of column letters."""
    end = at + 1
    while end < min(len(lines), at + MOST_HEAD_LINES) and _goes_on(lines[end], fixed):
        end += 1
    first = at - 1 if at and _goes_on(lines[at - 1], fixed) else at
    return first, end - first


def _goes_on(line: AnnexLine, fixed: _Fixed) -> bool:
    """Tell whether a line only names what stands under the heads of quantities."""
    if line.is_column_numbers or not line.texts:
        return False
    return all(cell.column > fixed.last and not cell.is_number for cell in line.texts)


def _quantities(lines: Sequence[AnnexLine], fixed: _Fixed) -> Iterator[QuantityHead]:
    """Return the columns behind the fixed ones that have a head of their own."""
    cells = [cell for line in lines for cell in line.cells if cell.text]
    columns = {cell.column for cell in cells} - {_column(fixed.note)}
    for column in sorted(columns - set(range(fixed.last + 1))):
        over = [cell for cell in cells if cell.column <= column < cell.column + cell.wide]
        if over[-1].column == column:
            texts = tuple(text for text, _ in groupby(cell.text for cell in over))
            yield QuantityHead(column, texts)


def _has_inner_labels(lines: Sequence[AnnexLine], label: AnnexCell) -> bool:
    """Tell whether the label's head covers two columns, the left one with labels that are merged
    over several lines."""
    if label.wide < 2:
        return False
    inner = label.column + 1
    return any(cell.column == inner and cell.text for line in lines for cell in line.cells)
