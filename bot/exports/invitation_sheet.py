"""The hand-out of invite codes: one line a unit with its links and a QR picture to scan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from openpyxl.drawing.image import Image

from bot.exports.cells import TEXT, CellStyle, CellWriter, Styles, new_book
from bot.exports.qr_png import qr_png
from bot.exports.text_metrics import column_points, height_of, wrapped
from bot.locale.dates import day
from bot.locale.say import say

ROW_POINTS = 105.0
QR_PIXELS = 130
HEADS = ("unit_code", "unit", "role", "code", "link", "expires", "picture")
WIDTHS = (10.0, 26.0, 18.0, 16.0, 44.0, 14.0, 20.0)
TITLE = CellStyle(size=14, bold=True, wrap=False)
HEAD = CellStyle(bold=True, across="center", border=True)
CELL = CellStyle(border=True, number=TEXT)


class PrintedInvitation(Protocol):
    """What a line needs."""

    @property
    def unit_code(self) -> str | None: ...
    @property
    def unit_name(self) -> str | None: ...
    @property
    def role(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def links(self) -> tuple[str, ...]: ...
    @property
    def picture_link(self) -> str | None: ...
    @property
    def expires_at(self) -> datetime: ...


def invite_workbook(title: str, invitations: Sequence[PrintedInvitation]) -> bytes:
    """Return a print-ready workbook; only links that open on another device stand in it."""
    book = new_book()
    sheet = book.active
    sheet.title = say("hand_out.sheet")
    pen = CellWriter(sheet, Styles(book))
    pen.write(1, 1, title, TITLE)
    heads = [say(f"hand_out.{head}") for head in HEADS]
    for column, text in enumerate(heads, start=1):
        pen.write(3, column, text, HEAD)
    pen.height(3, _head_height(heads))
    for number, invitation in enumerate(invitations, start=4):
        _line(pen, number, invitation)
    pen.widths(dict(zip("ABCDEFG", WIDTHS, strict=True)))
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head_height(heads: Sequence[str]) -> float:
    """Return points for the head's longest text in its column."""
    texts = zip(heads, map(column_points, WIDTHS), strict=True)
    lines = max(len(wrapped(text, width, HEAD.size, bold=True)) for text, width in texts)
    return height_of(lines, HEAD.size)


def _line(pen: CellWriter, number: int, invitation: PrintedInvitation) -> None:
    fields = (
        invitation.unit_code or "",
        invitation.unit_name or "",
        say(f"role.{invitation.role}"),
        invitation.code,
        "\n".join(invitation.links),
        day(invitation.expires_at.date()),
        None,
    )
    for column, text in enumerate(fields, start=1):
        pen.write(number, column, text, CELL)
    pen.height(number, ROW_POINTS)
    link = invitation.picture_link
    if link is not None:
        picture = Image(io.BytesIO(qr_png(link)))
        picture.width = picture.height = QR_PIXELS
        pen.sheet.add_image(picture, f"{'ABCDEFG'[len(fields) - 1]}{number}")
