"""Sheet `Theo đơn vị`: one line a unit, one column a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import CellStyle, CellWriter, Styles, Value
from bot.exports.export_progress import followed
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_layout import (
    CLIPPED,
    CODE,
    DATE,
    FIGURE,
    HEAD,
    PAGE_UNITS,
    STATE,
    WORDS,
    freeze_and_filter,
    print_lying,
)
from bot.exports.text_metrics import column_points, height_of, wrapped
from bot.figures.rollup import UnitReport
from bot.locale.board_text import state_in_words
from bot.locale.say import say
from bot.model.answer import AnswerState
from bot.model.form import Cell, Form, Indicator
from bot.row_types import echo_answer, keeps_words, row_type, takes_words
from bot.row_types.base import Figures

FIXED = (("code", 9.0), ("unit", 24.0), ("state", 15.0), ("sent_at", 17.0))
HEAD_ROWS = 2
OPEN_STATES = (AnswerState.NOT_APPLICABLE, AnswerState.PENDING)


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of the form (or, with no cell, a text row's words)."""

    row: Indicator
    cell: Cell | None

    @property
    def width(self) -> float:
        """In Excel's units."""
        return row_type(self.row).column_width


def column_letters(form: Form) -> dict[tuple[str, Cell], str]:
    """Return where each figure stands: row and cell to the column's letter."""
    return {
        (column.row.code, column.cell): get_column_letter(at)
        for at, column in enumerate(_columns(form), start=len(FIXED) + 1)
        if column.cell is not None
    }


def lines_of_units(units: int) -> tuple[int, int]:
    """Return first and last line of so many units."""
    return HEAD_ROWS + 1, HEAD_ROWS + units


def fill_units(sheet: Worksheet, styles: Styles, campaign: CampaignSheet) -> None:
    """Write two header lines, then every unit in the campaign's order."""
    pen = CellWriter(sheet, styles)
    columns = tuple(_columns(campaign.form))
    _head(pen, columns)
    for at, unit in enumerate(followed(campaign.units), start=HEAD_ROWS + 1):
        _unit(pen, at, unit, columns, campaign)
    last = HEAD_ROWS + len(campaign.units)
    freeze_and_filter(sheet, HEAD_ROWS, last, len(FIXED) + len(columns), fixed=2)
    print_lying(sheet, one_page_wide=False)
    _break_pages(sheet, columns)


def _break_pages(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    """Set page breaks between form rows, so that a pair is never torn; code and name are repeated."""
    repeated = FIXED[0][1] + FIXED[1][1]
    used = sum(width for _, width in FIXED)
    for place, column in enumerate(columns):
        if place and columns[place - 1].row is column.row:
            continue
        needed = sum(each.width for each in columns if each.row is column.row)
        if used + needed > PAGE_UNITS:
            sheet.col_breaks.append(Break(id=len(FIXED) + place))
            used = repeated
        used += needed


def _columns(form: Form) -> Iterator[Column]:
    for row in form.rows:
        if keeps_words(row):
            yield Column(row, None)
        for cell in row.cells:
            yield Column(row, cell)


def _head(pen: CellWriter, columns: tuple[Column, ...]) -> None:
    """Write code and name of the row above, the measure below; a pair's name runs over both."""
    for at, (key, width) in enumerate(FIXED, start=1):
        pen.write(1, at, say(f"sheet.list.{key}"), HEAD)
        pen.write(2, at, None, HEAD)
        pen.sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)
        pen.sheet.column_dimensions[get_column_letter(at)].width = width
    needed = 0
    at = len(FIXED) + 1
    while at <= len(FIXED) + len(columns):
        needed = max(needed, _head_of_row(pen, at, columns))
        at += max(len(columns[at - len(FIXED) - 1].row.cells), 1)
    pen.height(1, height_of(needed, HEAD.size))
    pen.height(2, height_of(2, HEAD.size))


def _head_of_row(pen: CellWriter, at: int, columns: tuple[Column, ...]) -> int:
    """Write the heads of one form row from a column on; return how many lines its name takes."""
    row = columns[at - len(FIXED) - 1].row
    mine = [column for column in columns if column.row is row]
    name = f"{row.code} {row.name}"
    pen.merge(1, at, at + len(mine) - 1, name, HEAD)
    for place, column in enumerate(mine):
        pen.write(2, at + place, _measure(column), HEAD)
        letter = get_column_letter(at + place)
        pen.sheet.column_dimensions[letter].width = column.width
    width = sum(column_points(column.width) for column in mine)
    return len(wrapped(name, width, HEAD.size, bold=True))


def _measure(column: Column) -> str:
    if column.cell is None:
        measure_label = "" if takes_words(column.row) else column.row.measure_label
        return measure_label or say("sheet.list.text")
    return column.row.word_for(column.cell)


def _unit(
    pen: CellWriter,
    at: int,
    unit: UnitReport,
    columns: tuple[Column, ...],
    campaign: CampaignSheet,
) -> None:
    sent = unit.submitted_at.astimezone(campaign.tz) if unit.submitted_at else None
    own = unit.form_of(campaign.form)
    state = state_in_words(unit.state, unit.answered, len(own.questions))
    name = wrapped(unit.unit_name, column_points(FIXED[1][1]), WORDS.size)
    given = unit.figures_in(campaign.form)
    cells: list[tuple[Value, CellStyle]] = [
        (unit.unit_code, CODE),
        (unit.unit_name, WORDS),
        (state, WORDS),
        (sent, DATE),
    ]
    for column in columns:
        row = own.by_code.get(column.row.code)
        cells.append(_shown(row, column.cell, unit, given) if row else (None, FIGURE))
    pen.line(at, cells, height_of(len(name), WORDS.size))


def _shown(
    row: Indicator,
    cell: Cell | None,
    unit: UnitReport,
    given: Mapping[str, Figures],
) -> tuple[Value, CellStyle]:
    """Return a figure; the words of a state that has none; nothing while unanswered."""
    answer = unit.answers.get(row.code)
    if cell is None:
        said = row_type(row).said(row, answer) if answer else ""
        if answer and not takes_words(row):
            said = echo_answer(row, answer)
        return " ".join(said.split()) if answer else None, CLIPPED
    if answer is not None and answer.state in OPEN_STATES:
        return say(f"sheet.{answer.state.value}"), STATE
    return given[row.code].get(cell), FIGURE
