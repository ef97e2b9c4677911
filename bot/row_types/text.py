"""Free words: kept as written, also when they look like a formula or hold figures."""

from __future__ import annotations

from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types.base import NOTHING, Figures, InTotal, RowType, echo_state
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence


class TextType(RowType):
    """Rows answered in words."""

    name = "text"
    in_words = True
    in_total = InTotal.LISTED
    none = "nothing"
    example = "…"
    column_width = 40.0

    def buttons(self, row: Indicator, *, has_answer: bool) -> list[str]:  # noqa: ARG002
        """Return "xong" once something was said."""
        return ["done"] if has_answer else [self.none, "skip"]

    def add(self, row: Indicator, answer: Answer) -> Figures:  # noqa: ARG002
        """Return nothing: words stand below each other, each unit's by its name."""
        return NOTHING

    def said(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the words."""
        return answer.text

    def note(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the words, which stand in Ghi chú."""
        return answer.text

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return nothing: numbers in free words are no figures."""
        return Decision(doubt=Doubt.NO_NUMBER)

    def echo(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the words themselves."""
        return echo_state(answer, self.none) or answer.text
