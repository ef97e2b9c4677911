"""A letter that asks offices and units for comments on a draft, in the words that were set for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from docx.shared import Pt

from bot.exports import official_letter
from bot.exports.decree_layout import body
from bot.exports.issuer import Issuer
from bot.exports.official_letter import MOST_ADDRESSEES, Columns
from bot.locale.dates import moment
from bot.locale.say import say

WIDTHS_MM = (15, 150)
WORDS = frozenset({1})


@dataclass(frozen=True)
class InvitationSheet:
    """`text` is what recipients read, `until` the last day in words, `draft` the name of the draft's file."""

    title: str
    issuer: Issuer
    text: str
    until: str
    draft: str
    recipients: tuple[str, ...]
    at: datetime


def write_invitation(sheet: InvitationSheet, target: BinaryIO) -> None:
    """Write the letter as .docx, marked as a draft; many recipients stand in a list at its end."""
    about = say("letter.inviting.subject", title=sheet.title)
    foot = say("letter.foot", at=moment(sheet.at))
    document = official_letter.begin(sheet.issuer, sheet.at, foot, about)
    names, many = sheet.recipients, len(sheet.recipients) > MOST_ADDRESSEES
    official_letter.address(document, names, say("letter.inviting.to_listed", count=len(names)))
    for passage in sheet.text.split("\n"):
        if passage.strip():
            body(document, passage.strip())
    if sheet.until:
        body(document, say("letter.inviting.until", until=sheet.until))
    closing = body(document, say("letter.inviting.close", draft=sheet.draft))
    closing.paragraph_format.keep_with_next = True  # no page with signatures alone
    closing.paragraph_format.space_after = Pt(14)
    official_letter.sign(document, sheet.issuer)
    if many:
        heads = [say("letter.column.1"), say("letter.inviting.recipient")]
        title = say("letter.inviting.list")
        official_letter.list_title(document, title, sheet.issuer, sheet.at.year)
        rows = [(str(place), name) for place, name in enumerate(names, start=1)]
        official_letter.draw_table(document, Columns(heads, WIDTHS_MM, WORDS), rows)
    document.save(target)
