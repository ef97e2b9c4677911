"""A .csv as a grid, in whatever encoding and with whatever separator an office saved it."""

from __future__ import annotations

from pathlib import Path

from bot.imports.grid import Grid, GridLine, OpenedFile
from bot.imports.safe_zip import refuse_large
from bot.imports.unit_file import read_lines

MOST_LINES = 600
MOST_COLUMNS = 30


def open_csv(path: Path) -> OpenedFile:
    """Return the lines of a .csv as texts; raises FileRefused, or what the library makes of bad bytes."""
    refuse_large(path)
    found = read_lines(path).lines[:MOST_LINES]
    lines = tuple(
        GridLine(place, tuple(cell or None for cell in cells[:MOST_COLUMNS]))
        for place, cells in found
        if any(cells)
    )
    return OpenedFile((Grid(path.stem, lines),))
