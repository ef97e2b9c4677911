"""Rows above others: a total has figures made from those below it, a header has none.

A stated total reads like the rows it adds up."""

from __future__ import annotations

from bot.model.answer import Answer
from bot.model.form import HEADER, TOTAL, Cell, Indicator
from bot.row_types.base import NOTHING, Figures, RowType, stored_figures
from bot.row_types.columns import ColumnsType
from bot.row_types.count import CountType
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence
from bot.row_types.pair import PairType


class TotalType(RowType):
    """Totals with one figure."""

    name = TOTAL
    shapes = ((Cell.COUNT,), (Cell.PEOPLE,), (Cell.COUNT, Cell.PEOPLE))
    is_asked = False
    adds_kinds = True
    _like: RowType = CountType()

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return the stated figures, read as those of the rows below."""
        return self._like.decide(row, evidence)

    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return the stated figures."""
        return stored_figures(row, answer)

    @property
    def usual_cells(self) -> tuple[Cell, ...]:
        """Return none: a total says which columns it adds up."""
        return ()


class PairTotalType(TotalType):
    """Totals with two figures."""

    _like = PairType()
    has_two_cells = True
    adds_kinds = False
    column_width = 9.5


class ColumnsTotalType(TotalType, ColumnsType):
    """Totals of the columns that a form declares."""

    name = TOTAL
    wanted = Doubt.FIGURES_WANTED
    adds_kinds = False
    column_width = 9.5


class HeaderType(RowType):
    """Titles: nothing is asked, nothing stands in their columns."""

    name = HEADER
    is_asked = False
    holds_answer = False

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return nothing."""
        return Decision(doubt=Doubt.NOT_ASKED)

    def add(self, row: Indicator, answer: Answer) -> Figures:  # noqa: ARG002
        """Return nothing."""
        return NOTHING
