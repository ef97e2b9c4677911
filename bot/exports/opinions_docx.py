"""A consultation as a Word document: the paragraph for the submission letter, the table of comments and
their handling, and what changed from the draft to the final text.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm

from bot.exports.decree_layout import (
    CENTRE,
    LEFT,
    LetterHead,
    body,
    centred,
    draw_head,
    draw_signature,
    flag,
    heading,
    new_document,
    write,
)
from bot.exports.issuer import Issuer
from bot.locale.dates import moment
from bot.locale.opinion_words import InvitingLetter, answer_words, submission_paragraph, when
from bot.locale.say import say
from bot.model.opinion_ledger import OpinionLine
from bot.plans.text_changes import TextChange

WIDTHS_MM = (11, 42, 30, 47, 35)  # together the 165 mm between the margins
SIZE = 12


@dataclass(frozen=True)
class OpinionSheet:
    """A consultation as of `at`, in the office's time zone. `why_silent` is the sentence why silence does
    not count, `changes` what the final text changed."""

    title: str
    letter: InvitingLetter
    superior: str
    lines: tuple[OpinionLine, ...]
    at: datetime
    why_silent: str = ""
    changes: Sequence[TextChange] = field(default_factory=tuple)


def write_opinions(sheet: OpinionSheet, target: BinaryIO) -> None:
    """Write the document as .docx, marked as a draft."""
    issuer = Issuer(sheet.letter.issuer, sheet.superior)
    document = new_document(14, say("opinion.foot", at=moment(sheet.at)))
    head = LetterHead(
        issuer.lines,
        (issuer.superior,) if issuer.superior else (),
        say("letter.number", symbol=issuer.symbol),
        say("decree.place_and_date", place=issuer.place, year=sheet.at.year),
        say("word.draft"),
    )
    draw_head(document, head)
    centred(document, say("opinion.title"), 14, bold=True)
    centred(document, sheet.title, 14, bold=True)
    heading(document, say("opinion.part.letter"))
    body(document, submission_paragraph(sheet.letter, sheet.lines))
    if sheet.why_silent:
        body(document, sheet.why_silent, italic=True)
    heading(document, say("opinion.part.table"))
    _table(document, sheet.lines)
    if sheet.changes:
        _changes(document, sheet.changes)
    draw_signature(document, (say("word.as_above"), say("word.file")), (say("word.signer.head"),))
    document.save(target)


def _table(document: Any, lines: Sequence[OpinionLine]) -> None:
    """Draw one line for each recipient."""
    names = [say(f"opinion.column.{place}") for place in range(1, len(WIDTHS_MM) + 1)]
    table = document.add_table(rows=1, cols=len(WIDTHS_MM))
    table.style, table.autofit = "Table Grid", False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], names, bold=True)
    flag(table.rows[0], "w:tblHeader")
    for number, line in enumerate(lines, start=1):
        files = [file.name for file in line.files]
        row = table.add_row()
        flag(row, "w:cantSplit")
        answer = f"{answer_words(line)}\n{_times(line)}".strip()
        said = "\n".join([line.text, *files]).strip() or "–"
        _fill(row, [str(number), line.name, answer, said, line.handling or "–"])


def _times(line: OpinionLine) -> str:
    """Return when the draft was sent and reached, and when the answer came."""
    shown = [
        say(f"opinion.at.{name}", at=when(at))
        for name, at in (
            ("sent", line.sent_at),
            ("reached", line.reached_at),
            ("answered", line.answered_at),
        )
        if at is not None
    ]
    return "\n".join(shown)


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(WIDTHS_MM[place])
        across = CENTRE if bold or place == 0 else LEFT
        first, *others = text.split("\n")
        write(cell.paragraphs[0], first, size=SIZE, bold=bold, across=across)
        for other in others:
            write(cell.add_paragraph(), other, size=SIZE, across=across)


def _changes(document: Any, changes: Sequence[TextChange]) -> None:
    """Write what the final text took out (struck) and put in (underlined)."""
    heading(document, say("opinion.part.changes"))
    for change in changes:
        paragraph = body(document, "")
        for piece in change.pieces:
            run = paragraph.add_run(piece.text)
            run.font.strike = piece.is_gone
            run.font.underline = piece.is_new
