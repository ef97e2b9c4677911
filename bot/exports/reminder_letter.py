"""The draft of a công văn that urges late units to send their report, as a Word document.

The list of units is exact for one moment; the new day asked for is left open, because a person decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from docx.shared import Pt

from bot.exports import official_letter
from bot.exports.decree_layout import body
from bot.exports.issuer import collecting_office
from bot.exports.official_letter import MOST_ADDRESSEES, Columns
from bot.locale.dates import moment
from bot.locale.say import say
from bot.vietnamese.spell import padded

WIDTHS_MM = (14, 71, 45, 35)
WORDS = frozenset({1, 2})


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
    sender = collecting_office(sheet.issuer, sheet.receiver)
    about = say("letter.subject", title=sheet.title)
    document = official_letter.begin(
        sender, sheet.at, say("letter.foot", at=moment(sheet.at)), about
    )
    names = [unit.name for unit in sheet.units]
    official_letter.address(document, names, say("letter.to_listed", units=len(names)))
    _text(document, sheet, sender.name)
    official_letter.sign(document, sender)
    document.save(target)


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
    names = [say(f"letter.column.{place}") for place in range(1, 5)]
    rows = [
        (str(place), unit.name, unit.state, _late_words(unit))
        for place, unit in enumerate(sheet.units, start=1)
    ]
    official_letter.draw_table(document, Columns(names, WIDTHS_MM, WORDS), rows)


def _late_words(unit: LateUnit) -> str:
    return say("letter.days", days=padded(unit.late_days)) if unit.late_days else ""
