"""A printed annex as it stands in a file: cells with their place, width and weight.

What people typed is kept; what it means is asked elsewhere. Columns count from 0 and are those of
the sheet or of the table's own grid, so that a merged cell covers several of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_LINES = 600
MOST_COLUMNS = 30
NUMBERED = re.compile(r"\(?(\d{1,2}|[A-Z])(?: ?= ?[\d+\-()/x* ]{1,40})?\)?")


@dataclass(frozen=True, slots=True)
class AnnexCell:
    """One cell. `wide` columns are covered from `column` on; `goes_on` says that it belongs to the
    merged cell above, whose text it repeats. `is_number` is a figure of a spreadsheet, which may
    have lost a zero (1.10); `lined` tells of a border."""

    column: int
    text: str
    bold: bool = False
    wide: int = 1
    goes_on: bool = False
    is_number: bool = False
    lined: bool = False


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One line of the table; `place` counts from 1 as the office's program shows it. A split Word
    table's second part goes on counting."""

    place: int
    cells: tuple[AnnexCell, ...]

    @property
    def texts(self) -> tuple[AnnexCell, ...]:
        """The cells that say something of their own."""
        return tuple(cell for cell in self.cells if cell.text and not cell.goes_on)

    @property
    def is_column_numbers(self) -> bool:
        """Whether the line only numbers the columns: (1) (2) (3) …, A B 1 2 …"""
        texts = self.texts
        return len(texts) > 3 and all(NUMBERED.fullmatch(cell.text) for cell in texts)


@dataclass(frozen=True, slots=True)
class Annex:
    """One sheet or table with the lines of text that stand above it, the nearest last."""

    name: str
    lines: tuple[AnnexLine, ...]
    above: tuple[str, ...] = ()


class AnnexRefused(Exception):
    """Why no form can be made of a file: `reason` is stable, `details` fill its sentence."""

    def __init__(self, reason: str, /, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was proposed and wants a look: about a row (its code) or the whole form."""

    reason: str
    row: str = ""
    details: dict[str, object] = field(default_factory=dict)
