"""Figures that were typed where no row was asked: kept, and proposed at the next row that takes them.

A section's gate, the list of sections and what they propose are answered by yes or no; somebody who
answers with "3 lớp 45 người" has to type it only once.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import answering, prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.state import Stage, State
from bot.conversation.unseen_numbers import unseen_numbers
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.events import AnswerRecorded
from bot.reading import Understood, read_asked
from bot.row_types import takes_words

NO_ROW_ASKED = (
    Stage.GATE,
    Stage.OVERVIEW,
    Stage.PROPOSAL,
)  # the last of sections, or else of a row


def keep(desk: ReportContext, before: State, turn: Turn, text: str) -> Turn:
    """Return the turn with the figures kept that came to nothing where sections were asked about."""
    came_to_nothing = turn.state.stage is before.stage and turn.state.proposal == before.proposal
    if before.row or not came_to_nothing or turn.changes or not unseen_numbers(text, ""):
        return turn
    if not any(_as_answer(desk, row.code, text) for row in desk.the_form.questions):
        return turn
    first, *others = turn.replies
    told = say_for(desk.form, "figures.kept", words=text.strip())
    first = replace(first, lead="\n".join(filter(None, (first.lead, told))))
    return replace(turn, state=replace(turn.state, kept=text), replies=(first, *others))


def go_on(desk: ReportContext | None, turn: Turn) -> Turn:
    """Return a turn that asks a row with what was kept as the answer to confirm; it is told where the
    row does not take it. Kept figures are shown once."""
    state = turn.state
    row = desk.form.find(state.row) if desk is not None and desk.form is not None else None
    if not state.kept or desk is None or row is None or state.stage is not Stage.ASKING:
        return turn
    text, state = state.kept, replace(state, kept="")
    turn = replace(turn, state=state)
    gives = any(
        isinstance(fact, AnswerRecorded) and fact.code == row.code for fact in turn.changes
    )
    found = None if gives or row.code in dict(state.proposal) else _as_answer(desk, row.code, text)
    *others, last = turn.replies
    if found is None:
        told = say("figures.do_not_fit", words=text.strip())
        return replace(turn, replies=(*others, prompts.with_lead(last, told)))
    proposed = answering.propose(desk, state, row, found)
    first, *more = proposed.replies
    first = replace(first, lead="\n".join(filter(None, (last.lead, first.lead))))
    return replace(proposed, changes=turn.changes, replies=(*others, first, *more))


def _as_answer(desk: ReportContext, code: str, text: str) -> Answer | None:
    """Return a text as the figures of a row; None where they are not certain, or are none."""
    row = desk.the_form.by_code[code]
    if takes_words(row):
        return None
    reading = read_asked(desk.the_form, row, text)
    if not isinstance(reading, Understood) or reading.unused:
        return None
    return reading.answer if reading.answer.state is AnswerState.VALUE else None
