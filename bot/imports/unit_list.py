"""Reads a list of units from .xlsx or .csv: code, name, kind, parent, aliases, valid_from,
predecessors, commune_code, under a head in these or other usual words, also below title lines.

Bad rows are listed with their line and nothing is half-imported; what only looks odd (two units of
one name, codes that lost their zeros) is listed beside the units. Codes are text: they are what the
sheet shows.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter, itemgetter
from pathlib import Path

from openpyxl.utils.exceptions import InvalidFileException

from bot.imports.form_table import key
from bot.imports.grid import Span
from bot.imports.safe_zip import FileRefused
from bot.imports.unit_file import MOST_ROWS, UnitLines, read_lines
from bot.model.grouping import grouped_by
from bot.model.unit import Unit

# Heads as people write them, without accents, spaces and marks.
HEADINGS = {
    "code": "code", "ma": "code", "madonvi": "code", "maso": "code", "masodonvi": "code", "madv": "code",
    "madinhdanh": "code", "ms": "code", "madonvibaocao": "code",
    "name": "name", "ten": "name", "tendonvi": "name", "donvi": "name", "tendv": "name",
    "tendonvibaocao": "name", "donvibaocao": "name", "coquandonvi": "name", "tencoquandonvi": "name",
    "tencoquan": "name", "coquan": "name", "tentochuc": "name", "tenxa": "name", "tenxaphuong": "name",
    "recipient": "name", "noinhan": "name", "coquannhan": "name", "kinhgui": "name",
    "xaphuong": "name", "xaphuongthitran": "name", "tenxaphuongthitran": "name", "tentruong": "name",
    "kind": "kind", "loai": "kind", "loaidonvi": "kind", "loaihinh": "kind", "loaihinhdonvi": "kind",
    "cap": "kind", "capdonvi": "kind", "nhom": "kind",
    "parent": "parent", "captren": "parent", "donvicaptren": "parent", "madonvicaptren": "parent",
    "macaptren": "parent", "tructhuoc": "parent", "donviquanly": "parent", "donvichuquan": "parent",
    "thuoc": "parent",
    "aliases": "aliases", "tenkhac": "aliases", "tengoikhac": "aliases", "tenviettat": "aliases",
    "viettat": "aliases",
    "validfrom": "valid_from", "tungay": "valid_from", "cohieuluctu": "valid_from",
    "predecessors": "predecessors", "madonvicu": "predecessors", "donvicu": "predecessors",
    "communecode": "commune_code", "maxa": "commune_code", "madvhc": "commune_code",
}  # fmt: skip
LAST_HEAD = 20  # lines at the top among which the head is looked for
COMMITTEE = ("ubnd", "uybannhandan")  # people's committees are written to by their places' names
USUAL = 0.6  # of the codes have the same length: a shorter one lost its zeros
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
TOTALS = frozenset(["tong", "cong", "tongcong", "tongso", "tongsodonvi"])
SECTION = re.compile(r"[IVX]{1,6}[.)]?")
DATED = re.compile(r"\d{4}-\d\d-\d\d [0-9:]{5,8}|\d{1,2}/\d{1,2}/\d{4}")  # 1/2 in Excel's hands
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """`reason` is a stable code: no_code, no_name, twice, bad_date, cycle, no_heading, unreadable,
    too_many; among what only looks odd same_name, unknown_parent, lost_zeros, hidden, converted,
    section_line, date_code."""

    line: int
    reason: str
    value: str = ""


@dataclass(frozen=True)
class UnitList:
    """The units, everything wrong with the file, and what looks odd but was taken."""

    units: list[Unit] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    odd: list[BadRow] = field(default_factory=list)


def read_units(path: Path, known: Sequence[Unit] | None = None) -> UnitList:
    """Return all units of a file; raises OSError when it cannot be read.

    Where `known` units are given, the code or the name of a line is enough: the other is that of the
    known unit, and a name that none of them has gets a code made of its letters.
    """
    try:
        found = read_lines(path)
    except (
        UnicodeDecodeError,
        FileRefused,
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        IndexError,
        ValueError,
    ):
        return UnitList(bad=[BadRow(0, "unreadable")])
    if len(found.lines) > MOST_ROWS:
        return UnitList(bad=[BadRow(MOST_ROWS, "too_many")])
    for place, (_, cells) in enumerate(found.lines[:LAST_HEAD]):
        heading = _heading(cells)
        said = {"code", "name"}.intersection(heading)
        if len(said) == 2 or (said and known is not None):
            return _listed(heading, found, place, known)
    return UnitList(bad=[BadRow(found.lines[0][0] if found.lines else 1, "no_heading")])


def _heading(cells: Sequence[str]) -> list[str | None]:
    """Return what each column holds; a commune's code serves as the unit's where it has no other."""
    heading = [HEADINGS.get(key(cell)) for cell in cells]
    if "code" not in heading and "commune_code" in heading:
        heading[heading.index("commune_code")] = "code"
    return [name if name not in heading[:column] else None for column, name in enumerate(heading)]


def _listed(
    heading: list[str | None], found: UnitLines, head: int, known: Sequence[Unit] | None
) -> UnitList:
    lines = _spread(found.lines[head + 1 :], found.spans, heading)
    said = [
        (number, {name: cell for name, cell in zip(heading, cells, strict=False) if name})
        for number, cells in lines
    ]
    if known is not None:
        said = [(number, _completed(fields, known)) for number, fields in said]
    rows, bad = _rows(said)
    units = [_unit(fields, _day(fields.get("valid_from", ""))) for _, fields in rows]
    units = _with_parents_by_code(units)
    numbers = list(map(itemgetter(0), rows))
    bad += _cycles(units, numbers)
    odd = [*_converted(found, units), *_odd_codes(units, numbers), *_odd(units, numbers)]
    odd += [BadRow(number, "hidden") for number in found.hidden if number > found.lines[head][0]]
    return UnitList(units, sorted(bad, key=lambda row: row.line), odd)


def _spread(
    lines: list[tuple[int, list[str]]], spans: Sequence[Span], heading: list[str | None]
) -> list[tuple[int, list[str]]]:
    """Return the lines with a merged kind or parent in each line that it spans."""
    columns = {column for column, name in enumerate(heading) if name in ("kind", "parent")}
    by_number = {number: list(cells) for number, cells in lines}
    for span in spans:
        first = by_number.get(span.top)
        if span.left not in columns or first is None:
            continue
        for number in range(span.top + 1, span.bottom + 1):
            if number in by_number:
                cells = by_number[number]
                cells += [""] * (span.left + 1 - len(cells))
                cells[span.left] = first[span.left]
    return [(number, by_number[number]) for number, _ in lines]


def _completed(fields: Fields, known: Sequence[Unit]) -> Fields:
    """Return a line with the code or the name that it leaves to the known units; without a code where several
    of them bear its name."""
    code, name = fields.get("code", ""), fields.get("name", "")
    if name and not code:
        same = [unit.code for unit in known if _place_name(unit.name) == _place_name(name)]
        own = "-".join(filter(None, map(key, name.split())))
        code = {0: own, 1: "".join(same)}.get(len(same), "")
    elif code and not name:
        name = next((unit.name for unit in known if unit.code == code), "")
    return {**fields, "code": code, "name": name}


def _place_name(name: str) -> str:
    """Return a unit's name without the words for its committee: "UBND xã Một" is "Xã Một"."""
    plain = key(name)
    for words in COMMITTEE:
        plain = plain.removeprefix(words)
    return plain


def _rows(
    lines: list[tuple[int, Fields]],
) -> tuple[list[tuple[int, Fields]], list[BadRow]]:
    """Return the lines with a unit, and those that have only a part of one."""
    rows: list[tuple[int, Fields]] = []
    bad: list[BadRow] = []
    seen: set[str] = set()
    for number, fields in lines:
        code, name, dated = (fields.get(key, "") for key in ("code", "name", "valid_from"))
        if _is_no_unit(code, name):
            continue
        if not code:
            bad.append(BadRow(number, "no_code", name))
        elif not name:
            bad.append(BadRow(number, "no_name", code))
        elif code in seen:
            bad.append(BadRow(number, "twice", code))
        else:
            seen.add(code)
            rows.append((number, fields))
            if dated and _day(dated) is None:
                bad.append(BadRow(number, "bad_date", dated))
    return rows, bad


def _is_no_unit(code: str, name: str) -> bool:
    """Tell whether a line is blank, a signature, or counts the others: "Tổng cộng | 14", "Cộng: 14"."""
    words = name if key(name).rstrip("0123456789") else code
    head = key(words.partition(":")[0]).rstrip("0123456789")
    return head in TOTALS or not (code or name)


# -- what a whole list shows ----------------------------------------------------------------------


def _with_parents_by_code(units: list[Unit]) -> list[Unit]:
    """Return the units with the codes of those above them, which people name by their names; a name
    that several units have stays as it is."""
    codes = set(map(attrgetter("code"), units))
    by_name = grouped_by(lambda unit: key(unit.name), units)
    return [
        replace(unit, parent=named[0].code)
        if unit.parent not in codes and len(named := by_name.get(key(unit.parent), [])) == 1
        else unit
        for unit in units
    ]


def _cycles(units: list[Unit], numbers: list[int]) -> Iterator[BadRow]:
    """Return units that stand above themselves, each circle once."""
    above = {unit.code: unit.parent for unit in units}
    told: set[str] = set()
    for unit, number in zip(units, numbers, strict=True):
        way = [unit.code]
        while (parent := above.get(way[-1], "")) and parent not in way:
            way.append(parent)
        if parent == unit.code and unit.code not in told:
            told.update(way)
            yield BadRow(number, "cycle", " → ".join([*way, unit.code]))


def _odd(units: list[Unit], numbers: list[int]) -> Iterator[BadRow]:
    codes = set(map(attrgetter("code"), units))
    first: dict[tuple[str, str], str] = {}
    for unit, number in zip(units, numbers, strict=True):
        if unit.parent and unit.parent not in codes:
            yield BadRow(number, "unknown_parent", unit.parent)
        alike = (key(unit.name), unit.parent)
        if alike in first:
            yield BadRow(number, "same_name", f"{unit.name} ({first[alike]}, {unit.code})")
        first.setdefault(alike, unit.code)


def _odd_codes(units: list[Unit], numbers: list[int]) -> Iterator[BadRow]:
    usual = _usual_length(set(map(attrgetter("code"), units)))
    with_kinds = any(map(attrgetter("kind"), units))
    for unit, number in zip(units, numbers, strict=True):
        if unit.code.isdigit() and len(unit.code) < usual:
            yield BadRow(number, "lost_zeros", unit.code)
        if with_kinds and not unit.kind and SECTION.fullmatch(unit.code):
            yield BadRow(number, "section_line", f"{unit.code} {unit.name}")
        if DATED.fullmatch(unit.code):
            yield BadRow(number, "date_code", unit.code)


def _usual_length(codes: set[str]) -> int:
    """Return how long most codes are, where all are digits and most are equally long; 0 else."""
    if not all(map(str.isdigit, codes)):
        return 0
    length, count = next(iter(Counter(map(len, codes)).most_common(1)), (0, 0))
    return length if count >= USUAL * len(codes) else 0


def _converted(found: UnitLines, units: list[Unit]) -> Iterator[BadRow]:
    if found.old_font is not None:
        names = ", ".join(unit.name for unit in units[:3])
        yield BadRow(0, "converted", f"{found.old_font}: {names}")


def _unit(fields: dict[str, str], since: date | None) -> Unit:
    return Unit(
        0,
        fields["code"],
        fields["name"],
        fields.get("kind", ""),
        fields.get("parent", ""),
        _several(fields.get("aliases", "")),
        valid_from=since,
        predecessors=_several(fields.get("predecessors", "")),
        commune_code=fields.get("commune_code", ""),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in cell.replace("|", ";").split(";") if piece.strip())


def _day(cell: str) -> date | None:
    """As in 2025-07-01 or 01/07/2025 (a workbook's own date comes with a time)."""
    if found := DAY_FIRST.fullmatch(cell):
        cell = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(cell.partition(" ")[0])
    except ValueError:
        return None
