"""Sheet `Tiến độ`: who has sent what, when, how late."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import CellStyle, CellWriter, Styles, Value
from bot.exports.export_progress import followed
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_layout import (
    CODE,
    DATE,
    FIGURE,
    HEAD,
    WORDS,
    freeze_and_filter,
    height_for,
    list_head,
    print_lying,
    snapshot_words,
)
from bot.exports.text_metrics import height_of
from bot.figures.rollup import UnitReport
from bot.locale.board_text import state_in_words
from bot.locale.dates import moment
from bot.locale.say import say

COLUMNS: tuple[tuple[str, float], ...] = (
    ("number", 6),
    ("code", 9),
    ("unit", 22),
    ("kind", 10),
    ("state", 17),
    ("answered", 10),
    ("asked", 10),
    ("version", 9),
    ("draft", 9),
    ("sent_at", 17),
    ("late_days", 9),
    ("photos", 7),
    ("contacts", 26),
)
HEAD_ROW = 4


def fill_status(sheet: Worksheet, styles: Styles, campaign: CampaignSheet) -> None:
    """Write the campaign's standing in three lines, then every unit."""
    pen = CellWriter(sheet, styles)
    for row, (text, look) in enumerate(_top(campaign), start=1):
        pen.write(row, 1, text, look)
    list_head(pen, HEAD_ROW, COLUMNS)
    pen.height(HEAD_ROW, height_of(2, HEAD.size))
    asked = [(unit, part) for part in campaign.parts for unit in part.units]
    for number, (unit, part) in enumerate(followed(asked), start=1):
        _unit(pen, HEAD_ROW + number, number, unit, part)
    freeze_and_filter(sheet, HEAD_ROW, HEAD_ROW + len(asked), len(COLUMNS), fixed=3)
    print_lying(sheet, one_page_wide=True)


def _top(campaign: CampaignSheet) -> tuple[tuple[str, CellStyle], ...]:
    units = campaign.reporting
    plain = CellStyle(size=11, wrap=False)
    deadline = say("sheet.deadline", deadline=campaign.deadline_words or say("sheet.no_deadline"))
    standing = say(
        "sheet.made_from",
        counted=sum(unit.is_in for unit in units),
        all=len(units),
        at=moment(campaign.generated_at.astimezone(campaign.tz)),
    )
    if words := snapshot_words(campaign):
        standing = f"{standing}. {words}"
    title = CellStyle(size=13, bold=True, wrap=False)
    return ((campaign.title, title), (deadline, plain), (standing, plain))


def _unit(
    pen: CellWriter, at: int, number: int, unit: UnitReport, campaign: CampaignSheet
) -> None:
    asked = len(unit.form_of(campaign.form).questions)
    contacts = ", ".join(unit.contacts) or say("sheet.nobody")
    cells: tuple[tuple[Value, CellStyle], ...] = (
        (number, FIGURE),
        (unit.unit_code, CODE),
        (unit.unit_name, WORDS),
        (unit.kind, WORDS),
        (state_in_words(unit.state, unit.answered, asked), WORDS),
        (unit.answered, FIGURE),
        (asked, FIGURE),
        (unit.version, FIGURE),
        (say("sheet.draft_open") if unit.draft else None, WORDS),
        (unit.submitted_at.astimezone(campaign.tz) if unit.submitted_at else None, DATE),
        (unit.late_days, FIGURE),
        (unit.photos, FIGURE),
        (contacts, WORDS),
    )
    widths = dict(COLUMNS)
    height = height_for((unit.unit_name, widths["unit"]), (contacts, widths["contacts"]))
    pen.line(at, cells, height)
