"""The code of a paper or of a report's version on a copy that came back: in its properties, its text, or a
QR picture on a scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.imports.grid import OpenedFile
from bot.imports.match_filled import open_file
from bot.imports.pdf_pictures import pages_as_pictures
from bot.imports.photo import (
    MOST_PIXELS,
    READERS,
    PhotoRefused,
    check_photo,
    kind_of_photo,
)
from bot.imports.safe_zip import FileRefused, refuse_large
from bot.model.filled_form import CODE as PROPERTY

MARK = re.compile(r"(?:BAOCAO:|baocao:paper:)([A-Z0-9]{6,16})")  # the second on older papers
CODE = re.compile(r"(?:Mã văn bản|Mã biên nhận|Paper code|Receipt code)\s*:\s*([A-Z0-9]{6,16})")
MOST_PAGES = 6
DOTS_PER_INCH = 144  # of a page as it is looked at
LOOKED_AT = 2_200  # pixels of a picture's longer side: a code of 15 mm on A4 has five to a square


def code_on(path: Path) -> str:
    """Return the code that a copy carries; "" where none is found. Raises FileRefused for a file that
    should not be opened."""
    refuse_large(path)
    with path.open("rb") as file:
        mime = kind_of_photo(file.read(12))
    if mime is None:
        return code_in(open_file(path), path)
    try:
        return code_in_picture(path, check_photo(path).mime)
    except PhotoRefused as refused:
        raise FileRefused(refused.reason) from None


def code_in(opened: OpenedFile, path: Path) -> str:
    """Return the code that an opened document carries, also on the pictures of a scan; "" for none."""
    if marked := opened.properties.get(PROPERTY):
        return marked
    if found := CODE.search(opened.prose):
        return found[1]
    if opened.refusal == "broken":  # or gone
        return ""
    return next((code for page in _pages(path) for code in _marks(page)), "")


def code_in_picture(path: Path, mime: str) -> str:
    """Return the code of the QR picture on a photo of a page that was checked; "" where none is seen."""
    with READERS[mime](path) as picture:
        picture.draft("L", (LOOKED_AT, LOOKED_AT))
        is_large = picture.width * picture.height > MOST_PIXELS
        return "" if is_large else next(_marks(picture.convert("L")), "")


def _marks(page: Any) -> Iterator[str]:
    """Return the codes seen on a page, looked at in a size at which small squares are told apart."""
    import zxingcpp  # takes a while to import, and few files are pictures

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    scale = LOOKED_AT / max(page.size)
    sized = page.resize([max(1, round(side * scale)) for side in page.size])
    for seen in zxingcpp.read_barcodes(sized, formats=only):
        if mark := MARK.fullmatch(seen.text):
            yield mark[1]


def _pages(path: Path) -> Iterator[Any]:
    """Return the first pages of a PDF as pictures; nothing of any other file."""
    with path.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    if is_pdf:
        for page in pages_as_pictures(path, MOST_PAGES, DOTS_PER_INCH, LOOKED_AT):
            yield page.convert("L")
