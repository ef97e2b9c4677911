"""A form that was read from an annex, corrected before it is confirmed: the words and roles of its
columns, the kinds of its rows and what they ask. What would not pass the form check is not written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import OperatorError
from bot.forms.form_writer import form_to_toml
from bot.imports.printed_sums import asked_instead
from bot.locale.say import say
from bot.model.form import Cell, Column, Form, Indicator, Measure
from bot.row_types import ROW_TYPES
from bot.row_types.column_roles import ROLES
from bot.use_cases.campaigns.form_files import sound_form

WITH_FIGURE = ("count", "money", "yes_no")
IN_WORDS = ("percent", "date", "text")
KINDS = (*WITH_FIGURE, *IN_WORDS)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person typed: by column key (word, role, key of the whole), by row code (kind, question);
    `asked` are the codes of totals that are asked instead of added up."""

    columns: Mapping[str, tuple[str, str, str]]
    rows: Mapping[str, tuple[str, str]]
    asked: frozenset[str] = frozenset()


def form_in(file: Path) -> Form:
    """Return the form of a file; OperatorError names what is wrong with it."""
    return sound_form(file.read_text("utf-8"), file.name)


def may_change_kind(row: Indicator) -> bool:
    """Tell whether a row holds one value whose kind a person may set."""
    one_figure = row.kind in WITH_FIGURE and row.cells == (Cell.COUNT,)
    return one_figure or row.kind in IN_WORDS


def correct_form(file: Path, wanted: Corrections) -> Form:
    """Write a form's file anew with corrections and return it; OperatorError where it would be no form."""
    form = form_in(file)
    columns = tuple(_column(form, column, wanted) for column in form.quantities)
    by_key = {column.key: column for column in columns}
    rows = tuple(_row(row, wanted, by_key) for row in asked_instead(form.rows, wanted.asked))
    corrected = replace(form, quantities=columns, rows=rows)
    text = form_to_toml(corrected)
    checked = sound_form(text, file.name)
    file.write_text(text, encoding="utf-8")
    return checked


def _column(form: Form, column: Column, wanted: Corrections) -> Column:
    word, role, whole = wanted.columns.get(column.key, ("", "", ""))
    known = {each.key for each in form.quantities} - {column.key}
    if role and role not in ROLES:
        raise OperatorError(say("page.bad_request"))
    return replace(
        column,
        measure=replace(column.measure, word=word or column.measure.word),
        role=role or column.role,
        part_of=Cell(whole) if whole in known else (None if role else column.part_of),
    )


def _row(row: Indicator, wanted: Corrections, columns: Mapping[Cell, Column]) -> Indicator:
    kind, question = wanted.rows.get(row.code, ("", ""))
    if ROW_TYPES[row.kind].declares_columns:
        row = replace(row, columns=tuple(columns[column.key] for column in row.columns))
    if kind in KINDS and kind != row.kind and may_change_kind(row):
        row = _of_kind(row, kind)
    return replace(row, question=question or row.question)


def _of_kind(row: Indicator, kind: str) -> Indicator:
    if kind in IN_WORDS:
        return replace(row, kind=kind, cells=(), count=None, at_most=None)
    word = "đồng" if kind == "money" else row.measure_label or say("form_import.some_measure")
    measure = row.count if row.count is not None and kind != "money" else Measure(word)
    at_most = 1 if ROW_TYPES[kind].takes_yes else None
    return replace(row, kind=kind, cells=(Cell.COUNT,), count=measure, at_most=at_most)
