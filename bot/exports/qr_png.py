"""QR pictures by the thousand: one mask for all.

Eight masks exist to make codes easier to scan, and any of them is valid. Trying all eight for each
code takes most of the time, and printed at this size every one scans.
"""

from __future__ import annotations

from io import BytesIO

import segno

MASK = 2
PREFIX = "BAOCAO:"  # before the code of a paper: few, capital letters make large squares
SCALE, BORDER = 6, 2  # pixels of a module; modules of white around


def qr_png(text: str) -> bytes:
    """Return a text as a QR picture in black and white."""
    target = BytesIO()
    code = segno.make_qr(text, error="m", mask=MASK)
    code.save(target, kind="png", scale=SCALE, border=BORDER)
    return target.getvalue()


def code_png(code: str) -> bytes:
    """Return the QR picture of a paper's code, by which its signed copy is known."""
    return qr_png(f"{PREFIX}{code}")
