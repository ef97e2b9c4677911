"""Duties and lists (donations, guests, counts) as a Word document on the official page."""

from __future__ import annotations

from typing import BinaryIO

from bot.exports import official_letter
from bot.exports.decree_layout import body, draw_title, heading
from bot.exports.duty_tables import DutySheet, as_texts
from bot.exports.official_letter import Columns
from bot.locale.dates import moment
from bot.locale.say import say

SIZE = 12


def write_duties(sheet: DutySheet, target: BinaryIO) -> None:
    """Write each table under its heading, with its total, and who signs."""
    foot = say("duties.foot", at=moment(sheet.at))
    document = official_letter.begin(sheet.issuer, sheet.at, foot)
    draw_title(document, sheet.kind, sheet.title)
    for table in sheet.tables:
        heading(document, table.heading)
        columns = Columns(table.columns, table.widths, table.words, SIZE)
        rows = [*map(as_texts, table.rows)]
        official_letter.draw_table(document, columns, rows, as_texts(table.total))
        for sentence in table.below:
            body(document, sentence)
    official_letter.sign(document, sheet.issuer, answers=False)
    document.save(target)
