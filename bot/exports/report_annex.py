"""The annexes of the report: the form's table with the totals, and photos with captions.

Each annex begins on a page of its own and counts its pages from 1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from docx.shared import Pt

from bot.exports.decree_layout import BODY_SIZE, body, centred, next_part
from bot.exports.official_form import total_page
from bot.exports.official_page import PrintedLine
from bot.exports.sheet_data import CampaignSheet, UnitPhoto
from bot.exports.sheet_layout import snapshot_words
from bot.exports.thumbnails import ThumbnailPicture, draw_pictures
from bot.exports.word_table import draw_table
from bot.figures.rollup import roll_up
from bot.locale.say import say
from bot.row_types import takes_words

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
PHOTOS_A_UNIT = 2
MOST_PHOTOS = 60
COLUMNS = 2
HEIGHT_MM = 62


def draw(document: Any, sheet: CampaignSheet, issuer: str, symbol: str) -> None:
    """Draw the total of all units, then that of each form where there are several, then the photos, if
    there are any. Roman numbers where there is more than one annex."""
    pages = (sheet.grand, *sheet.by_form)
    photos = chosen_photos(sheet)
    several = len(pages) + bool(photos) > 1
    with_report = say("word.with_report", symbol=symbol, body=issuer)
    for place, part in enumerate(pages):
        page = total_page(part, roll_up(part.form, part.units))
        _begin(document, place if several else None, page.title, with_report)
        if part.kinds:
            centred(document, say("sheet.for_kinds", kinds=", ".join(part.kinds)), 13, italic=True)
        centred(document, page.above[-1], 13, italic=True)
        if number := snapshot_words(sheet):
            centred(document, number, 13, italic=True)
        document.add_paragraph()
        draw_table(document, replace(page, lines=tuple(map(_without_words, page.lines))))
    if photos:
        title = (say("word.photos_title"),)
        _begin(document, len(pages) if several else None, title, with_report)
        _photos(document, sheet, photos)


def _without_words(line: PrintedLine) -> PrintedLine:
    """Point to the text where a line's words stand there already."""
    is_told = takes_words(line.row) and line.note
    return replace(line, note=say("word.see_text")) if is_told else line


def _begin(document: Any, place: int | None, title: tuple[str, ...], with_report: str) -> None:
    next_part(document)
    number = None if place is None else ROMAN[place] if place < len(ROMAN) else str(place + 1)
    word = say("word.annex_number", number=number) if number else say("word.annex")
    centred(document, word, BODY_SIZE, bold=True)
    for line in title:
        centred(document, line.upper(), BODY_SIZE, bold=True)
    last = centred(document, with_report, BODY_SIZE, italic=True)
    last.paragraph_format.space_after = Pt(6)


def _photos(document: Any, sheet: CampaignSheet, photos: list[UnitPhoto]) -> None:
    pictures = [
        ThumbnailPicture(sheet.folder / kept.photo.path, caption(sheet, number, kept))
        for number, kept in enumerate(photos, start=1)
    ]
    draw_pictures(document, pictures, COLUMNS, HEIGHT_MM)
    if left := len(sheet.photos) - len(photos):
        body(document, say("word.photos_more", photos=left), italic=True)


def chosen_photos(sheet: CampaignSheet) -> list[UnitPhoto]:
    """Choose at most a few of each unit that counts, in the form's order and then the campaign's."""
    taken: Counter[str] = Counter()
    counted = {unit.unit_code for unit in sheet.all_units if unit.has_sent}
    chosen = []
    for kept in sorted(sheet.photos, key=lambda kept: not kept.photo.caption):
        taken[kept.unit_code] += 1
        if kept.unit_code in counted and taken[kept.unit_code] <= PHOTOS_A_UNIT:
            chosen.append(kept)
    order = {
        id(row): place
        for place, row in enumerate(row for part in sheet.parts for row in part.form.rows)
    }
    at_end = len(order)
    return sorted(chosen, key=lambda kept: order.get(id(sheet.row_of(kept)), at_end))[:MOST_PHOTOS]


def caption(sheet: CampaignSheet, number: int, kept: UnitPhoto) -> str:
    """Return `Ảnh 3. Xã Bum Nưa: Lớp kỹ năng sống`: the sender's words, else the row's name."""
    row = sheet.row_of(kept)
    told = " ".join(kept.photo.caption.split())
    words = told or (row.name if row else say("sheet.whole_report"))
    return say("word.photo", number=number, unit=kept.unit_name, words=words)
