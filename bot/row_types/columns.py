"""Any number of quantities in one answer: the columns that the form declares.

"12, nữ 5, dân tộc 3" and "5 nữ, 3 dân tộc, tổng 12" name them; bare numbers stand in the columns'
order where there is one for each. Whatever is not certain is asked: a word that no column knows, a
column without a number, a part that is larger than its whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.model.answer import Answer, values
from bot.model.finding import Finding
from bot.model.form import Cell, Column, Indicator
from bot.row_types.base import Asked, Figures, RowType, Spoken, is_above_ceiling, stored_figures
from bot.row_types.column_reader import read_columns
from bot.row_types.column_roles import counts_people, holds_money
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence
from bot.vietnamese.spell import grouped

LONGEST = 60  # characters of an answer that a question repeats
SAMPLE, SAMPLE_MONEY = 40, "5 triệu"  # an example's whole; each part is half of what holds it


class ColumnsType(RowType):
    """Rows that fill columns of a form that declares its own."""

    name = "figures"
    wanted = Doubt.FIGURES_WANTED
    declares_columns = True
    largest = 10**12
    column_width = 9.5

    def ask(self, row: Indicator) -> list[Asked]:
        """Return the columns' names, and an answer that fills them."""
        named = ", ".join(column.measure.word for column in row.columns)
        example = row.example or self.sample(row)
        return [("ask.columns", {"columns": named}), ("ask.example", {"example": example})]

    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return every figure."""
        return stored_figures(row, answer)

    def check(self, row: Indicator, answer: Answer) -> Iterator[Finding]:
        """Return parts that are larger than their whole, and figures above what is plausible."""
        for part, whole in _too_large(row, answer):
            details = (("part", part.measure.word), ("whole", whole.measure.word))
            yield Finding("part_above_whole", row.code, details)
        yield from super().check(row, answer)

    def doubt_of(self, row: Indicator, answer: Answer) -> Spoken | None:
        """Return the question about a part that is larger than its whole."""
        for part, whole in _too_large(row, answer):
            details = (("word", _told(part, answer)), ("said", _told(whole, answer)))
            return Spoken(answer, Doubt.PART_ABOVE_WHOLE, details)
        return None

    def read_value(self, row: Indicator, text: str) -> Spoken | None:
        """Return the figures of the columns; None where the words hold no number."""
        said = read_columns(row, text)
        if not said.speaks:
            return None
        known = values(row, said.figures)
        missing = [column.measure.word for column in row.columns if column.key not in said.figures]
        if said.odd is not None:
            word = said.odd.word
            details = (("word", word), ("said", text if len(text) <= LONGEST else word))
            return Spoken(known, said.odd.doubt, details, said.odd.offers and not missing)
        if missing:
            return Spoken(
                known, Doubt.MISSING_FIGURES, (("word", ", ".join(missing)),), offers=False
            )
        check = "range" if is_above_ceiling(row, known) else ""
        return self.doubt_of(row, known) or Spoken(known, check=check)

    def from_cells(self, row: Indicator, texts: Sequence[str]) -> str:
        """Return the cells of a line as one answer, each behind the name of its column."""
        named = zip(row.columns, texts, strict=False)
        return "; ".join(f"{column.measure.word} {text}" for column, text in named if text)

    def one_column(self, row: Indicator, cell: Cell) -> Indicator:
        """Return the row as a question for one of its columns."""
        column = next(each for each in row.columns if each.key == cell)
        own = column.measure
        unit = row.measure_label.lower() or own.word
        measure = replace(own, word=unit, accepted=(own.word, *own.accepted))
        people = counts_people(unit)
        return replace(
            row,
            kind="money" if holds_money(row, column) else "count",
            cells=(Cell.PEOPLE if people else Cell.COUNT,),
            columns=(),
            count=None if people else measure,
            people=measure if people else None,
            example=_sample(row, column),
        )

    def sample(self, row: Indicator) -> str:
        """Return an answer with a figure for each column."""
        first, *others = row.columns
        told = [
            _sample(row, first),
            *(f"{each.measure.word} {_sample(row, each)}" for each in others),
        ]
        return ", ".join(told)

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return nothing: columns are read as a whole."""
        return Decision(doubt=self.wanted)

    def figures_in_words(self, row: Indicator, figures: Figures) -> str:
        """Return the figures, each behind the name of its column: "tổng số 12, nữ 5"."""
        told = (
            f"{column.measure.word} {grouped(figures[column.key])}"
            for column in row.columns
            if column.key in figures
        )
        return ", ".join(told)


def columns_only(row: Indicator, cells: Sequence[Cell]) -> Indicator:
    """Return the row as a question for some of its columns."""
    columns = tuple(column for column in row.columns if column.key in cells)
    return replace(row, cells=tuple(column.key for column in columns), columns=columns)


def _told(column: Column, answer: Answer) -> str:
    return f"{column.measure.word} {grouped(answer.figure(column.key) or 0)}"


def _too_large(row: Indicator, answer: Answer) -> Iterator[tuple[Column, Column]]:
    """Return each part with its whole where it is the larger one."""
    figures = answer.figures
    known = {column.key: column for column in row.columns if column.key in figures}
    for part in known.values():
        whole = known.get(part.part_of or part.key, part)
        if figures[part.key] > figures[whole.key]:
            yield part, whole


def _sample(row: Indicator, column: Column) -> str:
    if holds_money(row, column):
        return SAMPLE_MONEY
    by_key = {each.key: each for each in row.columns}
    number, above = SAMPLE, column.part_of
    while above and above in by_key:
        number, above = number // 2, by_key[above].part_of
    return str(max(number, 1))
