"""A filled form that came back as a file, as plain values: what each of its rows says.

Nothing here is an answer yet: the person sees what would change and says so first.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.answer import Answer

# Hidden properties of the files that we hand out.
FORM = "baocao_form"  # slug of the form
UNIT = "baocao_unit"  # code of the unit; EVERY_UNIT in a campaign's workbook
CAMPAIGN = "baocao_campaign"  # slug of the campaign
PRINTED = "baocao_printed"  # what stood in each row when it was handed out
EVERY_UNIT = "*"
SOURCE = "file"  # where an answer came from

Cells = tuple[str, str, str]  # first quantity column, people, Ghi chú, as they stand in the file


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of the form that was found in the file.

    `answer` is what its cells say, None where they are empty or not certain; then `doubt` is a
    stable reason with its named values in `details`, or "" for an empty row. `check` names why a
    certain answer should be looked at again. `place` is the line in the sheet or table. With
    `untouched` the row stands as it was handed out.
    """

    code: str
    place: int
    cells: Cells
    answer: Answer | None = None
    doubt: str = ""
    details: tuple[tuple[str, str], ...] = ()
    check: str = ""
    untouched: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing stands in the row's cells."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not read: `reason` is `missing`, `renamed`, `extra`, `twice`, `mismatch` (its
    number and its words belong to different rows) or `total` (it differs from its sum). `code` is
    the form's row where there is one, `name` what the file calls it."""

    reason: str
    code: str = ""
    name: str = ""
    place: int = 0
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FilledForm:
    """A whole file. `refusal` is the stable reason why nothing of it was read ("" when it was),
    with its named values in `details`. `unit_code`, `campaign` and `form` are what the file says of
    itself, `unit_name` what is printed above its table; all empty where it says nothing.
    `is_report` is true for a document with much text around the table."""

    rows: tuple[FilledRow, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    refusal: str = ""
    details: tuple[tuple[str, str], ...] = ()
    unit_code: str = ""
    unit_name: str = ""
    campaign: str = ""
    is_report: bool = False


def tidy(text: str) -> str:
    """A cell's text with single spaces: programs wrap and trim texts when they save a file."""
    return " ".join(text.split())


def fingerprint(cells: Cells) -> str:
    """A short mark of what stands in a row; the same after a program saved the file again."""
    return f"{zlib.crc32('|'.join(map(tidy, cells)).encode()):08x}"


def printed_mark(printed: Mapping[str, Cells]) -> str:
    """All rows' marks as one text, for the hidden property of a file that is handed out."""
    return " ".join(f"{code}={fingerprint(cells)}" for code, cells in printed.items())


def printed_marks(text: str) -> dict[str, str]:
    """Code to mark from the hidden property; empty where it is missing or was damaged."""
    pairs = (piece.partition("=") for piece in text.split())
    return {code: mark for code, _, mark in pairs if mark}
