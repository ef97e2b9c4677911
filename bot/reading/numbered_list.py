"""Lists that count from 1 below the name of a section: "IV. Tặng sách", "1. Tập thể: 14 lớp", "2. …".

Their numbers are none of the form's codes; a line is of the row of that section which it names."""

from __future__ import annotations

import re
from functools import partial

from bot.model.form import Form, Indicator
from bot.reading.label_match import is_described, section_named

_NUMBERED = re.compile(r"\s{0,20}([0-9]{1,2})\s{0,9}[.)/]\s{1,20}(\S.*)")
_MARK = re.compile(
    r"\s*+(?:(?:phần|phan|mục|muc)\s++)?(?:(?:[IVX]{1,4}|[0-9]{1,2}|[a-hA-H])\s*+[.):/-]\s*+)?"
)
_LABEL = re.compile(r"[^0-9:=]*+")


def placed_below_headings(form: Form, lines: list[str]) -> list[str]:
    """Return the lines, those of such a list with the code of their row in the place of their number."""
    if not any(map(_NUMBERED.fullmatch, lines)):
        return lines
    placed: list[str] = []
    head: Indicator | None = None
    due = 1
    for line in lines:
        entry = _NUMBERED.fullmatch(line)
        if head is None or entry is None or int(entry[1]) != due:
            head, due = _heading(form, line), 1
            placed.append(line)
            continue
        if due == 1:
            placed[-1] = f"mục {head.code}:"
        placed.append(_of_section(form, head, due, entry[2]))
        due += 1
    return placed


def _heading(form: Form, line: str) -> Indicator | None:
    """Return the section that a line only names."""
    named = section_named(form, line[_MARK.match(line).end() :])  # type: ignore[union-attr]
    return named[0] if named is not None and not named[1].strip(" .:") else None


def _of_section(form: Form, head: Indicator, number: int, text: str) -> str:
    """Return a line with the code of the row in whose words it begins: the one at its place, or the only one;
    without a number where there is none."""
    label = _LABEL.match(text)[0]  # type: ignore[index]
    rows = form.section_of(head.code).questions
    fits = [row.code for row in filter(partial(is_described, label), rows)]
    at_place = f"{head.code}.{number}"
    code = at_place if at_place in fits else "".join(fits[: len(fits) == 1])
    return f"{code}: {text}".removeprefix(": ")
