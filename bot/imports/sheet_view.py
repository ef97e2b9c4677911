"""How a sheet lies before a person: merged cells, hidden lines and columns, as its XML says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils import range_boundaries

from bot.imports.grid import Span

MERGED = re.compile(rb'<(?:[a-z0-9]+:)?mergeCell\s[^<>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
LINE = re.compile(rb"<(?:[a-z0-9]+:)?row\s([^<>]*)>")
COLUMN = re.compile(rb"<(?:[a-z0-9]+:)?col\s([^<>]*)>")
ATTRIBUTE = re.compile(rb'\b([A-Za-z]+)="([^"<>]*)"')
MOST_MERGED = 5_000
MOST_COLUMNS = 200
MOST_COVERED = 50_000  # places below merged cells; overlapping ones are no honest sheet


@dataclass(frozen=True, slots=True)
class SheetView:
    """`spans` are all merged cells; `covered` the places (line, column from 0) below them, whose
    content nobody sees; `lines` and `columns` are hidden."""

    spans: tuple[Span, ...] = ()
    covered: frozenset[tuple[int, int]] = frozenset()
    lines: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def view_of(body: bytes, most_lines: int) -> SheetView:
    """Return what a sheet's XML says about its looks."""
    spans = tuple(_spans(body, most_lines))
    return SheetView(spans, frozenset(covered(spans)), _hidden_lines(body), _hidden_columns(body))


def covered(spans: tuple[Span, ...]) -> set[tuple[int, int]]:
    """Return the places below merged cells, without their first."""
    places = (
        (line, column)
        for span in spans
        for line in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
        if (line, column) != (span.top, span.left)
    )
    return set(islice(places, MOST_COVERED))


def _spans(body: bytes, most_lines: int) -> list[Span]:
    found = []
    for match in MERGED.findall(body)[:MOST_MERGED]:
        left, top, right, bottom = range_boundaries(match.decode("ascii"))
        if None in (left, top, right, bottom) or top > most_lines:
            continue
        right = min(int(right), MOST_COLUMNS)
        found.append(Span(int(top), min(int(bottom), most_lines), int(left) - 1, right - 1))
    return found


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): value.decode("utf-8", "replace") for name, value in ATTRIBUTE.findall(tag)
    }


def _is_hidden(named: dict[str, str], size: str) -> bool:
    """Hidden, or drawn so small that nothing of it is seen."""
    if named.get("hidden") in ("1", "true"):
        return True
    try:
        return float(named.get(size, "1")) == 0
    except ValueError:
        return False


def _hidden_lines(body: bytes) -> frozenset[int]:
    tags = map(_attributes, LINE.findall(body))
    return frozenset(
        int(named["r"])
        for named in tags
        if named.get("r", "").isdigit() and _is_hidden(named, "ht")
    )


def _hidden_columns(body: bytes) -> frozenset[int]:
    found: set[int] = set()
    for named in map(_attributes, COLUMN.findall(body)):
        first, last = named.get("min", ""), named.get("max", "")
        if first.isdigit() and last.isdigit() and _is_hidden(named, "width"):
            found.update(range(int(first) - 1, min(int(last), MOST_COLUMNS)))
    return frozenset(found)
