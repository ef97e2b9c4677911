"""Free words: kept as written, also when they look like a formula or hold figures."""

from __future__ import annotations

from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types.base import RowType, echo_state
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence


class TextType(RowType):
    """Rows answered in words."""

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return nothing: numbers in free words are no figures."""
        return Decision(doubt=Doubt.NO_NUMBER)

    def echo(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the words themselves."""
        return echo_state(answer) or answer.text
