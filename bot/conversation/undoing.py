"""Taking recordings back, the last one first, as many as there were."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import navigation, part_talk, written_parts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import State, Undo
from bot.locale.say import say
from bot.model.events import AnswerCleared, AnswerRecorded, Change

NAMED = 6  # rows named when many are taken back


def undo(desk: ReportContext, state: State, named: str = "") -> Turn:
    """Take the last recording back, unless somebody changed those rows since, or another row is named."""
    if named and not _is_last(desk, state, named):
        return navigation.again(desk, state, say("undo.only_last", code=named))
    if written_parts.is_of_part(state):
        return part_talk.undo(desk, state)
    if not state.undo:
        return navigation.again(desk, state, say("undo.nothing"))
    answers = desk.submission.answers
    if any(answers.get(step.code) != step.after for step in state.undo):
        return navigation.again(desk, state.taken_back(), say("undo.changed"))
    steps = tuple(step for step in state.undo if step.before != step.after)
    if not steps:  # the same was said again: what was stored before it is meant
        return undo(desk, state.taken_back())
    return _taken_back(desk, replace(state, undo=steps))


def _taken_back(desk: ReportContext, state: State) -> Turn:
    """Put the rows of a recording back, and ask them anew."""
    changes = tuple(_reverse(desk.submission.id, step) for step in state.undo)
    lead = _undone(state.undo)
    if desk.medium.is_frugal and len(changes) > 1:
        fresh = replace(state.taken_back(), row="", section="")
        return navigation.resume(desk, fresh, changes, lead)
    return _ask_anew(navigation.after(desk, changes), state, changes, lead)


def _is_last(desk: ReportContext, state: State, named: str) -> bool:
    """Tell whether the last recording is of one row, or of rows of one section, and of nothing else."""
    meant = {named, *(row.code for row in desk.the_form.children(named))}
    return {step.code for step in state.undo} <= meant


def _reverse(submission_id: int, step: Undo) -> Change:
    """Return what puts a row back to what it was before a step."""
    if step.before is None:
        return AnswerCleared(submission_id, step.code, step.after)
    return AnswerRecorded(submission_id, step.code, step.before, step.after)


def _ask_anew(desk: ReportContext, state: State, changes: tuple[Change, ...], lead: str) -> Turn:
    """Ask again what the recording had answered: a whole section, or the first of its rows."""
    form, first = desk.the_form, state.undo[0].code
    section = form.section_of(first)
    opened = tuple(code for code in state.opened if code != section.code or len(changes) == 1)
    state = replace(state.taken_back(), opened=opened)
    if len(section.questions) == len(changes) > 1:
        whole = section if section.has_gate else section.questions[0]
        return navigation.show(desk, state, whole, changes, lead)
    if first not in form.places:
        return navigation.finish(desk, state, changes, lead)
    return navigation.show(desk, state, form.by_code[first], changes, lead)


def _undone(steps: tuple[Undo, ...]) -> str:
    """Return what was taken back; of many rows the first are named."""
    codes = ", ".join(step.code for step in steps[:NAMED])
    if len(steps) > NAMED:
        return say("undo.done_many", codes=codes, count=len(steps))
    return say("undo.done", codes=codes)
