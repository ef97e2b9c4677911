"""An official letter (công văn): head, addressees, text, a table, Nơi nhận and who signs.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I; number, date and signer are left open, because a person
decides them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt

from bot.exports.decree_layout import (
    BODY_SIZE,
    CENTRE,
    LEFT,
    LetterHead,
    centred,
    draw_head,
    draw_signature,
    flag,
    keep_last_lines,
    new_document,
    next_part,
    write,
)
from bot.exports.issuer import Issuer
from bot.locale.say import say

TABLE_SIZE = 13
MOST_ADDRESSEES = 10  # more stand in a table or a list of their own
LIST_MM = 35  # addressees on lines of their own are set in


def begin(
    sender: Issuer, at: datetime, foot: str, about: str = "", *, number: str = "letter.number"
) -> Any:
    """Return a document with its head, marked as a draft; `about` is what a letter says it is about under
    its number ("V/v …"), `number` the sentence that leaves the number open."""
    document = new_document(BODY_SIZE, foot)
    head = LetterHead(
        sender.lines,
        (sender.superior,) if sender.superior else (),
        say(number, symbol=sender.symbol),
        say("decree.place_and_date", place=sender.place, year=at.year),
        say("word.draft"),
        about,
    )
    draw_head(document, head)
    return document


def address(document: Any, names: Sequence[str], many: str = "") -> None:
    """Write one addressee on the same line, some on lines of their own; of more than ten only `many`
    stands here, and they are listed elsewhere."""
    if len(names) <= 1:
        name = "".join(names) or say("decree.dots")
        _centred(document, say("letter.to_one", unit=name))
    elif len(names) > MOST_ADDRESSEES and many:
        _centred(document, many)
    else:
        first = document.add_paragraph()
        write(first, say("letter.to"), size=BODY_SIZE, across=LEFT)
        first.paragraph_format.left_indent = Mm(LIST_MM)
        first.paragraph_format.space_before, first.paragraph_format.space_after = Pt(12), Pt(2)
        for name in names:
            line = document.add_paragraph()
            end = "." if name == names[-1] else ";"
            write(line, f"- {name}{end}", size=BODY_SIZE, across=LEFT)
            line.paragraph_format.left_indent = Mm(LIST_MM + 20)
        document.paragraphs[-1].paragraph_format.space_after = Pt(10)


def _centred(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    write(paragraph, text, size=BODY_SIZE, across=CENTRE)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)


@dataclass(frozen=True)
class Columns:
    """A table's columns: `names`, `widths` in mm (together the text's width), and which of them hold words
    and stand left; the others are centred."""

    names: Sequence[str]
    widths: Sequence[int]
    of_words: frozenset[int]
    size: int = TABLE_SIZE


def draw_table(
    document: Any, columns: Columns, rows: Iterable[Sequence[str]], total: Sequence[str] = ()
) -> None:
    """Draw a table whose head is repeated on each page; no line is cut by a page's end. Its last line is
    what the others come to, where that is given."""
    table = document.add_table(rows=1, cols=len(columns.widths))
    table.style, table.autofit = "Table Grid", False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, columns.widths, strict=True):
        column.width = Mm(width)  # the grid, by which LibreOffice draws
    flag(table.rows[0], "w:tblHeader")
    _fill(table.rows[0], columns, columns.names, is_head=True)
    for texts in rows:
        _fill(table.add_row(), columns, texts)
    if total:
        _fill(table.add_row(), columns, total, is_bold=True)
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(8)


def _fill(
    row: Any,
    columns: Columns,
    texts: Sequence[str],
    *,
    is_head: bool = False,
    is_bold: bool = False,
) -> None:
    """Write a row's cells; a line break begins a paragraph of the cell."""
    flag(row, "w:cantSplit")
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(columns.widths[place])
        across = LEFT if place in columns.of_words and not is_head else CENTRE
        for number, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            write(paragraph, line, size=columns.size, bold=is_head or is_bold, across=across)


def sign(document: Any, sender: Issuer, *, answers: bool = True) -> None:
    """Draw Nơi nhận and who signs for the sender; `answers` where addressees stand above ("Như trên")."""
    signer = (
        ("word.signer.committee", "word.signer.chair")
        if sender.is_committee
        else ("word.signer.head",)
    )
    _keep_end_together(document)
    receivers = (say("word.as_above"),) if answers else ()
    draw_signature(document, (*receivers, say("word.file")), tuple(map(say, signer)))


def _keep_end_together(document: Any) -> None:
    """Let the end of the text go along, so that no page has signatures alone."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    before = document.paragraphs[-1]._p.getprevious()
    for table in document.tables:
        if table._tbl is before:
            keep_last_lines(table)


def list_title(document: Any, text: str, sender: Issuer, year: int) -> None:
    """Begin a page of its own with the title of a list, and with which letter it goes."""
    next_part(document)
    centred(document, text.upper(), BODY_SIZE, bold=True)
    told = say("letter.with_letter", symbol=sender.symbol, year=year, body=sender.name)
    centred(document, told, BODY_SIZE, italic=True).paragraph_format.space_after = Pt(10)
