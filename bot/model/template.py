"""The issuing body's own workbook as something to fill in: where each figure of a form belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.filled_form import RowProblem
from bot.model.form import Cell


@dataclass(frozen=True)
class TemplatePlaces:
    """`sheet` is the name of the sheet that shows the form; `rows` maps a row's code to its line,
    `figures` are the quantity columns and `note` that of Ghi chú, counted from 1 (`note` None where
    there is none). `problems` are lines and rows that could not be matched; they are left alone."""

    sheet: str
    rows: Mapping[str, int]
    figures: Mapping[Cell, int]
    note: int | None
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class Template:
    """A workbook as it was imported, with its places."""

    body: bytes = field(repr=False)
    places: TemplatePlaces
