"""Cells of a sheet as a program wrote or copied them as text: in quotes where a cell has lines or
separators of its own. A quotation mark that closes nothing is a letter as any other, so that no cell
swallows those behind it; and a cell may be as long as it likes."""

from __future__ import annotations

import re
from functools import cache

Line = tuple[int, list[str]]  # the number of its last line in the text, its cells
BREAK = re.compile(r"\r\n?|\n")


def cut_into_cells(text: str, separator: str = "\t") -> list[Line]:
    """Return the lines of a sheet. Cells that are cut at tabs were copied: none of them holds a tab."""
    lines: list[Line] = []
    cells: list[str] = []
    number = 0
    for found in _cell(separator).finditer(text):
        if found.start() == len(text) and not cells:
            break
        quoted, plain, end = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        number += len(BREAK.findall(found[0])) + (not end)
        if end != separator:
            lines.append((number, cells))
            cells = []
    return lines


@cache
def _cell(separator: str) -> re.Pattern[str]:
    sign = re.escape(separator)
    no_part = r"\t" if separator == "\t" else ""
    blanks = "" if separator == "\t" else "[ ]*+"  # `"Xa A" ,xa`
    return re.compile(
        rf'(?:"((?:[^"{no_part}]++|"")*+)"{blanks}(?={sign}|[\r\n]|\Z)|([^{sign}\r\n]*+))({sign}|\r\n?|\n|\Z)'
    )
