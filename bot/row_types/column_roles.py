"""What a quantity column counts: the words that name it besides those of its head."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.form import Column, Indicator
from bot.vietnamese.words import group, words

ROLES: Mapping[str, tuple[str, ...]] = group("column_roles")
"""Each role of a column with the words that people use for it."""

AMOUNT, PEOPLE = "amount", "people"
DONG = frozenset((*words("money"), "đồng", "vnđ", "vnd"))


def holds_money(row: Indicator, column: Column) -> bool:
    """Return whether a row's figure in a column is in đồng: the column says so, or the row's unit."""
    return column.role == AMOUNT or row.measure_label.strip().lower() in DONG


def counts_people(measure: str) -> bool:
    """Return whether a printed measure names persons."""
    return measure in words("people")


def words_of(role: str) -> tuple[str, ...]:
    """Return the words for a role; those for people are the general ones."""
    return (*ROLES[role], *(words("people") if role == PEOPLE else ()))
