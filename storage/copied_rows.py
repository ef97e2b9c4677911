"""The rows of a PostgreSQL copy while it is written, so that one of them can be changed on its way.

pg_dump writes a tar: first `toc.dat`, which says under what name each table's rows lie and which columns
they have, then a member for each table with a row a line, as COPY writes it (sql-copy.html, "Text
Format").
"""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from gzip import GzipFile
from typing import IO

CONTENTS = "toc.dat"
ROWS_OF = re.compile(rb"COPY public\.(\w+) \(([^)]*)\) FROM stdin;.*?([0-9]+\.dat)", re.DOTALL)
NOTHING = rb"\N"
ESCAPES = {b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r", b"\t": b"\\t",
           b"\b": b"\\b", b"\f": b"\\f", b"\v": b"\\v"}  # fmt: skip
MEANT = {escaped: sign for sign, escaped in ESCAPES.items()}
SIGN = re.compile(rb"[\\\n\r\t\x08\x0c\x0b]")
ESCAPED = re.compile(rb"\\[\\nrtbfv]")
IN_MEMORY = 8 * 1024 * 1024

ChangeRow = Callable[[dict[str, str | None]], dict[str, str]]


def pass_on(source: IO[bytes], target: GzipFile, changes: dict[str, ChangeRow]) -> set[str]:
    """Pass a copy on as it comes; what a table's function returns of a row takes its columns' place.

    Returns the tables whose rows were found."""
    with (
        tarfile.open(fileobj=source, mode="r|") as coming,
        tarfile.open(fileobj=target, mode="w|", format=tarfile.GNU_FORMAT) as going,
    ):
        tables: dict[str, tuple[str, list[str]]] = {}
        for member in coming:
            rows = coming.extractfile(member) or io.BytesIO()
            if member.name == CONTENTS:
                contents = rows.read()
                tables = _tables(contents)
                rows = io.BytesIO(contents)
            table, columns = tables.get(member.name, ("", []))
            if table in changes:
                with tempfile.SpooledTemporaryFile(IN_MEMORY) as changed:
                    changed.writelines(_changed(rows, columns, changes[table]))
                    member.size = changed.tell()
                    changed.seek(0)
                    going.addfile(member, changed)
            else:
                going.addfile(member, rows)
    return {table for table, _ in tables.values()}


def _tables(contents: bytes) -> dict[str, tuple[str, list[str]]]:
    """Return for the name of each table's rows which table it is, and its columns."""
    return {
        name.decode(): (table.decode(), columns.decode().replace('"', "").split(", "))
        for table, columns, name in ROWS_OF.findall(contents)
    }


def _changed(rows: Iterable[bytes], columns: list[str], change: ChangeRow) -> Iterable[bytes]:
    for line in rows:
        cells = line.rstrip(b"\n").split(b"\t")
        if len(cells) == len(columns):  # not the mark of the end
            fresh = change(dict(zip(columns, map(_meant, cells), strict=True)))
            for column, words in fresh.items():
                cells[columns.index(column)] = SIGN.sub(_escape, words.encode())
            line = b"\t".join(cells) + b"\n"
        yield line


def _meant(cell: bytes) -> str | None:
    return None if cell == NOTHING else ESCAPED.sub(_unescape, cell).decode()


def _escape(found: re.Match[bytes]) -> bytes:
    return ESCAPES[found[0]]


def _unescape(found: re.Match[bytes]) -> bytes:
    return MEANT[found[0]]
