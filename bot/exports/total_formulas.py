"""Real formulas in the total, each with its result beside it.

openpyxl writes a formula or a value, never both, and a total without stored results is empty or 0
wherever nothing calculates: on phones, in the previews of chats and mail, in Excel's protected view
of a download. So the sheet is written with our own sums, and while the file is packed each of
them gets the formula that a person can check it by. Only cells of sums are touched, and formulas
are made of cell addresses alone: no answer can become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from bot.exports.export_progress import followed
from bot.exports.page_columns import page_columns
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_rows import ListSheet
from bot.exports.unit_sheet import column_letters, lines_of_units
from bot.figures.rollup import RollUp, has_tiers
from bot.model.form import Cell, Form, Indicator
from bot.model.optional import first

STORED = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*>)(<v>[^<]*</v>)')
Formulas = dict[str, str]  # cell to formula, without "="


@dataclass(frozen=True, slots=True)
class UnitList:
    """The sheet on which the units of one form stand, a line each; `keys` leads the form's codes to
    the rows of the total."""

    part: CampaignSheet
    name: str
    keys: Mapping[str, str]

    def figures(self, key: str, cell: Cell) -> str | None:
        """Return where all figures of a row stand; None where the form has no such figure, and where not
        all that stands there is in the total."""
        if has_tiers(self.part.units):
            return None
        row = first(lambda row: self.keys[row.code] == key, self.part.form.rows)
        if row is None or cell not in row.cells or not self.part.units:
            return None
        letter = column_letters(self.part.form)[row.code, cell]
        top, bottom = lines_of_units(len(self.part.units))
        name = self.name.replace("'", "''")
        return f"'{name}'!{letter}{top}:{letter}{bottom}"


def formulas_of(
    form: Form,
    totals: RollUp,
    rows: Mapping[str, int],
    lists: Sequence[UnitList],
    columns: Mapping[Cell, str] | None = None,
) -> Formulas:
    """Return the formula of every sum that the total shows, on a sheet whose `rows` are known by code, and
    its `columns` where they are not those of our own layout.
    Computed rows add up the rows under them; row 5, which may be above its own, and all others
    add up the units' figures. A sum that one of the forms asks and another computes has none."""
    if columns is None:
        page = page_columns(form)
        columns = {cell: page.letter(cell) for cell in page.cells}
    apart = frozenset(chain.from_iterable(unit.left_out for unit in totals.counted))
    sums = _Sums(form, rows, lists, apart)
    made = {}
    for row, cell in _summed(form, totals):
        if row.code in rows and cell in columns:
            added = sums.added(row, cell, columns[cell])
            if added:
                made[f"{columns[cell]}{rows[row.code]}"] = f"SUM({added})"
    return made


def _summed(form: Form, totals: RollUp) -> Iterator[tuple[Indicator, Cell]]:
    """Go through the figures that the total shows."""
    for row in form.rows:
        for cell, shown in _shown(row, totals):
            if shown:
                yield row, cell


@dataclass(frozen=True)
class _Sums:
    """What the sums of a sheet add up: the rows below, or the units' own figures."""

    form: Form
    rows: Mapping[str, int]
    lists: Sequence[UnitList]
    apart: frozenset[
        str
    ]  # rows of which the total leaves out a part: no formula over the units says it

    def added(self, row: Indicator, cell: Cell, letter: str) -> str:
        """Return what stands in a sum's brackets; "" where no formula says it."""
        if not (row.is_total and row.complete):
            return self._of_units(row, cell)
        if self._is_asked_somewhere(row):
            return ""
        below = [child.code for child in self.form.children(row.code) if cell in child.cells]
        if not self.rows.keys() >= set(below):
            return self._of_units(row, cell)
        return _ranges(letter, [self.rows[code] for code in below])

    def _of_units(self, row: Indicator, cell: Cell) -> str:
        if row.code in self.apart:
            return ""
        found = (each.figures(row.code, cell) for each in self.lists)
        return ",".join(filter(None, found))

    def _is_asked_somewhere(self, total: Indicator) -> bool:
        return any(
            each.keys[row.code] == total.code and not row.is_total
            for each in self.lists
            for row in each.part.form.rows
        )


def _shown(row: Indicator, totals: RollUp) -> list[tuple[Cell, bool]]:
    """Return a row's cells, and whether any unit gave its figure: else it stays empty, where SUM would make
    it 0."""
    total = totals.totals.get(row.code)
    if total is None:
        return []
    return [(cell, cell in total.figures) for cell in row.cells]


def _ranges(column: str, rows: Iterable[int]) -> str:
    """Return `D9:D21`, or several where rows of deeper levels stand between."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ",".join(f"{column}{run[0]}:{column}{run[-1]}" for run in runs)


def save_with_formulas(book: Workbook, formulas: Mapping[str, Formulas], target: BinaryIO) -> None:
    """Save a workbook; `formulas` by the name of the sheet."""
    with _Packing(target, book, formulas) as archive:
        ExcelWriter(book, archive).save()


class _Packing(ZipFile):
    """The archive that a workbook is written into; sheets with lines or formulas are completed on the
    way."""

    def __init__(self, target: BinaryIO, book: Workbook, formulas: Mapping[str, Formulas]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, allowZip64=True)
        self._formulas = formulas
        self._sheets = followed(book.worksheets)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write a sheet that openpyxl has ready in a file: it saves them one after the other."""
        sheet, xml = next(self._sheets), Path(filename).read_bytes()
        if isinstance(sheet, ListSheet):
            xml = sheet.laid_into(xml)
        if cells := self._formulas.get(sheet.title):
            xml = with_formulas(xml, cells)
        self.writestr(str(arcname), xml)


def with_formulas(xml: bytes, cells: Formulas) -> bytes:
    """Return a sheet's text in which each of these cells has its formula before its value."""

    def complete(found: re.Match[bytes]) -> bytes:
        formula = cells.get(found[2].decode())
        if formula is None:
            return found[0]
        return found[1] + b"<f>" + escape(formula).encode() + b"</f>" + found[3]

    return STORED.sub(complete, xml)
