"""From the lines of an annex to its printed rows: heads printed again and page titles are passed
over, a row that a page break cut in two is put together, what stands below the table is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.imports.annex import Annex, AnnexLine, AnnexRefused, Doubt
from bot.imports.annex_columns import PrintedLine, TableHead, find_head
from bot.imports.form_table import key

CONTINUED = ("tieptheo", "tiep", "phuluc", "trang")
NUMBERED_HEADING = re.compile(r"([IVX]+|[A-ZĐ]|\d{1,2})[.)]\s+(\S.*)")
BULLETS = "-–+*•"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of the form. `printed` is what stands in the TT column."""

    place: int
    printed: str
    label: str
    unit: str
    bold: bool = False
    is_number: bool = False
    has_figures: bool = False
    lined: bool = False

    @property
    def shown(self) -> str:
        """The row's name in a sentence."""
        return f"{self.printed} {self.label}".strip()


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """All rows in printed order, the head, the title lines, and what was doubtful so far."""

    head: TableHead
    rows: tuple[PrintedRow, ...]
    above: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


def read_annexes(annexes: Iterable[Annex]) -> PrintedForm:
    """Return the one form among the tables of a file, its parts put together."""
    head: TableHead | None = None
    first: Annex | None = None
    lines: list[PrintedLine] = []
    lined: dict[int, bool] = {}
    for annex in annexes:
        own = find_head(annex)
        if head is None or first is None:
            if own is None:
                continue
            head, first, begin = own, annex, own.first + own.size
        elif own is not None and not _same(own, head):
            raise AnnexRefused("several", first=first.name, second=annex.name)
        elif own is not None:
            begin = own.first + own.size
        elif _goes_on(annex, head):
            begin = 0
        else:
            continue
        offset = lines[-1].place if lines and annex is not first else 0
        for line in annex.lines[begin:]:
            cut = head.cut(replace(line, place=line.place + offset))
            lined[cut.place] = any(cell.lined for cell in line.cells)
            lines += [] if head.repeats(line) or line.is_column_numbers else [cut]
    if head is None or first is None:
        raise AnnexRefused("no_form")
    above = first.above or tuple(_title(first.lines[: head.first]))
    rows, doubts = Rows(lined).read(lines)
    if not rows:
        raise AnnexRefused("no_rows", table=first.name)
    return PrintedForm(head, rows, above, doubts)


def _same(head: TableHead, other: TableHead) -> bool:
    return [key(name) for name in head.columns] == [key(name) for name in other.columns]


def _goes_on(annex: Annex, head: TableHead) -> bool:
    """Tell whether a table without a head goes on with the form: it has units or numbers, and as many
    columns."""
    widths = {
        max((cell.column + cell.wide for cell in line.cells), default=0) for line in annex.lines
    }
    whole = head.note + 1
    return bool(annex.lines) and max(widths) == whole and len(annex.lines[0].cells) > 4


def _title(lines: Iterable[AnnexLine]) -> Iterator[str]:
    """Return the texts above a table on a sheet; several beside each other are a letterhead."""
    for line in lines:
        texts = line.texts
        if len(texts) == 1:
            yield texts[0].text


class Rows:
    """Puts the lines together, one after the other."""

    def __init__(self, lined: dict[int, bool]) -> None:
        self.lined = lined
        self.rows: list[PrintedRow] = []
        self.doubts: list[Doubt] = []

    def read(self, lines: list[PrintedLine]) -> tuple[tuple[PrintedRow, ...], tuple[Doubt, ...]]:
        """Return all rows down to the table's end."""
        for line in lines[: self._end(lines)]:
            if line.heading:
                self._heading(line)
            else:
                self._line(line)
        return tuple(self.rows), tuple(self.doubts)

    def _end(self, lines: list[PrintedLine]) -> int:
        """Return how many lines belong to the table: signatures have no border, no number, no unit."""
        has_borders = any(self.lined.get(line.place) for line in lines if line.code)
        last = 0
        for at, line in enumerate(lines, start=1):
            says = bool(line.unit or _is_code(line) or line.heading)
            if has_borders:
                says = self.lined.get(line.place, False) and (says or line.label is not None)
            if says:
                last = at
        for line in lines[last:]:
            told = line.label or line.code
            if not has_borders and told is not None:
                self._doubt("left_below", line.place, text=told.text)
        return last

    def _doubt(self, reason: str, place: int, **details: object) -> None:
        self.doubts.append(Doubt(reason, "", {"place": place, **details}))

    def _heading(self, line: PrintedLine) -> None:
        """Take up a text over the whole width: a numbered group, or a page's title printed again."""
        numbered = NUMBERED_HEADING.fullmatch(line.heading)
        if numbered and not key(line.heading).startswith(CONTINUED):
            row = PrintedRow(line.place, numbered[1], numbered[2], "", bold=True)
            self._doubt("heading_row", line.place, text=line.heading)
            self.rows.append(row)
        else:
            self._doubt("heading_left", line.place, text=line.heading)

    def _line(self, line: PrintedLine) -> None:
        label = line.label
        if label is not None and label.goes_on and (line.code is None or line.code.goes_on):
            if line.unit is not None and not line.unit.goes_on:
                raise AnnexRefused("two_units", place=line.place, row=label.text)
            return
        row = PrintedRow(
            line.place,
            "" if line.code is None or line.code.goes_on else line.code.text,
            "" if label is None else label.text,
            "" if line.unit is None else line.unit.text,
            label is not None and label.bold,
            line.code is not None and line.code.is_number,
            any(line.figures),
            self.lined.get(line.place, False),
        )
        if not (row.printed or row.label or row.unit):
            return
        if self.rows and self._is_rest(row):
            self._join(row)
        elif not row.label:
            raise AnnexRefused("no_label", place=row.place, text=row.printed or row.unit)
        else:
            self.rows.append(row)

    def _is_rest(self, row: PrintedRow) -> bool:
        """Tell whether a line is the second half of the row above, cut by a page break."""
        above = self.rows[-1]
        if row.printed and row.printed != above.printed:
            return False
        goes_on = row.label[:1].islower() or row.label[:1] in tuple(")],;.…")
        if row.printed:  # the number is printed again
            return bool(goes_on)
        if not row.label:
            return True
        whole_unit = bool(row.unit) and bool(above.unit) and not _is_half(above.unit, row.unit)
        return bool(goes_on) and not whole_unit

    def _join(self, row: PrintedRow) -> None:
        above = self.rows[-1]
        label = f"{above.label} {row.label}".strip()
        self.rows[-1] = replace(
            above,
            label=label,
            unit=_joined(above.unit, row.unit),
            has_figures=above.has_figures or row.has_figures,
        )
        self._doubt("joined", row.place, text=label)


def _is_code(line: PrintedLine) -> bool:
    """Tell whether a line has a number of its own, and not the words of a signature in that column."""
    if line.code is None:
        return False
    return line.label is not None or " " not in line.code.text.strip()


def _is_half(above: str, below: str) -> bool:
    return above.endswith(("/", ",", "-")) or below.startswith(("/", ","))


def _joined(above: str, below: str) -> str:
    """Return a unit that was cut in two; the same one printed again is one."""
    if not above or not below or above == below:
        return above or below
    return f"{above}{'' if _is_half(above, below) else ' '}{below}"
