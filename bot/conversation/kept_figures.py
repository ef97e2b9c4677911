"""Figures that were typed where no row was asked: kept, and proposed at the next row that takes them.

A section's gate, the list of sections and what they propose are answered by yes or no; somebody who
answers with "3 lớp 45 người" has to type it only once.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import answering, navigation, prompts, row_guesses, untaken
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import lead_with, unseen_numbers
from bot.locale.clarifications import unused_sentence
from bot.locale.say import say
from bot.model.answer import AnswerState
from bot.model.form import Indicator
from bot.reading import Ambiguous, Understood, read_answer
from bot.row_types import takes_words

NO_ROW_ASKED = (
    Stage.GATE,
    Stage.OVERVIEW,
    Stage.PROPOSAL,
)  # the last of sections, or else of a row


def keep(desk: ReportContext, before: State, turn: Turn, text: str) -> Turn:
    """Return the turn with the figures kept that came to nothing where sections were asked about."""
    came_to_nothing = turn.state.stage is before.stage and turn.state.proposal == before.proposal
    if _names_its_row(turn, text):
        return replace(turn, state=untaken.with_words(replace(turn.state, kept=""), before.kept))
    is_short = row_guesses.beginning(text) == text.strip()  # a longer one is no figures of one row
    if before.row or not came_to_nothing or turn.changes or not is_short:
        return turn
    if not unseen_numbers(text, ""):
        return turn
    rows = desk.the_form.questions
    if not any(map(str.isalpha, text)) or not any(_reading(desk, row, text) for row in rows):
        return turn  # a lone number may be a section's
    told = say_for(desk.form, "figures.kept", words=text.strip())
    if before.kept and before.kept != text:
        told += " " + say("figures.kept_instead", words=before.kept.strip())
    near = row_guesses.guessed(desk.the_form, None, text)
    state = row_guesses.spoken_of(untaken.with_words(turn.state, text), near)
    return lead_with(replace(turn, state=replace(state, kept=text)), told)


def _names_its_row(turn: Turn, text: str) -> bool:
    """Tell whether a message led to a question about figures of its own, to which those that were kept are no
    answer."""
    is_asked = bool(turn.state.kept) and turn.state.stage is Stage.ASKING
    return is_asked and bool(unseen_numbers(text, ""))


def go_on(desk: ReportContext | None, turn: Turn) -> Turn:
    """Return a turn that asks a row with what was kept as the answer to confirm, or to complete; it is
    told where the row does not take it. Kept figures are shown once."""
    state = turn.state
    row = desk.form.find(state.row) if desk is not None and desk.form is not None else None
    text, named = state.kept, state.kept == state.unplaced
    if desk is None or row is None or (state.stage is not Stage.ASKING and not named):
        return turn
    reading = read_answer(row, text) if named else _reading(desk, row, text)
    state = replace(state, kept="", unplaced="")
    waits = dict(state.proposal).get(row.code)
    if reading is None or (waits is not None and not named):
        state = untaken.with_words(state, text)
        return lead_with(replace(turn, state=state), say("figures.do_not_fit", words=text.strip()))
    now = navigation.after(desk, turn.changes)
    if isinstance(reading, Understood):
        told = say("figures.propose", line=prompts.echo(row, reading.answer))
        if waits is not None:
            told += say("confirm.in_place_of", figures=prompts.figures(row, waits))
        sentence = f"{unused_sentence(reading.unused)} {told}".strip()
        shown = answering.propose(now, state, row, reading.answer, sentence)
    else:
        shown = answering.settle_reading(now, state, row, reading, stay=True)
    asked = turn.replies[-1]
    shown = lead_with(shown, asked.lead) if asked.lead else shown
    return replace(shown, changes=turn.changes, replies=(*turn.replies[:-1], *shown.replies))


def _reading(desk: ReportContext, row: Indicator, text: str) -> Understood | Ambiguous | None:
    """Return a text as the figures of a row, certain or to be asked about; None where it has none."""
    reading = None if takes_words(row) else untaken.answer_to(desk.the_form, row, text)
    match reading:
        case Understood(answer=found, unused=()) if found.state is AnswerState.VALUE:
            return reading
        case Ambiguous() if reading.is_half:
            return reading
        case _:
            return None
