"""The code of a paper or of a report's version on a copy that came back: in its properties, its text, or a
QR picture on a scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from bot.imports.match_filled import open_file
from bot.imports.safe_zip import LARGEST, FileRefused

PROPERTY = "baocao_paper"
MARK = re.compile(r"(?:BAOCAO:|baocao:paper:)([A-Z0-9]{6,16})")  # the second on older papers
CODE = re.compile(r"(?:Mã văn bản|Mã biên nhận|Paper code|Receipt code)\s*:\s*([A-Z0-9]{6,16})")
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
MOST_PAGES = 6
SCALE = 2.0  # of a page as it is looked at: 144 dots an inch
MOST_PIXELS = 40_000_000


def code_on(path: Path) -> str:
    """Return the code that a copy carries; "" where none is found. Raises FileRefused for a file that
    should not be opened."""
    if path.stat().st_size > LARGEST:
        raise FileRefused("too_large")
    opened = None if path.suffix.lower() in PICTURES else open_file(path)
    if opened is not None:
        if marked := opened.properties.get(PROPERTY):
            return marked
        if found := CODE.search(opened.prose):
            return found[1]
    return next(_in_pictures(path), "")


def _in_pictures(path: Path) -> Iterator[str]:
    """Return the codes of the QR pictures on the pages of a scan."""
    for page in _pages(path):
        found = list(_marks(page)) or list(_marks(page.resize([2 * side for side in page.size])))
        yield from found


def _marks(page: Any) -> Iterator[str]:
    for seen in zxingcpp.read_barcodes(page):
        if mark := MARK.fullmatch(seen.text):
            yield mark[1]


def _pages(path: Path) -> Iterator[Any]:
    if path.suffix.lower() in PICTURES:
        with Image.open(path) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused("bomb")
            yield picture.convert("L")
        return
    with path.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    if not is_pdf:
        return
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(min(len(document), MOST_PAGES)):
            yield document[number].render(scale=SCALE).to_pil().convert("L")
    finally:
        document.close()
