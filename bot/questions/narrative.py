"""Free words: kept as written, also when they look like a formula or hold figures."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.answer import Answer, AnswerState
from bot.model.form import Indicator
from bot.questions.base import Ambiguous, Reading, Unclear, Understood
from bot.questions.echo import echo_state
from bot.questions.front import cut_code
from bot.questions.silence import hear_silence
from bot.vietnamese.normalise import clean
from bot.vietnamese.tokens import tokenise


@dataclass(frozen=True, slots=True)
class NarrativeType:
    """Rows answered in words."""

    def read(self, row: Indicator, text: str) -> Reading:
        """Read any text; only a plain silence ("không", "không có gì khác") is more than words."""
        text, _ = cut_code(row, clean(text))
        if not text:
            return Unclear("blank")
        heard = hear_silence(row, text, tokenise(text))
        if isinstance(heard, Understood | Unclear):
            return heard
        if isinstance(heard, Ambiguous) and heard.reason in ("yes_without_number", "collecting"):
            return heard
        return Understood(Answer(AnswerState.VALUE, text=text))

    def echo(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002  the shape of all types
        """The words themselves."""
        return echo_state(answer) or answer.text
