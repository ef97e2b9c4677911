"""The mark of a paper of the register: its code in the foot of the first page, as letters and as a QR
picture, so that a signed copy finds its way back."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import segno
from docx import Document
from docx.shared import Mm, Pt

from bot.exports.custom_properties import with_properties
from bot.locale.say import say

PROPERTY = "baocao_paper"
PREFIX = "baocao:paper:"  # what the QR picture says before the code
QR_MM = 12


def stamped(body: bytes, code: str) -> bytes:
    """Return a Word document that carries a paper's code."""
    document = Document(BytesIO(body))
    section = document.sections[0]
    foot = (
        section.first_page_footer if section.different_first_page_header_footer else section.footer
    )
    line = foot.add_paragraph()
    picture = BytesIO()
    segno.make(f"{PREFIX}{code}", error="m").save(picture, kind="png", scale=6, border=1)
    picture.seek(0)
    line.add_run().add_picture(picture, height=Mm(QR_MM))
    words = line.add_run(f"  {say('paper.code', code=code)}")
    words.font.size = Pt(9)
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
