"""The mark of a paper of the register: its code in the foot of the first page, as letters and as a QR
picture, so that a signed copy finds its way back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

from bot.exports.custom_properties import saved_with
from bot.exports.decree_layout import TEXT_MM, write
from bot.exports.qr_png import code_png
from bot.locale.say import say
from bot.model.filled_form import CODE

QR_MM = 15
PADDING_MM = 5  # of a cell, both sides
FOOT_MM = 5  # under the foot: with the picture it fits into the bottom margin


def stamped(body: bytes, code: str) -> bytes:
    """Return a Word document that carries a paper's code."""
    document = Document(BytesIO(body))
    for each in document.sections:
        each.footer_distance = Mm(FOOT_MM)
    draw_code(document.sections[0].first_page_footer, say("paper.code", code=code), code)
    return saved_with(document, {CODE: code})


def stamp_form(document: Any, code: str) -> None:
    """Put the code of a version on every page of its form: the signed page alone finds its way back."""
    section = document.sections[0]
    section.footer_distance = Mm(FOOT_MM)
    for foot in (section.footer, section.first_page_footer):
        draw_code(foot, "", code)


def draw_code(foot: Any, words: str, code: str) -> None:
    """Put a code's QR picture into a foot, with what stands there and more words beside it."""
    lines = [line.text.strip() for line in foot.paragraphs]
    for line in foot.paragraphs:
        line.clear()
        line.paragraph_format.line_spacing = Pt(1)
    table = foot.add_table(1, 2, Mm(TEXT_MM))
    table.autofit = False
    left, right = table.rows[0].cells
    widths = (TEXT_MM - QR_MM - PADDING_MM, QR_MM + PADDING_MM)
    for column, cell, width in zip(table.columns, (left, right), widths, strict=True):
        column.width = cell.width = Mm(width)
    for number, text in enumerate(filter(None, (*lines, words))):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        write(paragraph, text, size=9, italic=True)
    picture = BytesIO(code_png(code))
    right.paragraphs[0].add_run().add_picture(picture, height=Mm(QR_MM))
