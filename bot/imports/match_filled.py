"""A filled form that comes back: from a file to what each row says, or to one reason why not.

`open_file` looks into the file and knows no form; `read_filled` knows the form and opens nothing.
Whatever the bytes are, both answer with values: a person's damaged file is no error of ours.
"""

from __future__ import annotations

import operator
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.figures.rollup import added
from bot.imports.form_table import (
    Columns,
    FormTable,
    column_names,
    likely_tables,
    match_lines,
    tables_apart,
    tables_together,
)
from bot.imports.grid import Grid, GridLine, OpenedFile, shown
from bot.imports.money_scale import scale_line
from bot.imports.old_office import EXCEL, as_docx, kind_of_old
from bot.imports.row_reading import read_measured
from bot.imports.safe_zip import FileRefused, names_of
from bot.locale.say import say
from bot.model import filled_form
from bot.model.filled_form import FilledForm, FilledRow, RowProblem
from bot.model.form import Form, Indicator
from bot.row_types import row_type
from bot.vietnamese.normalise import unaccented

YEAR = re.compile(r"20[0-9]{2}\b")
LONGEST_WORDS = 6_000  # characters of a file without our table that are read as words
REPORT_LENGTH = 1_500  # characters around the table that make a document a report of its own


def open_file(path: Path) -> OpenedFile:
    """Return all tables of a workbook or document, told apart by content; the refusal where it is none."""
    try:
        if (old := kind_of_old(path)) is not None:
            return _open_old(path, old)
        if (plain := _open_plain(path)) is not None:
            return plain
        names = names_of(path)
        if "xl/workbook.xml" in names:
            from bot.imports.filled_xlsx import open_workbook  # openpyxl takes 0.2 s to import

            return open_workbook(path)
        if "word/document.xml" in names:
            from bot.imports.filled_docx import open_document

            return open_document(path)
        return OpenedFile(refusal="not_our_form")
    except FileRefused as refused:
        return OpenedFile(refusal=refused.reason)
    except (OSError, zipfile.BadZipFile):
        return OpenedFile(refusal="broken")
    except Exception:  # damaged parts make the libraries stumble in every way there is
        return OpenedFile(refusal="broken")


def _open_plain(path: Path) -> OpenedFile | None:
    """Return the tables of a PDF, a .csv or a message's page; None for what office programs pack."""
    with path.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    if is_pdf:
        from bot.imports.pdf_tables import open_pdf

        return open_pdf(path)
    if path.suffix.lower() == ".html":
        from bot.imports.html_tables import open_html

        return open_html(path)
    if path.suffix.lower() != ".csv":
        return None
    from bot.imports.csv_grid import open_csv

    return open_csv(path)


def _open_old(path: Path, kind: str) -> OpenedFile:
    """Return the tables of a .xls or .doc."""
    if kind == EXCEL:
        from bot.imports.old_workbook import open_old_workbook

        return open_old_workbook(path)
    from bot.imports.filled_docx import open_document

    with as_docx(path) as turned:
        return open_document(turned)


def read_filled(opened: OpenedFile, form: Form) -> FilledForm:
    """Return what the file says for this form. The total of a campaign is read and refused: it is nobody's
    own report, but may be a branch's total."""
    known = FilledForm(
        unit_code=opened.properties.get(filled_form.UNIT, ""),
        campaign=opened.properties.get(filled_form.CAMPAIGN, ""),
    )
    if opened.refusal:
        return replace(known, refusal=opened.refusal)
    if opened.properties.get(filled_form.FORM, form.slug) != form.slug:
        return replace(known, refusal="other_form")
    tables = _tables(opened, form)
    if isinstance(tables, str):
        words = _words(opened) if tables == "not_our_form" else ""
        return replace(known, refusal=tables, details=_column_names(form), words=words)
    if len(tables) > 1:
        names = ", ".join(dict.fromkeys(grid.name for grid, _ in tables))
        return replace(known, refusal="several", details=(("names", names[:200]),))
    ((grid, columns),) = tables
    found = _read(opened, form, match_lines(form, grid, columns), known)
    is_total = known.unit_code == filled_form.EVERY_UNIT
    return replace(found, refusal=filled_form.WHOLE_CAMPAIGN) if is_total else found


def _words(opened: OpenedFile) -> str:
    """Return what a file says outside and inside of its own tables: "Kỹ năng sống: 4 buổi 160 em"."""
    lines = opened.prose.splitlines()
    for grid in opened.grids:
        for line in grid.lines:
            first, *others = [*filter(None, (shown(value).strip() for value in line.values)), ""]
            lines.append(f"{first}: {' '.join(others)}".strip(" :") if any(others) else first)
    return "\n".join(filter(None, lines))[:LONGEST_WORDS]


def _column_names(form: Form) -> tuple[tuple[str, str], ...]:
    return (("columns", ", ".join(f"“{name}”" for name in column_names(form)[3:5])),)


def _tables(opened: OpenedFile, form: Form) -> list[tuple[Grid, Columns]] | str:
    """Return the form's table; more than one only where several are filled and differ."""
    likely = likely_tables(form, opened.grids)
    if not likely:
        return "not_our_form"
    names = set(_unit_names(opened.prose.splitlines()))
    if opened.is_document and len(names) < 2:
        likely = list(tables_together(form, likely))
    found = [each for grid, label in likely for each in tables_apart(form, grid, label)]
    return _filled(form, found, names) if found else "columns"


def _filled(
    form: Form, found: list[tuple[Grid, Columns]], names: Collection[str]
) -> list[tuple[Grid, Columns]]:
    """Return the tables that are filled and differ, or the first; all of them where the file names several
    units around them, for then nobody knows whose the filled one is."""
    if len(names) > 1 < len(found):
        return found
    contents = [_contents(form, grid, columns) for grid, columns in found]
    different = {content: each for content, each in zip(contents, found, strict=True) if content}
    return list(different.values()) or found[:1]


def _contents(form: Form, grid: Grid, columns: Columns) -> tuple[tuple[str, ...], ...]:
    """Return what is filled in, for comparing two tables of one file."""
    lines = match_lines(form, grid, columns).lines
    cells = ((code, *columns.cells(line)) for code, line in sorted(lines.items()))
    return tuple(each for each in cells if any(each[1:]))


@dataclass(frozen=True, slots=True)
class Paper:
    """What reading one line needs besides the line."""

    columns: Columns
    marks: dict[str, str]
    scale_line: str = ""  # what stands around the table about the unit of money

    def row(self, row: Indicator, line: GridLine) -> FilledRow:
        """Return one row as the file has it."""
        cells = self.columns.cells(line)
        below = cells[-1] == say("sheet.see_below")
        note = None if below else line.at(self.columns.note)
        unit = filled_form.tidy(shown(line.at(self.columns.unit)))
        read = read_measured(row, self.columns.values(line), note, unit, self.scale_line)
        untouched = self.marks.get(row.code) == filled_form.fingerprint(cells)
        return FilledRow(
            row.code, line.place, cells, read.answer, read.doubt, read.details, read.check,
            untouched, below,
        )  # fmt: skip


def _read(opened: OpenedFile, form: Form, table: FormTable, known: FilledForm) -> FilledForm:
    marks = filled_form.printed_marks([row.code for row in form.rows], opened.properties)
    prose = opened.prose.splitlines()
    paper = Paper(table.columns, marks, scale_line([*table.above, *prose]))
    kinds = [row for row in form.answerable if not row.retired and row.code in table.lines]
    rows = {row.code: paper.row(row, table.lines[row.code]) for row in kinds}
    known = replace(
        known,
        unit_name=next(_unit_names([*table.above, *prose]), ""),
        title_year=_title_year(form, [*table.above, *prose]),
        is_report=not known.unit_code and len(opened.prose) > REPORT_LENGTH,
        below=" ".join([*table.below, opened.prose]),
    )
    told = [
        problem for problem in table.problems if problem.reason != "remark"
    ]  # a template's hint
    if not told and all(row.is_empty for row in rows.values()):
        return replace(known, refusal="empty_form")
    totals = [_total_problem(form, row, rows) for row in form.totals if row.code in rows]
    problems = (*table.problems, *filter(None, totals))
    kept = tuple(rows[row.code] for row in kinds if row.is_asked or not row.complete)
    return replace(known, rows=kept, problems=problems)


def _unit_names(texts: list[str]) -> Iterator[str]:
    """Return the units that are printed above tables, as in "Đơn vị báo cáo: Xã Bum Nưa"."""
    start = say("sheet.unit", unit="").strip().lower()
    for text in texts:
        if text.lower().startswith(start):
            yield text[len(start) :].strip()[:200]


def _title_year(form: Form, texts: list[str]) -> int:
    """Return the year in the form's title as the file has it; 0 where the title is another or has none."""
    before, mark, _ = unaccented(form.title).partition("{year}")
    words = before.splitlines()[-1].split() if mark and before.strip() else []
    if not words:
        return 0
    said = " ".join(unaccented("\n".join(texts)).split())
    behind = said.split(" ".join([*words, ""]))[1:]
    years = filter(None, map(YEAR.match, behind))
    return next((int(year[0]) for year in years), 0)


# -- totals ---------------------------------------------------------------------------------------


def _total_problem(form: Form, total: Indicator, rows: dict[str, FilledRow]) -> RowProblem | None:
    """Return a total that somebody wrote and that is not the sum of the rows below it (for a total that may
    be larger: that is less)."""
    own = rows[total.code]
    children = [rows[child.code] for child in form.children(total.code) if child.code in rows]
    if own.untouched or own.answer is None or any(child.doubt for child in children):
        return None
    stated = own.answer.figures
    sums = added(child.answer.figures for child in children if child.answer is not None)
    differs = operator.ne if total.complete else operator.lt
    if not any(
        differs(stated.get(cell, sums.get(cell, 0)), sums.get(cell, 0)) for cell in total.cells
    ):
        return None
    in_words = row_type(total).figures_in_words
    details = (("stated", in_words(total, stated)), ("sum", in_words(total, sums)))
    return RowProblem("total", total.code, total.name, own.place, details)
