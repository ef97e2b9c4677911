"""Which columns a form's page has: widths, heads and where each figure stands.

A form of the usual shape has two quantity columns under one head; a form that declares its columns
has as many as it says, under heads of several lines, and lies across the paper where they are many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from bot.locale.say import say
from bot.model.form import Cell, Form

USUAL = (6.0, 34.0, 11.5, 13.0, 8.5, 16.0)  # Excel's units: together the width of upright A4
UPRIGHT, ACROSS = sum(USUAL), 137.0
FIRST = 3  # columns before the quantities: TT, label, measure
FIXED, NOTE = (6.0, 34.0, 10.0), 14.0
NARROWEST, WIDEST = 5.5, 13.0  # of a declared column
USUAL_MM = (12, 62, 22, 29, 17, 23)  # in a document, together the 165 mm between the margins
ACROSS_MM = 252


@dataclass(frozen=True, slots=True)
class Head:
    """One cell of the head; lines and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


@dataclass(frozen=True, slots=True)
class PageColumns:
    """The columns of a page: `cells` are those of figures, in printed order."""

    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    heads: tuple[Head, ...]
    head_lines: int
    lies: bool = False

    @property
    def last(self) -> int:
        """How many columns there are."""
        return len(self.widths)

    @property
    def millimetres(self) -> tuple[float, ...]:
        """The widths in a document."""
        if self.widths == USUAL:
            return USUAL_MM
        room = ACROSS_MM if self.lies else sum(USUAL_MM)
        return tuple(round(width * room / sum(self.widths), 1) for width in self.widths)

    def letter(self, cell: Cell) -> str:
        """Return the letter of a figure's column."""
        return str(get_column_letter(FIRST + 1 + self.cells.index(cell)))


def page_columns(form: Form) -> PageColumns:
    """Return the columns of a form's page."""
    if not form.quantities:
        return _usual(form)
    paths = [column.head for column in form.quantities]
    lies = sum(FIXED) + NOTE + NARROWEST * len(paths) > UPRIGHT - WIDEST
    room = (ACROSS if lies else UPRIGHT) - sum(FIXED) - NOTE
    width = max(NARROWEST, min(WIDEST, round(room / len(paths), 1)))
    depth = max(map(len, paths))
    names = form.columns or _names()
    heads = [
        *_outer((*names[:FIRST], ""), depth)[:FIRST],
        *_over(paths, depth),
        Head(0, FIRST + len(paths), depth - 1, FIRST + len(paths), _note(names)),
    ]
    widths = (*FIXED, *(width for _ in paths), NOTE)
    return PageColumns(widths, form.cells, tuple(heads), depth, lies)


def _usual(form: Form) -> PageColumns:
    names = form.columns or _names()
    over = Head(0, FIRST, 0, FIRST + 1, form.quantity_head or say("sheet.quantity"))
    under = (Head(1, at, 1, at, names[at]) for at in (FIRST, FIRST + 1))
    first, last = _outer(names, 2)[:FIRST], Head(0, 5, 1, 5, names[5])
    return PageColumns(USUAL, form.cells, (*first, over, *under, last), 2)


def _names() -> tuple[str, ...]:
    return tuple(say(f"sheet.column.{number}") for number in range(1, len(USUAL) + 1))


def _note(names: Sequence[str]) -> str:
    return names[FIRST] if len(names) == FIRST + 1 else say("sheet.column.6")


def _outer(names: Sequence[str], depth: int) -> list[Head]:
    """Return the heads that run over all lines."""
    return [Head(0, at, depth - 1, at, name) for at, name in enumerate(names)]


def _over(paths: Sequence[tuple[str, ...]], depth: int) -> Iterator[Head]:
    """Return the heads of the quantities: neighbours under the same upper heads share them."""
    for level in range(depth):
        at = 0
        while at < len(paths):
            end = at + 1
            if len(paths[at]) <= level:
                at = end
                continue
            is_last = len(paths[at]) == level + 1
            while (
                not is_last
                and end < len(paths)
                and paths[end][: level + 1] == paths[at][: level + 1]
            ):
                end += 1
            bottom = depth - 1 if is_last else level
            yield Head(level, FIRST + at, bottom, FIRST + end - 1, paths[at][level])
            at = end
