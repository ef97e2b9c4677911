"""A filled form that came back as a file, as plain values: what each of its rows says.

Nothing here is an answer yet: the person sees what would change and says so first.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.answer import Answer
from bot.model.form import Cell

# Hidden properties of the files that we hand out.
FORM = "baocao_form"  # slug of the form
UNIT = "baocao_unit"  # code of the unit; EVERY_UNIT in a campaign's workbook
CAMPAIGN = "baocao_campaign"  # slug of the campaign
CODE = "baocao_paper"  # what is printed on a paper, or on the form of a version that was handed in
SNAPSHOT = "baocao_snapshot"  # the number of the total that a campaign's document shows
PRINTED = "baocao_printed"  # and a number: what stood in the rows when they were handed out
EVERY_UNIT = "*"
WHOLE_CAMPAIGN = "whole_campaign"  # why the total of a campaign is no unit's form
MARK = 4  # letters of one row's mark
LONGEST = 240  # letters of one property
GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
SOURCE = "file"  # where an answer came from

Cells = tuple[str, ...]  # the quantity columns, then Ghi chú, as they stand in the file


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of the form that was found in the file.

    `answer` is what its cells say, None where they are empty or not certain; then `doubt` is a
    stable reason with its named values in `details`, or "" for an empty row. `check` names why a
    certain answer should be looked at again. `place` is the line in the sheet or table. With
    `untouched` the row stands as it was handed out; with `note_below` its words in Ghi chú were too
    long for the cell, stand below the table, and are not part of `answer`.
    """

    code: str
    place: int
    cells: Cells
    answer: Answer | None = None
    doubt: str = ""
    details: tuple[tuple[str, str], ...] = ()
    check: str = ""
    untouched: bool = False
    note_below: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing stands in the row's cells."""
        return not any(self.cells) and not self.doubt


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


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of the form with what was read in the cells of a picture, "" for what was not understood,
    and the cut-out of these cells, a file."""

    code: str
    figures: tuple[tuple[Cell, str], ...]
    picture: str


@dataclass(frozen=True)
class PrintedVersion:
    """The version of a unit's report whose code is printed on a copy: its number, and what was handed in."""

    unit_code: str
    campaign: str
    version: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class FilledForm:
    """A whole file. `refusal` is the stable reason why nothing of it was read ("" when it was),
    with its named values in `details`. `unit_code`, `campaign` and `form` are what the file says of
    itself, `unit_name` and `title_year` (0: none) what is printed above its table; all empty where it
    says nothing.
    `is_report` is true for a document with much text around the table; `words` are all that a file
    without our table says, a line for each line of its own tables. `printed` is the version whose
    code the file carries, None for a code of nobody's or none."""

    rows: tuple[FilledRow, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    refusal: str = ""
    details: tuple[tuple[str, str], ...] = ()
    unit_code: str = ""
    unit_name: str = ""
    campaign: str = ""
    is_report: bool = False
    words: str = ""
    below: str = ""
    seen: tuple[SeenRow, ...] = ()  # what was read in a picture, for the person to confirm
    printed: PrintedVersion | None = None
    title_year: int = 0


def tidy(text: str) -> str:
    """Return a cell's text with single spaces: programs wrap and trim texts when they save a file."""
    return " ".join(text.split())


def bare_figure(text: str) -> str:
    """Return a whole number without the dots between its thousands; any other text as it is."""
    return text.replace(".", "") if GROUPED.fullmatch(text) else tidy(text)


def fingerprint(cells: Cells) -> str:
    """Return a mark of four letters for what stands in a row; the same after a program saved the file."""
    *figures, note = cells
    told = "|".join((*map(bare_figure, figures), tidy(note)))
    return base64.b64encode(zlib.crc32(told.encode()).to_bytes(4)[1:], b"-_").decode()


def mark_printed(rows: Iterable[Cells]) -> dict[str, str]:
    """Hidden properties that tell what stood in the rows, in form order, when a file was handed
    out: programs show at most 255 letters of a property, so a long form takes several."""
    marks = "".join(map(fingerprint, rows))
    pieces = [marks[start : start + LONGEST] for start in range(0, len(marks), LONGEST)]
    return {f"{PRINTED}{number}": piece for number, piece in enumerate(pieces, start=1)}


def printed_marks(codes: Sequence[str], properties: Mapping[str, str]) -> dict[str, str]:
    """Return code to mark; empty where the properties are missing or belong to another number of rows."""
    marks = ""
    while piece := properties.get(f"{PRINTED}{len(marks) // LONGEST + 1}", ""):
        marks += piece
        if len(piece) < LONGEST:
            break
    if len(marks) != MARK * len(codes):
        return {}
    return {code: marks[MARK * at : MARK * (at + 1)] for at, code in enumerate(codes)}
