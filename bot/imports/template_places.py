"""Finds the cells of a form in the issuing body's own workbook, by the words of its lines and
heads, as a filled form that comes back is read."""

from __future__ import annotations

from pathlib import Path

from bot.imports.form_table import find_columns, likely_tables, match_lines
from bot.imports.match_filled import open_file
from bot.model.form import Form
from bot.model.template import TemplatePlaces


def find_places(path: Path, form: Form) -> TemplatePlaces | None:
    """Return where the form's figures belong; None where the file cannot be opened or shows another form.
    Where several sheets show it, the first is filled."""
    opened = open_file(path)
    for grid, label in likely_tables(form, opened.grids):
        columns = find_columns(form, grid, label)
        if columns is None:
            continue
        table = match_lines(form, grid, columns)
        figures = {cell: at + 1 for cell, at in columns.figures.items()}
        note = None if columns.note is None else columns.note + 1
        lines = {code: line.place for code, line in table.lines.items()}
        return TemplatePlaces(grid.name, lines, figures, note, tuple(table.problems))
    return None
