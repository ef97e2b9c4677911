"""The typeface of drawn pictures and of PDFs: Noto Sans (SIL Open Font License), from the package
`pymupdf-fonts`, so that no server needs one of its own.

The face that comes with Pillow draws every Vietnamese letter with marks as a box; this one has all
134 of them, in upright and bold.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import ImageFont

NAMES = {False: "notos", True: "notosbo"}


@cache
def typeface(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans of `size` pixels."""
    return ImageFont.truetype(BytesIO(font_bytes(NAMES[bold])), size)


@cache
def font_bytes(name: str) -> bytes:
    """Return the file of one face."""
    from pymupdf_fonts import myfont

    return bytes(myfont(name))
