"""A letter that corrects a report that has left: which figures said one thing and say another now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from bot.exports import official_letter
from bot.exports.decree_layout import body
from bot.exports.issuer import Issuer
from bot.exports.official_letter import Columns
from bot.locale.dates import day, moment
from bot.locale.say import say
from bot.locale.snapshot_words import change_words, column_words, figure_words
from bot.model.snapshot import SnapshotDifference

WIDTHS_MM = (16, 71, 28, 25, 25)
WORDS = frozenset({1})


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
    about = say("correction.subject", title=sheet.title)
    document = official_letter.begin(
        issuer, sheet.at, say("letter.foot", at=moment(sheet.at)), about
    )
    official_letter.address(document, [sheet.addressee or dots])
    issued = day(sheet.issued) if sheet.issued is not None else dots
    named = {"issuer": issuer.name, "number": sheet.number or dots, "day": issued}
    body(document, say("correction.lead", **named, title=sheet.title))
    for change in sheet.difference.standing.changes:
        body(document, f"- {change_words(change)}")
    body(document, say("correction.table"))
    names = [say(f"correction.column.{place}") for place in range(1, 6)]
    rows = [
        (
            cell.code,
            cell.name,
            column_words(cell),
            figure_words(cell.before),
            figure_words(cell.after),
        )
        for cell in sheet.difference.cells
    ]
    official_letter.draw_table(document, Columns(names, WIDTHS_MM, WORDS), rows)
    body(document, say("correction.close", issuer=issuer.name))
    official_letter.sign(document, issuer)
    document.save(target)
