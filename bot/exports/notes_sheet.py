"""Sheet `Ghi chú`: remarks, text answers and open figures, each with its unit and row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import CellWriter, Styles
from bot.exports.export_progress import followed
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_layout import (
    CODE,
    HEAD,
    WORDS,
    freeze_and_filter,
    height_for,
    list_head,
    print_lying,
)
from bot.exports.text_metrics import column_points, height_of, pieces
from bot.figures.rollup import UnitReport
from bot.locale.form_text import is_held
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import Indicator
from bot.row_types import row_type

COLUMNS: tuple[tuple[str, float], ...] = (
    ("code", 9),
    ("unit", 24),
    ("row", 8),
    ("row_name", 34),
    ("row_state", 18),
    ("words", 50),
)
TOP = replace(WORDS, middle=False)
TOP_CODE = replace(CODE, middle=False)
LOOKS = (TOP_CODE, TOP, TOP_CODE, TOP, TOP, TOP)
PIECE_LINES = 12  # a longer text goes on in the next line: no row may be higher than 409 points


def fill_notes(sheet: Worksheet, styles: Styles, campaign: CampaignSheet) -> None:
    """Write one line a remark, by unit and then in form order."""
    pen = CellWriter(sheet, styles)
    list_head(pen, 1, COLUMNS)
    pen.height(1, height_of(1, HEAD.size))
    at = 1
    for unit, row, answer in _noted(campaign):
        for part in _parts(row, answer):
            at += 1
            _line(pen, at, unit, row, answer, part)
    freeze_and_filter(sheet, 1, at, len(COLUMNS), fixed=2)
    print_lying(sheet, one_page_wide=True)


def _noted(campaign: CampaignSheet) -> Iterator[tuple[UnitReport, Indicator, Answer]]:
    """Return answers that say more than a figure."""
    for unit, sheet in followed([(unit, part) for part in campaign.parts for unit in part.units]):
        for row in (*sheet.form.rows, *sheet.written):
            answer = unit.answers.get(row.code)
            if answer is None:
                continue
            settled = answer.state in (AnswerState.VALUE, AnswerState.NIL)
            if answer.text or answer.note or not settled:
                yield unit, row, answer


def _parts(row: Indicator, answer: Answer) -> list[str]:
    said = row_type(row).echo(row, answer) if answer.text else ""
    words = "\n".join(filter(None, (said, answer.note)))
    return pieces(words, column_points(dict(COLUMNS)["words"]), WORDS.size, PIECE_LINES)


def _line(
    pen: CellWriter, at: int, unit: UnitReport, row: Indicator, answer: Answer, part: str
) -> None:
    is_none = answer.state is AnswerState.NIL and not is_held(row)
    state = say("sheet.state.nil_nothing" if is_none else f"sheet.state.{answer.state.value}")
    words = (unit.unit_code, unit.unit_name, row.code, row.name, state, part)
    widths = dict(COLUMNS)
    height = height_for(
        (unit.unit_name, widths["unit"]), (row.name, widths["row_name"]), (part, widths["words"])
    )
    pen.line(at, zip(words, LOOKS, strict=True), height)
