"""The pages of a PDF as pictures, of whatever size the file says that its pages are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

POINTS_PER_INCH = 72


def pages_as_pictures(path: Path, most: int, dots_per_inch: int, longest: int) -> Iterator[Any]:
    """Give the first pages, none with a side of more than `longest` dots: a page may say that it is two
    hundred metres wide. What cannot be drawn is left out: a damaged or locked file, a page in a circle."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return
    try:
        for number in range(min(len(document), most)):
            try:
                page = document[number]
                scale = min(dots_per_inch / POINTS_PER_INCH, longest / max(*page.get_size(), 1))
                picture = page.render(scale=scale).to_pil()
            except (pypdfium2.PdfiumError, ValueError, MemoryError):
                continue
            yield picture
    finally:
        document.close()
