"""Pages of a PDF as pictures, whatever the file says of their size."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.imports import printed_marks
from bot.imports.pdf_pictures import pages_as_pictures

LONGEST = 2_000  # dots


def pdf(box: str, kids: str = "3 0 R") -> bytes:
    """A file of one page of a size in points."""
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 4\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size 4>>\n"
    return f"{text}{head}startxref\n{len(text)}\n%%EOF".encode()


@pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 1000000 1000000", "0 0 1000000 1"])
def test_a_page_of_any_size_is_a_picture_of_some_dots(tmp_path: Path, box: str) -> None:
    (tmp_path / "large.pdf").write_bytes(pdf(box))
    (page,) = pages_as_pictures(tmp_path / "large.pdf", 6, 144, LONGEST)
    assert max(page.size) <= LONGEST + 1


def test_a_page_of_paper_is_drawn_as_fine_as_asked(tmp_path: Path) -> None:
    (tmp_path / "a4.pdf").write_bytes(pdf("0 0 595 842"))
    (page,) = pages_as_pictures(tmp_path / "a4.pdf", 6, 144, LONGEST)
    assert page.size == (1190, 1684)


@pytest.mark.parametrize(
    "file", [pdf("0 0 595 842", kids="2 0 R"), b"%PDF-1.4", b"", pdf("0 0 0 0")]
)
def test_what_cannot_be_drawn_has_no_code_and_raises_nothing(tmp_path: Path, file: bytes) -> None:
    (tmp_path / "odd.pdf").write_bytes(file)
    assert printed_marks.code_on(tmp_path / "odd.pdf") == ""
