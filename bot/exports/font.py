"""The typeface of drawn pictures, and of PDFs where the machine has none of the decree's: Noto Sans (SIL
Open Font License), from the package `pymupdf-fonts`, so that no server needs one of its own.

The face that comes with Pillow draws every Vietnamese letter with marks as a box; this one has all
134 of them, in upright and bold.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

from PIL import ImageFont

NAMES = {False: "notos", True: "notosbo"}
SERIFS = (  # upright, bold, italic: Times New Roman, and faces of its measures
    ("times.ttf", "timesbd.ttf", "timesi.ttf"),
    ("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf", "Times_New_Roman_Italic.ttf"),
    ("Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf"),
)
VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = frozenset(
    normalize("NFC", sign + tone) for sign in VOWELS + VOWELS.upper() for tone in TONES
) | frozenset("đĐ")
PLACES = (
    "/usr/share/fonts", "/usr/local/share/fonts", "C:/Windows/Fonts", "/Library/Fonts",
    "/System/Library/Fonts",
)  # fmt: skip


@cache
def typeface(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans of `size` pixels."""
    return ImageFont.truetype(BytesIO(font_bytes(NAMES[bold])), size)


@cache
def font_bytes(name: str) -> bytes:
    """Return the file of one face."""
    from pymupdf_fonts import myfont

    return bytes(myfont(name))


@cache
def serif_faces() -> tuple[Path, ...]:
    """Return the files of the decree's face or of one with its measures, upright, bold and italic; () where
    the machine has none that can write Vietnamese."""
    folders = {file.parent for place in PLACES for file in Path(place).rglob("*.ttf")}
    sets = (
        tuple(folder / name for name in names) for names in SERIFS for folder in sorted(folders)
    )
    return next((faces for faces in sets if all(map(writes_vietnamese, faces))), ())


def writes_vietnamese(face: Path) -> bool:
    """Tell whether a file is a face with every Vietnamese letter: Liberation 1, which Debian 12 installs as
    `fonts-liberation`, lacks most of those with two marks, and a page printed in it leaves them out."""
    if not face.is_file():
        return False
    from fontTools.ttLib import TTFont  # 0.2 s to import

    with TTFont(face, lazy=True) as opened:
        return set(map(chr, opened.getBestCmap())) >= LETTERS
