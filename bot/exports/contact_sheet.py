"""Contact sheets: small copies of the photos with captions, each unit on a page of its own.

A Word document, not a picture: the face that comes with Pillow has none of the Vietnamese letters
with marks (measured with Pillow 13: 134 of 134 are drawn as boxes), and which faces a server has
nobody knows; the office's program has its own. It can be printed and searched besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from bot.exports.decree_layout import BODY_SIZE, centred, new_document
from bot.exports.export_progress import followed
from bot.exports.sheet_data import CampaignSheet, UnitPhoto
from bot.exports.thumbnails import ThumbnailPicture, draw_pictures
from bot.locale.say import say

COLUMNS = 3
HEIGHT_MM = 42
MOST = 400  # pictures of one document: 10 MB, and what a person looks through


def contact_sheets(sheet: CampaignSheet, photos: Sequence[UnitPhoto]) -> Iterator[bytes]:
    """Return one document, or several where there are very many pictures; a unit is never divided."""
    by_unit = [list(mine) for _, mine in groupby(photos, key=lambda kept: kept.unit_code)]
    waiting: list[list[UnitPhoto]] = []
    for mine in by_unit:
        if waiting and sum(map(len, waiting)) + len(mine) > MOST:
            yield _document(sheet, waiting)
            waiting = []
        waiting.append(mine)
    if waiting:
        yield _document(sheet, waiting)


def _document(sheet: CampaignSheet, units: list[list[UnitPhoto]]) -> bytes:
    document = new_document(BODY_SIZE)
    for place, photos in enumerate(followed(units)):
        title = say("word.contact_sheet", unit=photos[0].unit_name)
        line = centred(document, title, BODY_SIZE, bold=True)
        line.paragraph_format.page_break_before = place > 0
        pictures = [
            ThumbnailPicture(sheet.folder / kept.photo.path, _words(kept)) for kept in photos
        ]
        draw_pictures(document, pictures, COLUMNS, HEIGHT_MM)
    return _saved(document)


def _words(kept: UnitPhoto) -> str:
    """Return the row's code and the sender's words."""
    parts = (kept.photo.row, " ".join(kept.photo.caption.split()))
    return " ".join(filter(None, parts))


def _saved(document: Any) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()
