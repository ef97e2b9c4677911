"""Figures of one row that come in two messages: "3 lớp" after "45 người", one new figure beside the other
that is known."""

from __future__ import annotations

from bot.conversation.state import State
from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator
from bot.reading import Ambiguous, Doubt, Reading, Understood, read_answer
from bot.row_types import row_type
from bot.row_types.columns import columns_only

LONE_NUMBER = (Doubt.ONE_NUMBER,)


def with_other_half(
    state: State, row: Indicator, text: str, reading: Ambiguous
) -> tuple[Ambiguous, Answer | None]:
    """Return a reading with the figures that are known of its row, and the answer that they complete; None
    for that where something is missing still."""
    together = _joined(state, row, text, reading)
    if isinstance(together, Understood) and not together.check:
        return reading, together.answer
    if isinstance(together, Ambiguous) and together.is_half:
        return together, None
    return reading, None


def _joined(state: State, row: Indicator, text: str, reading: Reading) -> Reading | None:
    """ "3 lớp" (or a lone 3) after "45 người": what both say together; None where they do not go
    together."""
    known = {Cell(cell): number for cell, number in state.half}
    missing = [cell for cell in row.cells if cell not in known]
    if row.columns:
        reading = read_answer(columns_only(row, missing), text)
    said = dict(reading.proposed) if isinstance(reading, Ambiguous) else _figures_of(reading)
    if text.strip(" .").isdigit() and len(missing) == 1 and _is_lone(reading):
        known[missing[0]] = int(text.strip(" ."))
    elif said and said.keys() <= set(missing) and _is_half(reading):
        known |= said
    else:
        return None
    texts = [str(known[cell]) if cell in known else "" for cell in row.cells]
    return read_answer(row, row_type(row).from_cells(row, texts))


def _figures_of(reading: Reading) -> dict[Cell, int]:
    is_value = isinstance(reading, Understood) and reading.answer.state is AnswerState.VALUE
    return reading.answer.figures if isinstance(reading, Understood) and is_value else {}


def _is_half(reading: Reading) -> bool:
    """Whether a reading's figures may stand beside others of the same row."""
    return isinstance(reading, Understood) or (isinstance(reading, Ambiguous) and reading.is_half)


def _is_lone(reading: Reading) -> bool:
    return isinstance(reading, Ambiguous) and reading.reason in LONE_NUMBER
