"""The form of a total that is handed up: every row, with units counted where one unit says yes or no."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bot.model.form import Form, Indicator
from bot.row_types import row_type


@lru_cache(maxsize=64)
def total_form(form: Form) -> Form:
    """Return a form as totals of it are read: whatever kinds of unit a row is asked of, and a number
    in place of a yes or no."""
    return replace(form, rows=tuple(map(_counted, form.rows)))


def _counted(row: Indicator) -> Indicator:
    wider = row_type(row).counted_as if row.is_leaf else ""
    return replace(row, kind=wider, at_most=None, asked=()) if wider else replace(row, asked=())
