"""Rows that a paper calls a sum ("Cộng", "Tổng cộng", "Tổng số") and that add up the rows beside them.

Only what cannot be anything else is taken so: a row of that very name, at the foot or the head of plain rows
of one kind. Where rows are parts of one another, are broken down twice or have sums of their own, the paper
does not say what is added, and the row is asked like any other."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from bot.imports.annex import Doubt
from bot.imports.form_table import key
from bot.imports.form_wording import plain_label
from bot.locale.say import say
from bot.model.form import TOTAL, Indicator

FOOT_NAMES = ("cong", "tongcong", "congtong")
HEAD_NAMES = ("tong", "tongso", "congchung")
NAMES = (*FOOT_NAMES, *HEAD_NAMES)
OF_ROWS = re.compile(r"[(:=].*", re.DOTALL)  # "Cộng (1+2+3)", "Tổng số:"
PART_NAMES = ("nu", "dantoc", "khuyettat", "trongdo", "chiara", "cong", "tong")
ADDED_KINDS = ("figures", "count", "money")
BULLET = re.compile(r"^\s*[-–+*•]")
FEWEST = 2


def is_sum_name(label: str) -> bool:
    """Return whether a label names a sum and nothing else."""
    return key(OF_ROWS.sub("", label)) in NAMES


def with_sums(rows: Sequence[Indicator]) -> tuple[list[Indicator], list[Doubt]]:
    """Return the rows with printed sums as totals over what they add up, and what to look at."""
    found = {row.code: _added_by(rows, row) for row in rows if is_sum_name(row.label)}
    above = {part.code: code for code, parts in found.items() for part in parts}
    made = [
        replace(row, kind=TOTAL, question="", count=None, people=None)
        if found.get(row.code)
        else replace(row, parent=above.get(row.code, row.parent))
        for row in rows
    ]
    doubts = [
        Doubt("sum", code, {"rows": ", ".join(part.printed or part.label for part in parts)})
        for code, parts in found.items()
        if parts
    ]
    return made, doubts


def _added_by(rows: Sequence[Indicator], whole: Indicator) -> list[Indicator]:
    """Return the rows that a printed sum adds up; none where that is not certain."""
    beside = [row for row in rows if row.parent == whole.parent]
    parts = [row for row in beside if row is not whole]
    at_foot, at_head = whole is beside[-1], whole is beside[0]
    if at_head and key(OF_ROWS.sub("", whole.label)) in HEAD_NAMES:
        at_head = all(part.printed for part in parts)
    if not (at_foot or at_head) or len(parts) < FEWEST:
        return []
    return parts if _are_alike([whole, *parts]) and not _hold_others(parts) else []


def _hold_others(rows: Sequence[Indicator]) -> bool:
    """Return whether some rows may be counted within others of them."""
    return any(map(_is_part, rows)) or _nested(rows)


def _are_alike(rows: Sequence[Indicator]) -> bool:
    """Return whether rows count the same in the same columns; a sum's unit may be left out."""
    kinds = {(row.kind, row.cells) for row in rows}
    units = {row.measure_label for row in rows[1:]} | ({rows[0].measure_label} - {""})
    return len(kinds) == 1 and rows[0].kind in ADDED_KINDS and len(units) == 1


def _is_part(row: Indicator) -> bool:
    """Return whether a row may be counted within the row before it, or be a sum itself."""
    return bool(BULLET.match(row.label)) or key(row.label).startswith(PART_NAMES)


def _nested(rows: Sequence[Indicator]) -> bool:
    """Return whether some rows are numbered and others not, or one's number lies below another's."""
    numbers = [row.printed.strip(" .)") for row in rows]
    mixed = any(numbers) and not all(numbers)
    levels = {(number.count("."), _system(number)) for number in numbers}
    return mixed or len(levels) > 1


def _system(number: str) -> str:
    """Return how a number is written: in letters or in digits."""
    return "digits" if number[:1].isdigit() else "letters"


def asked_instead(rows: Sequence[Indicator], asked: Container[str]) -> list[Indicator]:
    """Return the rows with some of the totals asked like the rows that they add up."""
    parts = {row.parent: row for row in rows if row.parent in asked}
    totals = {row.code: row for row in rows if row.is_total and row.code in parts}
    return [
        _asked_like(row, parts[row.code])
        if row.code in totals
        else replace(row, parent=totals[row.parent].parent)
        if row.parent in totals
        else row
        for row in rows
    ]


def _asked_like(total: Indicator, part: Indicator) -> Indicator:
    label = plain_label(total.label)
    words = ", ".join(measure.word for measure in part.measures)
    return replace(
        total,
        kind=part.kind,
        columns=part.columns,
        count=part.count,
        people=part.people,
        question=say("form_import.ask.figures", label=label, columns=words),
    )
