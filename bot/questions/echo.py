"""Stored figures in words, the same for all numeric rows."""

from __future__ import annotations

from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator
from bot.vietnamese.spell import grouped
from bot.vietnamese.words import STATE_WORDS


def echo_state(answer: Answer) -> str:
    """The words of an answer without figures, "" where it has some."""
    return "" if answer.state is AnswerState.VALUE else STATE_WORDS[answer.state.value]


def echo_figures(row: Indicator, answer: Answer) -> str:
    """As in "3 lớp, 45 người", or the words of its state."""
    said = []
    for cell, number in ((Cell.COUNT, answer.count), (Cell.PEOPLE, answer.people)):
        if cell in row.cells and number is not None:
            measure = row.measure(cell)
            said.append(f"{grouped(number)} {measure.word if measure else ''}".strip())
    return echo_state(answer) or ", ".join(said)
