"""Sheets with many lines, each written as text.

openpyxl makes an object and an XML element of every cell; for a province that is most of the time a
workbook takes. Here the lines of a list are text at once, and are laid into the sheet that openpyxl
writes around them, with its head.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

ESCAPED = {"\r": "&#13;"}
END = b"</sheetData>"


class ListSheet(Worksheet):  # type: ignore[misc]
    """A sheet of a workbook whose head is made of cells from A1, and all below it of lines of text."""

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        self._lines: list[str] = []
        self._last = 0
        book._add_sheet(self)

    def add_line(self, row: int, points: float, cells: str) -> None:
        """Add a line below all others, with its height and its cells as XML."""
        self._lines.append(f'<row r="{row}" ht="{points:g}" customHeight="1">{cells}</row>')
        self._last = row

    def calculate_dimension(self) -> str:
        """Return the range of all that is written."""
        last = max(self._last, self.max_row)
        return f"A1:{get_column_letter(self.max_column)}{last}"

    def laid_into(self, written: bytes) -> bytes:
        """Return the sheet as openpyxl wrote it, with its lines."""
        before, end, after = written.partition(END)
        return b"".join((before, "".join(self._lines).encode(), end, after))


def inline_text(text: str) -> str:
    """Return what a cell of text has inside, as openpyxl writes it."""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{kept}>{escape(text, ESCAPED)}</t></is>"
