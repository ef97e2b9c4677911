"""A kind of row owns everything that depends on it: its nouns, its bounds, how it decides."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator
from bot.row_types import nouns
from bot.row_types.evidence import Decision, Evidence
from bot.vietnamese.spell import grouped
from bot.vietnamese.words import state_word


class RowType(ABC):
    """One kind of row. Stateless: every row of the kind shares one instance."""

    largest: int = 10**7  # more than any unit has; the form's own ceilings are only checked
    counts_money = False
    has_two_cells = False
    adds_kinds = False  # figures of different nouns of the row may be added without asking

    def nouns(self, row: Indicator) -> Iterator[nouns.NamedNoun]:
        """Return the row's nouns by weight: the form's own stand before the general ones."""
        yield from nouns.nouns_of_form(row)
        yield from nouns.doubtful_nouns(row)
        yield from nouns.general_nouns(row)
        yield from nouns.sexes(row)

    def own_words(self, row: Indicator) -> list[str]:
        """Return the phrases that name the row itself; they are no remark about it."""
        said = [row.name, row.label, *row.words]
        for _, measure in nouns.measures(row):
            said += [measure.word, *measure.accepted]
        return said

    @abstractmethod
    def decide(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return what the evidence comes to: figures, and why they are not certain."""

    def echo(self, row: Indicator, answer: Answer) -> str:
        """Return a stored answer in words, without its code: "3 lớp, 45 người"."""
        return echo_state(answer) or echo_figures(row, answer)


def echo_state(answer: Answer) -> str:
    """Return the words of an answer without figures, "" where it has some."""
    return "" if answer.state is AnswerState.VALUE else state_word(answer.state.value)


def echo_figures(row: Indicator, answer: Answer) -> str:
    """Return the figures with their measures."""
    said = []
    for cell, number in ((Cell.COUNT, answer.count), (Cell.PEOPLE, answer.people)):
        if cell in row.cells and number is not None:
            measure = row.measure(cell)
            said.append(f"{grouped(number)} {measure.word if measure else ''}".strip())
    return ", ".join(said)
