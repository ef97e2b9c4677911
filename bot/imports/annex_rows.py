"""From the lines of an annex to its printed rows: heads printed again and page titles are passed
over, a row that a page break cut in two is put together, what stands below the table is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.imports.annex import Annex, AnnexCell, AnnexLine, AnnexRefused, Doubt
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
    parts = _Parts()
    for annex in annexes:
        parts.take(annex)
    if parts.head is None or parts.first is None:
        raise AnnexRefused("no_form")
    above = parts.first.above or tuple(_title(parts.first.lines[: parts.head.first]))
    rows, doubts = Rows(parts.lined).read(parts.lines)
    if not rows:
        raise AnnexRefused("no_rows", table=parts.first.name)
    return PrintedForm(parts.head, rows, above, doubts)


class _Parts:
    """The tables that belong to one form, cut by its columns. `lined` tells which lines have borders."""

    def __init__(self) -> None:
        self.head: TableHead | None = None
        self.first: Annex | None = None
        self.lines: list[PrintedLine] = []
        self.lined: dict[int, bool] = {}

    def take(self, annex: Annex) -> None:
        """Take up a table: the first with a head, one with the same head, one that goes on."""
        own = find_head(annex)
        if self.head is None or self.first is None:
            if own is None:
                return
            self.head, self.first = own, annex
        if own is None:
            if _goes_on(annex, self.head):
                self._cut(annex.lines, self.head)
        elif _same(own, self.head):
            self._cut(annex.lines[own.first + own.size :], self.head)
        else:
            raise AnnexRefused("several", first=self.first.name, second=annex.name)

    def _cut(self, lines: Iterable[AnnexLine], head: TableHead) -> None:
        offset = self.lines[-1].place if self.lines else 0
        for line in lines:
            cut = head.cut(replace(line, place=line.place + offset))
            self.lined[cut.place] = any(cell.lined for cell in line.cells)
            if not head.repeats(line) and not line.is_column_numbers:
                self.lines.append(cut)


def _same(head: TableHead, other: TableHead) -> bool:
    return list(map(key, head.columns)) == list(map(key, other.columns))


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
        is_row = self._is_bordered_row if has_borders else _says_row
        last = max((at for at, line in enumerate(lines, start=1) if is_row(line)), default=0)
        if not has_borders:
            self._leave(lines[last:])
        return last

    def _is_bordered_row(self, line: PrintedLine) -> bool:
        return self.lined.get(line.place, False) and (_says_row(line) or line.label is not None)

    def _leave(self, lines: Iterable[PrintedLine]) -> None:
        """Note what stands below the table."""
        for line in lines:
            told = line.label or line.code
            if told is not None:
                self._doubt("left_below", line.place, text=told.text)

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
        code, label, unit = map(_fresh, (line.code, line.label, line.unit))
        if line.label is not None and label is None and code is None:
            if unit is not None:
                raise AnnexRefused("two_units", place=line.place, row=line.label.text)
            return
        row = _row_of(line, _text(code), is_lined=self.lined.get(line.place, False))
        if not row.shown and not row.unit:
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


def _fresh(cell: AnnexCell | None) -> AnnexCell | None:
    """Return a cell that begins in its line; None for one that goes on from the line above."""
    return None if cell is None or cell.goes_on else cell


def _text(cell: AnnexCell | None) -> str:
    return "" if cell is None else cell.text


def _row_of(line: PrintedLine, printed: str, *, is_lined: bool) -> PrintedRow:
    """Return the row that a line is, with what it prints in the TT column."""
    is_bold = line.label is not None and line.label.bold
    is_number = line.code is not None and line.code.is_number
    label, unit = _text(line.label), _text(line.unit)
    return PrintedRow(
        line.place, printed, label, unit, is_bold, is_number, any(line.figures), is_lined
    )


def _says_row(line: PrintedLine) -> bool:
    """Tell whether a line has what only rows have: a unit, a number, a heading over the whole width."""
    return bool(line.unit or line.heading or _is_code(line))


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
