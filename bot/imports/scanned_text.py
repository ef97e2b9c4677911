"""The text of a scanned document, read offline by the system's Tesseract with its Vietnamese letters.

What is read here is marked as read from a picture, and a person holds it against the paper. The
reader of figures (`scanned_form`) is of no use for prose: its models have no letters with marks below.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from bot.imports.pdf_pictures import pages_as_pictures

DOTS_PER_INCH = 300
LONGEST_SIDE = 5_000  # dots: an A3 page has 4,961
MOST_SCANNED_PAGES = 20
SECONDS_A_PAGE = 120
_READING = ("stdin", "stdout", "-l", "vie", "--psm", "4", "--dpi", str(DOTS_PER_INCH))


@cache
def can_read_prose() -> bool:
    """Tell whether Tesseract and its Vietnamese language are installed."""
    return b"vie" in _run("--list-langs").split()


def _run(*words: str, given: bytes = b"") -> bytes:
    """Return what Tesseract prints; nothing where it is not installed or takes too long."""
    program = shutil.which("tesseract")
    if program is None:
        return b""
    try:
        return subprocess.run(  # noqa: S603  the program's own path and our own words
            [program, *words],
            input=given,
            capture_output=True,
            check=False,
            timeout=SECONDS_A_PAGE,
        ).stdout
    except subprocess.TimeoutExpired:
        return b""


def lines_of_pages(path: Path) -> Iterator[str]:
    """Give the lines of a PDF whose pages are pictures; a page that cannot be read has none."""
    for page in pages_as_pictures(path, MOST_SCANNED_PAGES, DOTS_PER_INCH, LONGEST_SIDE):
        drawn = BytesIO()
        page.save(drawn, "PNG")
        read = _run(*_READING, given=drawn.getvalue())
        yield from read.decode("utf-8", "replace").splitlines()
