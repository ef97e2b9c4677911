"""Values that are neither figures nor free words: kept as one canonical word, never added up."""

from __future__ import annotations

from abc import abstractmethod

from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator
from bot.row_types.base import NOTHING, Figures, InTotal, Printed, RowType, Spoken, echo_state
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence
from bot.vietnamese.normalise import clean


class WordedType(RowType):
    """A kind whose value is one word: `wanted` says what is asked for, `said` how it is shown."""

    wanted: Doubt
    has_one_value = True
    in_total = InTotal.LISTED
    leads: tuple[str, ...] = ()  # words before a value that add nothing: "đạt 85%"

    @abstractmethod
    def value_of(self, row: Indicator, text: str) -> str:
        """Return the value as it is stored, "" where the text is none."""

    @abstractmethod
    def said(self, row: Indicator, answer: Answer) -> str:
        """Return the value as people read it."""

    def read_value(self, row: Indicator, text: str) -> Spoken | None:
        """Return the value of words that say nothing else."""
        words = clean(text).strip(" .;!")
        lead = next((lead for lead in self.leads if words.casefold().startswith(f"{lead} ")), "")
        found = self.value_of(row, words) or self.value_of(row, words[len(lead) :].strip(" :"))
        return Spoken(Answer(AnswerState.VALUE, text=found)) if found else None

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return nothing: numbers among other words are no value."""
        return Decision(doubt=self.wanted)

    def echo(self, row: Indicator, answer: Answer) -> str:
        """Return the value, or the words of a state without one."""
        return echo_state(answer, self.none) or self.said(row, answer)

    def add(self, row: Indicator, answer: Answer) -> Figures:  # noqa: ARG002
        """Return nothing: a sum of such values would say nothing true."""
        return NOTHING

    def printed(self, row: Indicator, answer: Answer) -> Printed:
        """Return the value, which stands in the first quantity column."""
        return {Cell.COUNT: self.said(row, answer)} if answer.state is AnswerState.VALUE else {}
