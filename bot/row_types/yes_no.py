"""Có or không at the reporting unit: stored as 1 or nil, so that units can be counted."""

from __future__ import annotations

from dataclasses import replace

from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator
from bot.row_types.base import Figures, RowType
from bot.row_types.count import CountType
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence
from bot.vietnamese.words import state_word


class YesNoType(RowType):
    """Rows that a single unit answers with có or không; above it units are counted."""

    name = "yes_no"
    shapes = ((Cell.COUNT,),)
    may_be_bounded = True
    counted_as = "count"
    example = "có"
    list_words = "list.yes_no"
    takes_yes = True
    adds_kinds = True
    _count = CountType()

    def buttons(self, row: Indicator, *, has_answer: bool) -> list[str]:  # noqa: ARG002
        """Return có beside không."""
        return ["keep", "yes_here", "none"] if has_answer else ["yes_here", "none", "skip"]

    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return at most the unit's own maximum: a total never exceeds the number of units."""
        most = row.at_most or 1
        return {} if answer.count is None else {Cell.COUNT: min(answer.count, most)}

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return the number of units; a single unit cannot answer with more than its maximum."""
        decision = self._count.count_figure(row, evidence)
        most = row.at_most
        if most is None or (decision.count or 0) <= most:
            return decision
        if decision.doubt is None:
            return Decision(doubt=Doubt.ABOVE_MOST, word=str(decision.count))
        fitting = tuple(other for other in decision.others if (other[0] or 0) <= most)
        count = fitting[0][0] if fitting else None
        return replace(decision, count=count, others=fitting[1:])

    def echo(self, row: Indicator, answer: Answer) -> str:
        """Return "có" or "không" for a single unit, a number where units were counted."""
        if answer.state is AnswerState.VALUE and row.at_most == 1 and answer.count in (0, 1):
            return state_word("yes" if answer.count else "no")
        return super().echo(row, answer)
