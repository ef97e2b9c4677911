"""Sheets `Theo loại` and `Theo nhánh`: the total and its parts by kind of unit, and by branch."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import CellStyle, CellWriter, Styles, Value
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_layout import (
    CODE,
    FIGURE,
    HEAD,
    WORDS,
    freeze_and_filter,
    height_for,
    list_head,
    print_lying,
)
from bot.exports.text_metrics import height_of
from bot.figures.rollup import RollUp
from bot.locale.say import say
from bot.model.form import Cell, Form, Indicator
from bot.row_types import takes_words

FIXED = (("row", 8.0), ("row_name", 40.0), ("measure", 14.0))
WIDTH = 15.0
HEAD_ROWS = 2


Groups = Sequence[tuple[str, RollUp]]  # each by its name


def fill_groups(sheet: Worksheet, styles: Styles, campaign: CampaignSheet, groups: Groups) -> None:
    """Write one line a row of the form, with its quantity columns for each group."""
    pen = CellWriter(sheet, styles)
    cells = campaign.form.cells
    _head(pen, campaign.form, groups)
    for at, row in enumerate(campaign.form.rows, start=HEAD_ROWS + 1):
        _row(pen, at, row, groups, cells)
    columns = len(FIXED) + len(cells) * len(groups)
    freeze_and_filter(sheet, HEAD_ROWS, HEAD_ROWS + len(campaign.form.rows), columns, fixed=3)
    print_lying(sheet, one_page_wide=True)


def _quantity_heads(form: Form) -> list[str]:
    if form.quantities:
        return [column.measure.word for column in form.quantities]
    return [say("sheet.column.4"), say("sheet.column.5")]


def _head(pen: CellWriter, form: Form, groups: Groups) -> None:
    """Kind and how many of its units are in the sums; below, the quantities."""
    heads = _quantity_heads(form)
    list_head(pen, 1, FIXED)
    for at in range(1, len(FIXED) + 1):
        pen.write(2, at, None, HEAD)
        pen.sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)
    for place, (name, rolled) in enumerate(groups):
        at = len(FIXED) + 1 + len(heads) * place
        everyone = len(rolled.counted) + len(rolled.missing)
        title = say("sheet.kind_head", kind=name, counted=len(rolled.counted), all=everyone)
        pen.merge(1, at, at + len(heads) - 1, title, HEAD)
        for offset, head in enumerate(heads):
            pen.write(2, at + offset, head, HEAD)
            pen.sheet.column_dimensions[get_column_letter(at + offset)].width = WIDTH
    pen.height(1, height_of(2, HEAD.size))
    pen.height(2, height_of(1, HEAD.size))


def _row(
    pen: CellWriter,
    at: int,
    row: Indicator,
    groups: Groups,
    cells: Sequence[Cell],
) -> None:
    line: list[tuple[Value, CellStyle]] = [
        (row.code, CODE),
        (row.name, WORDS),
        (row.measure_label, WORDS),
    ]
    for _, rolled in groups:
        total = rolled.totals.get(row.code) if not takes_words(row) else None
        line += [(total.figures.get(cell) if total else None, FIGURE) for cell in cells]
    pen.line(at, line, height_for((row.name, FIXED[1][1]), (row.measure_label, FIXED[2][1])))
