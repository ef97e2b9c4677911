"""Figures of one row that come in two messages: "3 lớp" after "45 người", one new figure beside the other
that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import filterfalse

from bot.conversation import prompts
from bot.conversation.context import ReportContext
from bot.conversation.state import State
from bot.locale.clarifications import doubt_sentence
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, value_of
from bot.model.changing import replace
from bot.model.form import Cell, Indicator
from bot.reading import Ambiguous, Doubt, Reading, Understood, read_answer
from bot.row_types import row_type
from bot.row_types.columns import columns_only

_FIGURE = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+")
_PART = re.compile(r"(?<![0-9.])[0-9]+(?![0-9.])")  # a number in a remark, whole
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


def offered_beside(
    desk: ReportContext, row: Indicator, reading: Ambiguous, waits: Answer | None
) -> tuple[Answer, str]:
    """Return what is offered of a doubtful reading and the sentence, which names what is stored now; figures
    that are said to be more are offered together with that, or with what waits."""
    found, stored = reading.candidates[0], desk.submission.answers.get(row.code)
    kept = value_of(waits if waits is not None and reading.reason is Doubt.MORE else stored)
    if kept is None or kept.same_figures(found):
        return found, doubt_sentence(row, reading)
    now = "" if kept is waits else say("correct.now", figures=prompts.figures(row, kept))
    of_sum = _in_its_sum(kept, found, reading.unused)
    if reading.reason is Doubt.CORRECTION and of_sum is not None:
        return of_sum, say("correct.propose", line=prompts.echo(row, of_sum)) + now
    if reading.reason is not Doubt.MORE:
        return found, doubt_sentence(row, reading) + now
    had, more_of = kept.figures, found.figures
    sums = {cell: had.get(cell, 0) + more_of.get(cell, 0) for cell in {**had, **more_of}}
    plain = filterfalse(_FIGURE.search, kept.note.split("; "))  # "3 buổi" was of the old figures
    both = replace(kept.with_figures(sums), parts=(), note="; ".join(plain))
    line, more = prompts.echo(row, both), prompts.figures(row, found)
    return both, say("confirm.added", line=line, more=more) + now


def _in_its_sum(kept: Answer, found: Answer, denied: Sequence[str]) -> Answer | None:
    """Return what a sum comes to with one of its parts put right, "tờ rơi là 450 chứ không phải 400" where "4
    băng rôn, 400 tờ rơi" are stored; None where no part is named."""
    numbers = _NUMBER.findall(" ".join(denied))
    parts = [part for part in _PART.finditer(kept.note) if part[0] in numbers]
    alike = kept.figures.keys() == found.figures.keys() and len(kept.figures) == 1
    if len(numbers) != 1 or not (parts and alike):
        return None
    right, (start, end) = sum(found.figures.values()), parts[0].span()
    sums = {cell: number + right - int(numbers[0]) for cell, number in kept.figures.items()}
    note = f"{kept.note[:start]}{right}{kept.note[end:]}"
    return replace(kept.with_figures(sums), parts=(), note=note)
