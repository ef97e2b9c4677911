"""A header that carries a figure made from its rows; a stated one reads like those rows."""

from __future__ import annotations

from bot.model.form import Cell, Indicator
from bot.row_types.base import RowType
from bot.row_types.count import CountType
from bot.row_types.evidence import Decision, Evidence
from bot.row_types.pair import PairType


class TotalType(RowType):
    """Totals with one figure."""

    adds_kinds = True
    _count = CountType()

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return the stated figure."""
        return self._count.decide(row, evidence)


class PairTotalType(PairType):
    """Totals with two figures."""


def total_type(row: Indicator) -> RowType:
    """Return the type of a total by the cells it carries."""
    both = Cell.COUNT in row.cells and Cell.PEOPLE in row.cells
    return _PAIR if both else _COUNT


_PAIR, _COUNT = PairTotalType(), TotalType()
