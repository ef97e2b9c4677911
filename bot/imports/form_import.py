"""A form made from the table of an official .xlsx or .docx annex.

Codes and labels stay as printed, misprints included. Kinds, cells, totals and the words shown in
chat are proposals; whatever the paper does not say for certain is listed as a doubt, and a table of
another shape is refused with a reason. Nothing is decided in silence.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.imports.annex import Annex, AnnexRefused, Doubt
from bot.imports.annex_rows import PrintedForm, read_annexes
from bot.imports.document import why_not
from bot.imports.form_table import key
from bot.imports.form_wording import gate_of, question_of, short_of
from bot.imports.row_keys import Keyed, key_rows
from bot.imports.safe_zip import FileRefused, names_of
from bot.imports.statistics_form import (
    FoundTable,
    TableChoice,
    choose_table,
    statistics_form,
)
from bot.imports.unit_words import PERSONS, UnitReading, read_unit
from bot.locale.say import say
from bot.model.form import FIRST_CELLS, HEADER, TOTAL, Cell, Column, Form, Indicator, Measure
from bot.model.optional import first
from bot.row_types import ROW_TYPES

ANNEX = re.compile(
    r"(phụ lục|biểu mẫu|biểu số|biểu|mẫu số|mẫu)\s+[\dIVXLC][\w./-]*\b", re.IGNORECASE
)
YEAR = re.compile(r"(?<=năm )(20\d\d)\b", re.IGNORECASE)
NOT_TITLE = (
    "donvibaocao",
    "donvi",
    "tendonvi",
    "kinhgui",
    "kemtheo",
    "kytinh",
    "donvitinh",
    "thoigian",
)
OTHER = ("khac", "noidungkhac", "kiennghi", "dexuat", "ghichu")
TITLE_LINES = 4
LOUD = re.compile(r"[^a-zà-ỹđ]{12,}")
MOTTO = ("conghoa", "doclap", "ubnd", "uyban", "phonggiaoduc", "sogiaoduc")
ANY_TABLE = TableChoice()
AROUND_TITLE = " :.;-–—"


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """The form as proposed and everything that wants a look, in printed order."""

    form: Form
    doubts: tuple[Doubt, ...]


def open_annexes(path: Path) -> list[Annex]:
    """Return all tables of an .xlsx or .docx, told apart by content; AnnexRefused where it is neither."""
    try:
        names = set(names_of(path))
        if "xl/workbook.xml" in names:
            from bot.imports.annex_xlsx import open_workbook  # openpyxl takes 0.2 s to import

            return open_workbook(path)
        if "word/document.xml" in names:
            from bot.imports.annex_docx import open_document

            return open_document(path)
    except FileRefused as refused:
        reason = why_not(path) if refused.reason == "broken" else refused.reason
        raise AnnexRefused(reason) from None
    except FileNotFoundError:
        raise
    except (OSError, zipfile.BadZipFile):
        raise AnnexRefused("broken") from None
    except Exception:  # damaged parts make the libraries stumble in every way there is
        raise AnnexRefused("broken") from None
    raise AnnexRefused("unsupported")


def import_form(
    path: Path, slug: str, known: Mapping[str, Measure], choice: TableChoice = ANY_TABLE
) -> ImportedForm:
    """Return the form in a file. `known` are measures by word, whose other words are used again.

    Raises AnnexRefused where the file holds no table of this shape, FileNotFoundError where there
    is no file."""
    annexes = open_annexes(path)
    table = choose_table(annexes, choice)
    if table is not None and not table.is_usual:
        return _statistics(table, slug)
    chosen = [table.annex] if table is not None and (choice.sheet or choice.table) else annexes
    printed = read_annexes(chosen)
    keyed, doubts = key_rows(printed.rows)
    rows, more = Builder(keyed, known).build()
    form, of_title = _form(printed, slug, rows)
    found = (*of_title, *_placed(printed.doubts, keyed), *doubts, *more)
    order = {row.code: place for place, row in enumerate(rows)}
    ordered = sorted(found, key=lambda doubt: order.get(doubt.row, -1))
    return ImportedForm(form, tuple(ordered))


def _statistics(table: FoundTable, slug: str) -> ImportedForm:
    """Return the form of a table that declares its columns."""
    made = statistics_form(table)
    annex, title, found = _title(table.above)
    if not annex:
        title = _loud(table.above) or (title if found else table.head.names[1])
    year = YEAR.search(title)
    form = Form(
        slug=slug,
        title=(YEAR.sub("{year}", title) if year else title) or slug,
        rows=made.rows,
        annex=annex,
        year=int(year[1]) if year else None,
        columns=made.heads,
        quantities=made.columns,
    )
    told = ", ".join(_column_words(column, made.columns) for column in made.columns)
    columns = Doubt("columns", "", {"columns": told})
    return ImportedForm(form, (columns, *([] if found else [Doubt("no_title")]), *made.doubts))


def _loud(lines: Sequence[str]) -> str:
    """Return the first line in capitals that is no motto, "" for none."""
    own = (line for line in lines if not key(line).startswith(MOTTO))
    return next((line for line in own if LOUD.fullmatch(line)), "")


def _column_words(column: Column, columns: Sequence[Column]) -> str:
    """Return a column with the one that holds its figures: "nữ (trong tổng số)"."""
    whole = first(lambda each: each.key == column.part_of, columns)
    word = column.measure.word
    return say("form_import.part_of", part=word, whole=whole.measure.word) if whole else word


def _placed(doubts: tuple[Doubt, ...], keyed: tuple[Keyed, ...]) -> list[Doubt]:
    """Return doubts about a line with the row it became."""
    codes = {keyed_row.row.place: keyed_row.code for keyed_row in keyed}
    codes |= {
        place: keyed_row.code
        for keyed_row, after in zip(keyed, (*keyed[1:], None), strict=True)
        for place in range(
            keyed_row.row.place, after.row.place if after else keyed_row.row.place + 1
        )
    }
    return [
        replace(doubt, row=codes.get(int(str(doubt.details.get("place", 0))), ""))
        for doubt in doubts
    ]


def _form(
    printed: PrintedForm, slug: str, rows: tuple[Indicator, ...]
) -> tuple[Form, list[Doubt]]:
    annex, title, found = _title(printed.above)
    year = YEAR.search(title)
    doubts = [] if found else [Doubt("no_title")]
    if any(row.has_figures for row in printed.rows):
        doubts.append(Doubt("figures_left"))
    form = Form(
        slug=slug,
        title=(YEAR.sub("{year}", title) if year else title) or slug,
        rows=rows,
        annex=annex,
        year=int(year[1]) if year else None,
        columns=printed.head.columns,
        quantity_head=printed.head.quantity_head,
    )
    return form, doubts


def _title(above: tuple[str, ...]) -> tuple[str, str, bool]:
    """Annex, title, and whether a title was found: the lines after "Phụ lục …", or the nearest."""
    lines = [" ".join(line.split()) for line in above if line.strip()]
    starts = [at for at, line in enumerate(lines) if ANNEX.match(line)]
    annex, after = "", lines[-TITLE_LINES:]
    if starts:
        first = lines[starts[-1]]
        annex = ANNEX.match(first)[0]  # type: ignore[index]
        beside = first[len(annex) :].strip(AROUND_TITLE)  # "Biểu 01: KẾT QUẢ …"
        after = [*([beside] if beside else []), *lines[starts[-1] + 1 :]]
    kept: list[str] = []
    for line in after:
        is_office = line.isupper() and key(line).startswith(MOTTO) and line is not after[-1]
        if line.startswith("(") or is_office or key(line).startswith(NOT_TITLE):
            if kept:
                break
            continue
        kept.append(line)
    return annex, "\n".join(kept[:TITLE_LINES]).replace("{", "(").replace("}", ")"), bool(kept)


class Builder:
    """Kinds, cells and chat wording of every row, from the leaves upward."""

    def __init__(self, keyed: tuple[Keyed, ...], known: Mapping[str, Measure]) -> None:
        self.keyed = keyed
        self.known = known
        self.below: dict[str, list[str]] = {}
        for keyed_row in keyed:
            if keyed_row.parent:
                self.below.setdefault(keyed_row.parent, []).append(keyed_row.code)
        self.made: dict[str, Indicator] = {}
        self.doubts: list[Doubt] = []
        self.units: dict[tuple[str, str], list[str]] = {}  # (doubt, unit) to the rows that have it

    def build(self) -> tuple[tuple[Indicator, ...], tuple[Doubt, ...]]:
        """Return all rows in printed order."""
        for earlier in reversed(self.keyed):
            self.made[earlier.code] = self._row(earlier)
        for (reason, unit), codes in self.units.items():
            codes.reverse()
            details: dict[str, object] = {"unit": unit, "rows": ", ".join(codes)}
            self.doubts.append(Doubt(reason, codes[0], details))
        return tuple(self.made[keyed_row.code] for keyed_row in self.keyed), tuple(self.doubts)

    def _row(self, keyed_row: Keyed) -> Indicator:
        plain = Indicator(
            keyed_row.code,
            HEADER,
            keyed_row.row.label,
            keyed_row.printed,
            keyed_row.row.unit,
            keyed_row.parent,
            bold=keyed_row.row.bold,
            short=short_of(keyed_row.row.label),
        )
        if keyed_row.code in self.below:
            return self._head(plain)
        if not keyed_row.row.unit:
            return self._text(plain)
        return self._leaf(
            plain, read_unit(keyed_row.row.unit, keyed_row.row.label, keyed_row.row.place)
        )

    def _leaf(self, plain: Indicator, reading: UnitReading) -> Indicator:
        if reading.doubt:
            self.units.setdefault((reading.doubt, plain.measure_label), []).append(plain.code)
        measures = self._measures(reading)
        return replace(
            plain,
            kind=reading.kind,
            cells=reading.cells,
            count=measures.get(Cell.COUNT),
            people=measures.get(Cell.PEOPLE),
            at_most=1 if ROW_TYPES[reading.kind].takes_yes else None,
            question=question_of(plain.label, reading.kind, reading.words),
        )

    def _measures(self, reading: UnitReading) -> dict[Cell, Measure]:
        found = {}
        for cell, word in zip(reading.cells, reading.words, strict=True):
            measure = self.known.get(word) or Measure(word)
            if cell == Cell.COUNT and reading.others:
                measure = Measure(word, reading.others)
            found[cell] = measure
        return found

    def _text(self, plain: Indicator) -> Indicator:
        """Return no unit and nothing below: free words."""
        is_last = plain.code == self.keyed[-1].code
        if not is_last or not any(word in key(plain.label) for word in OTHER):
            self.doubts.append(Doubt("no_unit", plain.code))
        question = question_of(plain.label, "text", ())
        return replace(plain, kind="text", question=question)

    def _head(self, plain: Indicator) -> Indicator:
        """Return a row with others below it: a title, or a total where it has a unit."""
        gate = gate_of(plain.label) if plain.parent is None else ""
        below = [self.made[code] for code in self.below[plain.code]]
        if not plain.measure_label:
            return replace(plain, gate=gate)
        cells, complete = _summed(plain.measure_label, below)
        if not cells:
            self.doubts.append(Doubt("nothing_to_add", plain.code, {"unit": plain.measure_label}))
            return replace(plain, gate=gate)
        measures = {
            cell: next((found for row in below if (found := row.measure(cell)) is not None), None)
            for cell in cells
        }
        reason = "total" if complete else "open_total"
        self.doubts.append(Doubt(reason, plain.code, {"cells": len(cells)}))
        return replace(
            plain,
            kind=TOTAL,
            cells=cells,
            complete=complete,
            gate=gate,
            count=measures.get(Cell.COUNT),
            people=measures.get(Cell.PEOPLE),
        )


def _summed(unit: str, below: list[Indicator]) -> tuple[tuple[Cell, ...], bool]:
    """Return the cells a total adds up, and whether its rows cover it: a cell that only some of them have
    would be no total, and rows of several shapes are seldom all there is."""
    shapes = {row.cells for row in below}
    counting = list(filter(None, shapes))
    wanted = (Cell.PEOPLE,) if key(unit) in PERSONS else FIRST_CELLS
    shared = tuple(cell for cell in wanted if all(cell in cells for cells in counting))
    if not counting:
        return (), False
    return shared, len(shapes) == 1
