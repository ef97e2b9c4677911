"""Where the parts of a TOML text stand: the parser gives values without their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TABLE = re.compile(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*[.=]""")
TRIPLE = re.compile(r'"""|\'\'\'')


@dataclass(slots=True)
class TableLines:
    """One table: its own line, its keys' lines, and those of the tables below it."""

    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def of(self, key: str) -> int:
        """Return the line of a key, or of the table where the key is missing."""
        return self.keys.get(key, self.line)


@dataclass(slots=True)
class FileLines:
    """Lines of the top-level keys, of each `[[row]]` and `[[column]]`, and of each `[measures.…]`."""

    top: TableLines
    rows: list[TableLines] = field(default_factory=list)
    columns: list[TableLines] = field(default_factory=list)
    tables: dict[str, TableLines] = field(default_factory=dict)

    def row(self, place: int) -> TableLines:
        """Return the lines of the n-th row, from 0; the top's where the rows were written another way."""
        return self.rows[place] if place < len(self.rows) else self.top

    def column(self, place: int) -> TableLines:
        """Lines of the n-th column, as `row`."""
        return self.columns[place] if place < len(self.columns) else self.top


def find_lines(text: str) -> FileLines:
    """Scan a TOML text once, passing over strings that run over several lines."""
    found = FileLines(TableLines(1))
    current = found.top
    prefix = ""
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        was_inside, closing = bool(closing), _open_string(line, closing)
        if was_inside:
            continue
        if table := TABLE.match(line):
            current, prefix = _enter(found, table[2], number, double=table[1] == "[[")
        elif key := KEY.match(line):
            current.keys.setdefault(prefix + key[1].strip("\"'"), number)
    return found


def _enter(found: FileLines, name: str, number: int, *, double: bool) -> tuple[TableLines, str]:
    """Return the table that the following keys belong to, and the prefix its keys carry."""
    if double and name in ("row", "column"):
        several = found.rows if name == "row" else found.columns
        several.append(TableLines(number))
        return several[-1], ""
    if name.startswith("row.") and found.rows:
        below = name.removeprefix("row.")
        found.rows[-1].keys.setdefault(below, number)
        return found.rows[-1], f"{below}."
    table = found.tables.setdefault(name, TableLines(number))
    found.top.keys.setdefault(name, number)
    return table, ""


def _open_string(line: str, closing: str) -> str:
    """Return the marks a multi-line string still waits for at the end of this line, or nothing."""
    for mark in TRIPLE.findall(line):
        if not closing:
            closing = mark
        elif mark == closing:
            closing = ""
    return closing
