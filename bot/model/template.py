"""The issuing body's own workbook as something to fill in: where each figure of a form belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.filled_form import RowProblem


@dataclass(frozen=True)
class TemplatePlaces:
    """`sheet` is the name of the sheet that shows the form; `rows` maps a row's code to its line,
    `count`, `people` and `note` are columns, all counted from 1 (None where there is no such
    column). `problems` are lines and rows that could not be matched; they are left alone."""

    sheet: str
    rows: Mapping[str, int]
    count: int | None
    people: int | None
    note: int | None
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class Template:
    """A workbook as it was imported, with its places."""

    body: bytes = field(repr=False)
    places: TemplatePlaces
