"""What the long lists of a workbook share: looks, heads, panes, filters, print set-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.cells import MOMENT, NUMBER, TEXT, CellStyle, CellWriter, printable
from bot.exports.sheet_data import CampaignSheet
from bot.exports.text_metrics import column_points, height_of, wrapped
from bot.locale.dates import moment
from bot.locale.say import say

HEAD = CellStyle(size=11, bold=True, across="center", border=True, fill="DDEBF7")
WORDS = CellStyle(size=11, border=True)
CODE = CellStyle(size=11, border=True, number=TEXT)
FIGURE = CellStyle(size=11, border=True, across="center", shrink=True, number=NUMBER)
DATE = CellStyle(size=11, border=True, across="center", wrap=False, number=MOMENT)
STATE = CellStyle(size=9, italic=True, border=True, across="center", shrink=True)
CLIPPED = CellStyle(size=11, border=True, middle=False)  # its first line; `Ghi chú` has all of it
INCH = 25.4
PAGE_UNITS = 130.0  # columns' widths that fit on A4 across, in Excel's units
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")
NAME_LIMIT = 31  # letters of a sheet's name in Excel


def sheet_title(name: str) -> str:
    """Return a name as a sheet may have it: without the signs that Excel keeps for itself, not too long."""
    plain = " ".join(printable(NOT_IN_NAMES.sub(" ", name)).split())
    return plain[:NAME_LIMIT].rstrip()


def sheet_names(key: str, parts: Sequence[CampaignSheet]) -> list[str]:
    """Return `Tổng hợp`, `Tổng hợp (trường)`: a name for each form's sheet, no two alike."""
    names: list[str] = []
    for place, part in enumerate(parts, start=1):
        name = say(f"sheet.name.{key}")
        if part.kinds:
            kinds = " ".join(printable(NOT_IN_NAMES.sub(" ", ", ".join(part.kinds))).split())
            name = say("sheet.name.of_kinds", name=name, kinds=kinds)
        if len(name) > NAME_LIMIT:
            name = name[: NAME_LIMIT - 1].rstrip() + "…"
        if name.lower() in (taken.lower() for taken in names):
            name = f"{name[: NAME_LIMIT - 4].rstrip()} {place}"
        names.append(name)
    return names


def snapshot_words(sheet: CampaignSheet) -> str:
    """Under which number a total is kept; empty where it has none."""
    if sheet.snapshot is None:
        return ""
    at = moment(sheet.snapshot.at.astimezone(sheet.tz))
    return say("snapshot.line", number=sheet.snapshot.number, at=at)


def list_head(pen: CellWriter, row: int, columns: Iterable[tuple[str, float]]) -> None:
    """Write the heads of a list's columns, each given by its key and width, and make them as wide."""
    for at, (key, width) in enumerate(columns, start=1):
        pen.write(row, at, say(f"sheet.list.{key}"), HEAD)
        pen.sheet.column_dimensions[get_column_letter(at)].width = width


def height_for(*texts: tuple[str, float]) -> float:
    """Return how high a line of a list has to be, in points, for texts in columns of these widths."""
    lines = max(len(wrapped(text, column_points(width), WORDS.size)) for text, width in texts)
    return height_of(lines, WORDS.size)


def freeze_and_filter(
    sheet: Worksheet, head: int, last_row: int, columns: int, fixed: int
) -> None:
    """Keep the head and the first `fixed` columns in sight, on screen and in print."""
    sheet.freeze_panes = f"{get_column_letter(fixed + 1)}{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{max(last_row, head)}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{max(last_row, head)}"
    sheet.print_title_rows = f"1:{head}"
    sheet.print_title_cols = f"A:{get_column_letter(fixed)}"


def print_lying(sheet: Worksheet, *, one_page_wide: bool) -> None:
    """Set A4 across; a list that is too wide for one page goes on to the right."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    if one_page_wide:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(
        left=15 / INCH,
        right=15 / INCH,
        top=20 / INCH,
        bottom=15 / INCH,
        header=10 / INCH,
        footer=8 / INCH,
    )
