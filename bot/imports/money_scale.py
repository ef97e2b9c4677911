"""Money in thousands or millions, and other words in the column "Đơn vị" than the form has.

The form counts whole đồng. A cell, a line such as "ĐVT: nghìn đồng" or a remark that says otherwise
makes the same digits another amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.imports.form_table import key
from bot.model.filled_form import tidy
from bot.model.form import Indicator, Measure
from bot.row_types import row_type
from bot.vietnamese.normalise import clean, unaccented

SCALES = {1_000: "nghìn đồng", 1_000_000: "triệu đồng", 1_000_000_000: "tỷ đồng"}
CELL = re.compile(
    r"(?P<thousand>1000|nghin|ngan)?(?P<million>trieu|tr|1000000)?(?P<billion>ty|ti)?(?:dong|vnd|d)?"
)
LINE = re.compile(
    r"(?:\bdvt\b|\bdon vi(?: tinh)?\b)[\s:.=(]{0,9}"
    r"(?P<unit>(?:1[., ]?000(?:[., ]?000)?|nghin|ngan|trieu|tr|ty|ti)[ .]{0,3}(?:dong|vnd|d)?)\b"
)
WORD = re.compile(
    r"(?<![a-z0-9])(?:nghin|ngan|trieu|ty|1[., ]?000)[ .]{0,3}(?:dong|vnd|d)?(?![a-z0-9])"
)
LONGEST = 300  # characters of a line worth looking at


def scale_of(unit: str) -> int | None:
    """Return what one of the unit is in đồng: 1 for "đồng", 1000 for "nghìn đồng", "1.000đ"; None where
    the words are no money."""
    said = key(unit)
    found = CELL.fullmatch(said)
    if not said or found is None:
        return None
    scale = 1
    for group, factor in (("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)):
        if found[group]:
            scale *= factor
    return scale


def scale_line(texts: Iterable[str]) -> str:
    """Return the line around the table that says in what money is counted, where that is not đồng."""
    for text in texts:
        found = LINE.search(unaccented(clean(text[:LONGEST])))
        if found is not None and (scale_of(found["unit"]) or 1) > 1:
            return tidy(text)[:80]
    return ""


def names_scale(note: str) -> bool:
    """Tell whether a remark says, without an amount of its own, in what money is counted."""
    said = unaccented(clean(note[:LONGEST]))
    rest = WORD.sub("", said)
    return rest != said and not any(map(str.isdigit, rest))


def is_same_unit(row: Indicator, unit: str) -> bool:
    """Tell whether a cell "Đơn vị" says what the form says, if only in other known words."""
    said = key(unit)
    if not said or said == key(row.measure_label):
        return True
    if row_type(row).counts_money:
        return scale_of(unit) == 1
    words = (_words(row.measure(cell)) for cell in row.cells)
    known = {key(row.measure_label)}.union(*words)
    parts = set(map(key, re.split(r"[/,;]", unit))) - {""}
    return all(part.removeprefix("so") in known or part in known for part in parts)


def _words(measure: Measure | None) -> set[str]:
    if measure is None:
        return set()
    return set(map(key, (measure.word, *measure.accepted)))
