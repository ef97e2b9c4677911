"""A consultation as a Word document: the paragraph for the submission letter, the table of comments and
their handling, and what changed from the draft to the final text.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I; number, date and signer are left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from bot.exports import official_letter
from bot.exports.decree_layout import body, draw_title, heading
from bot.exports.issuer import Issuer
from bot.exports.official_letter import Columns
from bot.locale.dates import moment
from bot.locale.opinion_words import (
    InvitingLetter,
    answer_times,
    answer_words,
    submission_paragraph,
)
from bot.locale.say import say
from bot.model.opinion_ledger import OpinionLine
from bot.plans.text_changes import TextChange

WIDTHS_MM = (10, 36, 47, 42, 30)
WORDS = frozenset({1, 2, 3, 4})
SIZE = 12


@dataclass(frozen=True)
class OpinionSheet:
    """A consultation as of `at`, in the office's time zone. `why_silent` is the sentence why silence does
    not count, `changes` what the final text changed."""

    title: str
    letter: InvitingLetter
    issuer: Issuer
    lines: tuple[OpinionLine, ...]
    at: datetime
    why_silent: str = ""
    changes: Sequence[TextChange] = field(default_factory=tuple)


def write_opinions(sheet: OpinionSheet, target: BinaryIO) -> None:
    """Write the document as .docx, marked as a draft."""
    document = official_letter.begin(
        sheet.issuer, sheet.at, say("opinion.foot", at=moment(sheet.at))
    )
    draw_title(document, say("opinion.title"), sheet.title)
    heading(document, say("opinion.part.letter"))
    body(document, submission_paragraph(sheet.letter, sheet.lines))
    if sheet.why_silent:
        body(document, sheet.why_silent, italic=True)
    heading(document, say("opinion.part.table"))
    names = [say(f"opinion.column.{place}") for place in range(1, len(WIDTHS_MM) + 1)]
    rows = [_row(number, line) for number, line in enumerate(sheet.lines, start=1)]
    official_letter.draw_table(document, Columns(names, WIDTHS_MM, WORDS, SIZE), rows)
    if sheet.changes:
        _changes(document, sheet.changes)
    official_letter.sign(document, sheet.issuer, answers=False)
    document.save(target)


def _row(number: int, line: OpinionLine) -> tuple[str, ...]:
    """Return one recipient: name, answer with its times, what was said, what was done about it."""
    answer = "\n".join([answer_words(line), *answer_times(line)])
    said = "\n".join([line.text, *(file.name for file in line.files)]).strip() or "–"
    return str(number), line.name, answer, said, line.handling or "–"


def _changes(document: Any, changes: Sequence[TextChange]) -> None:
    """Write what the final text took out (struck) and put in (underlined)."""
    heading(document, say("opinion.part.changes"))
    for change in changes:
        paragraph = body(document, "")
        for piece in change.pieces:
            run = paragraph.add_run(piece.text)
            run.font.strike = piece.is_gone
            run.font.underline = piece.is_new
