"""The mark of a paper of the register: its code in the foot of the first page, as letters and as a QR
picture, so that a signed copy finds its way back."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import segno
from docx import Document
from docx.shared import Mm, Pt

from bot.exports.custom_properties import with_properties
from bot.exports.decree_layout import TEXT_MM, write
from bot.locale.say import say

PROPERTY = "baocao_paper"
PREFIX = (
    "BAOCAO:"  # what the QR picture says before the code: few, capital letters make large squares
)
QR_MM = 15
PADDING_MM = 5  # of a cell, both sides
FOOT_MM = 5  # under the foot: with the picture it fits into the bottom margin


def stamped(body: bytes, code: str) -> bytes:
    """Return a Word document that carries a paper's code."""
    document = Document(BytesIO(body))
    section = document.sections[0]
    foot = (
        section.first_page_footer if section.different_first_page_header_footer else section.footer
    )
    for each in document.sections:
        each.footer_distance = Mm(FOOT_MM)
    words = say("paper.code", code=code)
    for line in foot.paragraphs:  # what stood there moves beside the picture
        words = f"{line.text.strip()}\n{words}".strip()
        line.clear()
    picture = BytesIO()
    segno.make(f"{PREFIX}{code}", error="m").save(picture, kind="png", scale=6, border=1)
    picture.seek(0)
    table = foot.add_table(1, 2, Mm(TEXT_MM))
    table.autofit = False
    left, right = table.rows[0].cells
    widths = (TEXT_MM - QR_MM - PADDING_MM, QR_MM + PADDING_MM)
    for column, cell, width in zip(table.columns, (left, right), widths, strict=True):
        column.width = cell.width = Mm(width)
    for number, text in enumerate(words.split("\n")):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        write(paragraph, text, size=9, italic=True)
    right.paragraphs[0].add_run().add_picture(picture, height=Mm(QR_MM))
    for line in foot.paragraphs:
        line.paragraph_format.line_spacing = Pt(1)
    target = BytesIO()
    document.save(target)
    return _with_code(target, code)


def _with_code(made: BytesIO, code: str) -> bytes:
    """Return a document with the code among its hidden properties."""
    target = BytesIO()
    with ZipFile(made) as package, ZipFile(target, "w", ZIP_DEFLATED) as packed:
        changed = with_properties(package, {PROPERTY: code})
        for name in package.namelist():
            packed.writestr(name, changed.pop(name, b"") or package.read(name))
        for name, part in changed.items():
            packed.writestr(name, part)
    return target.getvalue()
