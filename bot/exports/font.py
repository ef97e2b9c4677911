"""The typeface of drawn pictures, and of PDFs where the machine has none of the decree's: Noto Sans (SIL
Open Font License), from the package `pymupdf-fonts`, so that no server needs one of its own.

The face that comes with Pillow draws every Vietnamese letter with marks as a box; this one has all
134 of them, in upright and bold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

NAMES = {False: "notos", True: "notosbo"}
SERIFS = (  # upright, bold, italic: Times New Roman, and faces of its measures
    ("times.ttf", "timesbd.ttf", "timesi.ttf"),
    ("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf", "Times_New_Roman_Italic.ttf"),
    ("Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf"),
)
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
    the machine has none."""
    known: Mapping[str, Path] = {
        file.name: file for place in PLACES for file in sorted(Path(place).rglob("*.ttf"))
    }
    whole = (names for names in SERIFS if known.keys() >= set(names))
    return tuple(known[name] for name in next(whole, ()))
