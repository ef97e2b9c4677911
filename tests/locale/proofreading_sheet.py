"""The sentences of both languages side by side: `python -m tests.locale.proofreading_sheet OUT.xlsx`."""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from tests.locale.catalogues import CATALOGUES, messages

HEADS = ("Khóa", "Phần", "Tiếng Việt", "English")
WIDTHS = (32, 28, 80, 80)


def proofreading_sheet() -> Workbook:
    """A line for each sentence, in the catalogue's order, below the part it belongs to."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADS)
    part = ""
    for message in messages("vi"):
        part = " ".join(message.auto_comments) or part
        key = str(message.id)
        sheet.append((key, part, str(message.string), CATALOGUES["en"][key]))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
        for cell in sheet[column]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"  # a sentence that begins with "=" is no formula
    sheet.freeze_panes = "A2"
    return book


if __name__ == "__main__":
    proofreading_sheet().save(Path(sys.argv[1]))
