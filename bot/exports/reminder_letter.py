"""The draft of a công văn that urges late units to send their report, as a Word document.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I. The list of units is exact for one moment; number,
date, the new day asked for and who signs are left open, because a person decides them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
from bot.locale.dates import moment
from bot.locale.say import say
from bot.vietnamese.spell import padded

MOST_ADDRESSEES = 10  # more stand in a table
WIDTHS_MM = (14, 71, 45, 35)  # together the 165 mm between the margins
TABLE_SIZE = 13
LIST_MM = 35  # addressees on lines of their own are set in


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit without a report: its state in words and how many days it is late (0: not yet)."""

    name: str
    state: str
    late_days: int


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """Who is urged by whom, as of `at` (in the office's time zone). `receiver` is the office that
    collects the reports, `issuer` the one whose plan it is; `sent` of `total` units are done."""

    title: str
    issuer: str
    receiver: str
    deadline_words: str
    sent: int
    total: int
    units: tuple[LateUnit, ...]
    at: datetime

    @property
    def are_late(self) -> bool:
        """Whether the deadline is over for those named; before it the letter only asks."""
        return any(unit.late_days for unit in self.units)


def write_campaign(sheet: LetterSheet, target: BinaryIO) -> None:
    """Write the letter as a .docx file, marked as a draft."""
    sender = _sender(sheet)
    document = new_document(BODY_SIZE, say("letter.foot", at=moment(sheet.at)))
    number = say("letter.number", symbol=sender.symbol)
    head = LetterHead(
        sender.lines,
        (sender.superior,) if sender.superior else (),
        f"{number}\n{say('letter.subject', title=sheet.title)}",
        say("decree.place_and_date", place=sender.place, year=sheet.at.year),
        say("word.draft"),
    )
    draw_head(document, head)
    _addressees(document, sheet)
    _text(document, sheet, sender.name)
    signer = ("word.signer.committee", "word.signer.chair")
    draw_signature(
        document,
        (say("word.as_above"), say("word.file")),
        tuple(say(key) for key in (signer if sender.is_committee else ("word.signer.head",))),
    )
    document.save(target)


def _sender(sheet: LetterSheet) -> Issuer:
    """Return the office that collects; the plan's own body where it collects itself."""
    if sheet.receiver and sheet.receiver != sheet.issuer:
        return Issuer(sheet.receiver, sheet.issuer)
    return Issuer(sheet.issuer or say("decree.dots"), "")


def _addressees(document: Any, sheet: LetterSheet) -> None:
    """Write one on the same line, some on lines of their own, many in the table below."""
    names = [unit.name for unit in sheet.units]
    if len(names) == 1:
        _to(document, say("letter.to_one", unit=names[0]))
    elif len(names) > MOST_ADDRESSEES:
        _to(document, say("letter.to_listed", units=len(names)))
    else:
        first = _to(document, say("letter.to"), set_in=True)
        first.paragraph_format.space_after = Pt(2)
        for place, name in enumerate(names, start=1):
            end = "." if place == len(names) else ";"
            line = document.add_paragraph()
            write(line, f"- {name}{end}", size=BODY_SIZE, across=LEFT)
            line.paragraph_format.left_indent = Mm(LIST_MM + 20)
        document.paragraphs[-1].paragraph_format.space_after = Pt(10)


def _to(document: Any, text: str, *, set_in: bool = False) -> Any:
    paragraph = document.add_paragraph()
    write(paragraph, text, size=BODY_SIZE, across=LEFT if set_in else CENTRE)
    if set_in:
        paragraph.paragraph_format.left_indent = Mm(LIST_MM)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)
    return paragraph


def _text(document: Any, sheet: LetterSheet, name: str) -> None:
    listed = len(sheet.units) > MOST_ADDRESSEES
    standing = say(
        "letter.standing",
        title=sheet.title, at=moment(sheet.at), body=name, sent=sheet.sent, total=sheet.total,
    )  # fmt: skip
    body(document, standing)
    if sheet.deadline_words:
        body(document, say("letter.deadline", deadline=sheet.deadline_words))
    key = "letter.late" if sheet.are_late else "letter.open"
    where = say("letter.listed") if listed else "."
    body(document, say(key, units=padded(len(sheet.units)), where=where))
    if listed:
        _table(document, sheet)
    body(document, say("letter.request", body=name, year=sheet.at.year))
    closing = body(document, say("letter.closing"))
    closing.paragraph_format.keep_with_next = True  # no page with signatures alone
    closing.paragraph_format.space_after = Pt(14)


def _table(document: Any, sheet: LetterSheet) -> None:
    table = document.add_table(rows=1, cols=len(WIDTHS_MM))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)  # the grid, by which LibreOffice draws
    heads = [say(f"letter.column.{place}") for place in range(1, 5)]
    flag(table.rows[0], "w:tblHeader")
    _row(table.rows[0], heads, bold=True)
    for place, unit in enumerate(sheet.units, start=1):
        late = say("letter.days", days=padded(unit.late_days)) if unit.late_days else ""
        _row(table.add_row(), [str(place), unit.name, unit.state, late])
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(8)


def _row(row: Any, texts: list[str], *, bold: bool = False) -> None:
    flag(row, "w:cantSplit")
    for place, (cell, text, width) in enumerate(zip(row.cells, texts, WIDTHS_MM, strict=True)):
        cell.width = Mm(width)
        across = LEFT if place in (1, 2) and not bold else CENTRE
        write(cell.paragraphs[0], text, size=TABLE_SIZE, bold=bold, across=across)
