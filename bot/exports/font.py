"""The typeface of drawn pictures: Noto Sans (SIL Open Font License), from the package
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
    return ImageFont.truetype(BytesIO(_bytes(bold)), size)


@cache
def _bytes(bold: bool) -> bytes:
    from pymupdf_fonts import myfont

    return bytes(myfont(NAMES[bold]))
