"""Whose report a file is: by its heading, its properties, its name, and the message it came with.

Every place that names a unit must name the same one; what is unclear or contradicts itself is
nobody's, and somebody says whose it is. The properties that nobody sees (a template's company) count
only where nothing else names a unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import PurePath

from bot.imports.core_properties import CORE
from bot.imports.grid import Grid, OpenedFile, shown
from bot.imports.units_in_text import (
    authors_among,
    names_a_school,
    units_in_file_name,
    units_in_line,
    without_communes,
)
from bot.model import filled_form
from bot.model.filled_form import FilledForm
from bot.model.unit import Unit

LETTERHEAD_LINES = 8
HEADING_LINES = 15  # of the text before the table
_ADDRESSED = re.compile(r"^[^\S\n]{0,80}kính\s{1,20}gửi", re.IGNORECASE | re.MULTILINE)
_TO_OTHERS = re.compile(r"\s*(?:kính gửi|nơi nhận|căn cứ|thực hiện|theo )", re.IGNORECASE)
_PUT_ON = re.compile(r"^(?:tên )?đơn vị(?: báo cáo)?\s*[:.]?\s*", re.IGNORECASE)


def unit_of_file(
    units: Sequence[Unit], opened: OpenedFile, filled: FilledForm | None, name: str
) -> Unit | None:
    """Return the unit that all that a file says of itself points to; None where that is unclear."""
    return agreed_unit(units_seen(units, opened, filled, name))


def units_seen(
    units: Sequence[Unit],
    opened: OpenedFile,
    filled: FilledForm | None,
    name: str,
    said: Sequence[str] = (),
) -> list[tuple[Unit, ...]]:
    """Return the units that each place of a file names. `said` are lines about the file from elsewhere:
    the subject and the sender of its message."""
    properties = opened.properties
    stated = filled.unit_name if filled is not None else ""
    printed = filled.printed.unit_code if filled is not None and filled.printed else ""
    seen = [
        _by_code(units, printed),
        _by_code(units, properties.get(filled_form.UNIT, "")),
        _named(units, [stated]),
        _named(units, heading_lines(opened)),
        authors_among(units_in_file_name(units, PurePath(name).stem)),
        _named(units, said),
    ]
    unseen = _named(units, [properties.get(key, "") for key in CORE])
    return seen if any(seen) else [unseen]


def agreed_unit(evidence: Sequence[tuple[Unit, ...]]) -> Unit | None:
    """Return the unit that every place which names any names, and names alone."""
    told = [set(named) for named in evidence if named]
    agreed = set.intersection(*told) if told else set()
    return agreed.pop() if len(agreed) == 1 else None


def _by_code(units: Sequence[Unit], code: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit.code == code)


def _named(units: Sequence[Unit], lines: Sequence[str]) -> tuple[Unit, ...]:
    named: list[Unit] = []
    for line in lines:
        named += units_in_line(units, line)
    authors = authors_among(named)
    return without_communes(authors) if any(map(names_a_school, lines)) else authors


def heading_lines(opened: OpenedFile) -> list[str]:
    """Return what stands at the head of a document: its letterhead and its first lines, without
    whom it is addressed to and what it is based on."""
    text = "\n".join(opened.prose.splitlines()[:HEADING_LINES])
    addressed = _ADDRESSED.search(text)
    head = text[: addressed.start()] if addressed is not None else text
    lines = [*_letterhead(opened.grids), *head.splitlines()]
    return [_PUT_ON.sub("", line.strip()) for line in lines if not _TO_OTHERS.match(line)]


def _letterhead(grids: Sequence[Grid]) -> list[str]:
    """Return the lines of small tables before the first large one, and its own first lines."""
    found: list[str] = []
    for grid in grids:
        first = chain.from_iterable(line.values for line in grid.lines[:LETTERHEAD_LINES])
        found += "\n".join(map(shown, first)).splitlines()
        if len(grid.lines) > LETTERHEAD_LINES:
            break
    return found
