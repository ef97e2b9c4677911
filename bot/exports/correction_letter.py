"""A letter that corrects a report that has left: which figures said one thing and say another now.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I; number, date and signer are left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt

from bot.exports.decree_layout import (
    BODY_SIZE,
    CENTRE,
    LEFT,
    LetterHead,
    body,
    draw_head,
    draw_signature,
    flag,
    new_document,
    write,
)
from bot.exports.issuer import Issuer
from bot.locale.dates import day, moment
from bot.locale.say import say
from bot.locale.snapshot_words import change_words, column_words, figure_words
from bot.model.snapshot import SnapshotDifference

WIDTHS_MM = (16, 71, 28, 25, 25)  # together the 165 mm between the margins
SIZE = 13


@dataclass(frozen=True)
class CorrectionSheet:
    """`number` and `issued` are those of the report that is corrected, where they are known."""

    title: str
    issuer: Issuer
    addressee: str
    difference: SnapshotDifference
    at: datetime
    number: str = ""
    issued: date | None = None


def write_correction(sheet: CorrectionSheet, target: BinaryIO) -> None:
    """Write the letter as .docx, marked as a draft."""
    issuer, dots = sheet.issuer, say("decree.dots")
    document = new_document(BODY_SIZE, say("letter.foot", at=moment(sheet.at)))
    number = say("letter.number", symbol=issuer.symbol)
    head = LetterHead(
        issuer.lines,
        (issuer.superior,) if issuer.superior else (),
        f"{number}\n{say('correction.subject', title=sheet.title)}",
        say("decree.place_and_date", place=issuer.place, year=sheet.at.year),
        say("word.draft"),
    )
    draw_head(document, head)
    to = document.add_paragraph()
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(10)
    write(to, say("word.to", receiver=sheet.addressee or dots), size=BODY_SIZE, across=CENTRE)
    issued = day(sheet.issued) if sheet.issued is not None else dots
    named = {"issuer": issuer.name, "number": sheet.number or dots, "day": issued}
    body(document, say("correction.lead", **named, title=sheet.title))
    for change in sheet.difference.standing.changes:
        body(document, f"- {change_words(change)}")
    body(document, say("correction.table"))
    _table(document, sheet.difference)
    body(document, say("correction.close", issuer=issuer.name))
    signer = ("word.signer.committee", "word.signer.chair")
    draw_signature(
        document,
        (say("word.as_above"), say("word.file")),
        tuple(say(key) for key in (signer if issuer.is_committee else ("word.signer.head",))),
    )
    document.save(target)


def _table(document: Any, difference: SnapshotDifference) -> None:
    """Draw one line for each figure that changed."""
    table = document.add_table(rows=1, cols=len(WIDTHS_MM))
    table.style, table.autofit = "Table Grid", False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], [say(f"correction.column.{place}") for place in range(1, 6)], bold=True)
    flag(table.rows[0], "w:tblHeader")
    for cell in difference.cells:
        before, after = figure_words(cell.before), figure_words(cell.after)
        _fill(table.add_row(), [cell.code, cell.name, column_words(cell), before, after])


def _fill(row: Any, texts: list[str], *, bold: bool = False) -> None:
    flag(row, "w:cantSplit")
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(WIDTHS_MM[place])
        across = LEFT if place == 1 and not bold else CENTRE
        write(cell.paragraphs[0], text, size=SIZE, bold=bold, across=across)
