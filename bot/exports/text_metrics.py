"""How many lines a text takes in a column: not every program that opens a sheet sets row heights.

Widths are those of Times (Adobe's metrics, thousandths of the size), which Times New Roman and
Liberation Serif share. A letter with Vietnamese marks is as wide as its base letter.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LINE = 1.25  # height of a line over the size of its letters, in Excel and LibreOffice
PADDING = 3.0  # points above and below the text together
PIXELS_A_UNIT = 7  # of a column's width, for the 11-point Times
POINTS_A_PIXEL = 0.75
SIDE_PIXELS = 5  # kept free inside a cell
SAFETY = 1.06
BOLD = 1.08
BY_WIDTH = {
    200: "|",
    250: " .,",
    278: "/:;ijlt\\",
    333: "!()-[]If`r",
    389: "sJ",
    444: '?acez“”"',
    500: "0123456789bdghknopquvxy*_$#–đ",
    556: "FPSơư",
    564: "+<=>×",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠƯ",
    778: "m&",
    833: "%",
    889: "M",
    944: "W",
    1000: "—…",
}
WIDTHS = {letter: width for width, letters in BY_WIDTH.items() for letter in letters}


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    """Return thousandths of the size; unknown signs count as wide."""
    if char in WIDTHS:
        return WIDTHS[char]
    base = unicodedata.normalize("NFD", char)[0]
    return WIDTHS.get(base, 722)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return points that a text takes on one line."""
    width = sum(map(_width, text)) * size / 1000
    return width * SAFETY * (BOLD if bold else 1)


def column_points(units: float) -> float:
    """Return points inside a column of this width in Excel's units."""
    return (units * PIXELS_A_UNIT - SIDE_PIXELS) * POINTS_A_PIXEL


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return the lines a text breaks into; joined again they are the text, every character kept."""
    return _wrapped(text, width, size, bold)


@lru_cache(maxsize=4096)  # a list names the same rows and kinds again for every unit
def _wrapped(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in text.splitlines(keepends=True) or [""]:
        line = ""
        for word in _words(paragraph):
            if line and text_width((line + word).rstrip(), size, bold=bold) > width:
                lines.append(line)
                line = ""
            while text_width(word.rstrip(), size, bold=bold) > width and len(word) > 1:
                fits = _that_fits(word, width, size, bold)
                lines.append(word[:fits])
                word = word[fits:]
            line += word
        lines.append(line)
    return tuple(lines)


def _words(paragraph: str) -> list[str]:
    """Return words with the spaces that follow them."""
    *first, last = paragraph.split(" ")
    return [*(f"{word} " for word in first), last]


def _that_fits(word: str, width: float, size: float, bold: bool) -> int:
    """Return how many letters of a long word go on one line, at least one."""
    for many in range(1, len(word)):
        if text_width(word[: many + 1], size, bold=bold) > width:
            return many
    return len(word)


def height_of(lines: int, size: float) -> float:
    """Return points for a row of so many lines."""
    return round(max(lines, 1) * size * LINE + PADDING, 1)


def pieces(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a long text cut at line ends into parts of at most `most` lines: Excel shows no row higher
    than 409 points."""
    lines = wrapped(text, width, size)
    return [
        "".join(lines[start : start + most]).strip("\n") for start in range(0, len(lines), most)
    ]
