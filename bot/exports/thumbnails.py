"""Small copies of kept photos, and a table of them in a document, with captions under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm
from PIL import Image, ImageOps

from bot.exports.decree_layout import CENTRE, TEXT_MM, flag, write
from bot.locale.say import say

KINDS = ("JPEG", "PNG", "WEBP")  # what is taken from people
DOTS_A_MM = 6  # about 150 an inch: sharp on paper, a hundredth of a phone's picture
QUALITY = 80
GAP_MM = 5
CAPTION_SIZE = 11


@dataclass(frozen=True, slots=True)
class ThumbnailPicture:
    """A kept photo and the words under it."""

    path: Path
    caption: str


def thumbnail(path: Path, width: int, height: int) -> bytes | None:
    """Return a JPEG of at most so many pixels, upright; None where the file is gone or no picture."""
    try:
        with Image.open(path, formats=KINDS) as picture:
            picture.draft("RGB", (width, height))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((width, height))
            target = BytesIO()
            upright.convert("RGB").save(target, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return target.getvalue()


def draw_pictures(
    document: Any, pictures: Sequence[ThumbnailPicture], columns: int, height_mm: int
) -> None:
    """Draw a table without borders, a picture and its caption in each cell."""
    if not pictures:
        return
    width = TEXT_MM / columns
    table = document.add_table(rows=0, cols=columns)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column in table.columns:
        column.width = Mm(width)
    for start in range(0, len(pictures), columns):
        row = table.add_row()
        flag(row, "w:cantSplit")
        cells = row.cells
        for cell in cells:
            cell.width = Mm(width)
        for cell, picture in zip(cells, pictures[start : start + columns], strict=False):
            _draw(cell, picture, width - GAP_MM, height_mm)


def _draw(cell: Any, picture: ThumbnailPicture, width_mm: float, height_mm: float) -> None:
    body = thumbnail(picture.path, int(width_mm * DOTS_A_MM), int(height_mm * DOTS_A_MM))
    place = cell.paragraphs[0]
    place.paragraph_format.space_before = Mm(2)
    if body is None:
        write(place, say("word.photo_unread"), size=CAPTION_SIZE, italic=True, across=CENTRE)
    else:
        place.alignment = CENTRE
        with Image.open(BytesIO(body)) as small:
            share = min(width_mm / small.width, height_mm / small.height)
            size = Mm(small.width * share), Mm(small.height * share)
        place.add_run().add_picture(BytesIO(body), *size)
    write(cell.add_paragraph(), picture.caption, size=CAPTION_SIZE, italic=True, across=CENTRE)
