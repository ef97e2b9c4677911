"""What a yes or a no does: to figures that wait, to a question that takes one, or to nothing at all."""

from __future__ import annotations

from bot.conversation import (
    answering,
    bulk_confirm,
    import_diff,
    navigation,
    planned_openings,
    seating,
    section_picker,
    undoing,
)
from bot.conversation.command_words import Word
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.answer import AnswerState
from bot.model.message import Reply
from bot.model.submission import Status
from bot.row_types import row_type


def closing_word(desk: ReportContext, state: State, word: Word, words: str) -> Turn | None:
    """Return "đúng", "sai" in all their forms: only where something waits for them. A bare "có" or
    "không" is about what waits where that was the last thing asked, else it is an answer."""
    if word in (Word.BARE_YES, Word.BARE_NO):
        return _bare(desk, state, word)
    if state.proposal:
        return settle(desk, state, word)
    if word is Word.NO:
        return _nothing_is_wrong(desk, state, words)
    return _yes_to_the_question(desk, state)


def _bare(desk: ReportContext, state: State, word: Word) -> Turn | None:
    if not state.proposal or state.stage not in (Stage.PROPOSAL, Stage.BATCH):
        return None
    if word is Word.BARE_YES:
        return settle(desk, state, Word.YES)
    kinds = {answer.state for _, answer in state.proposal}
    if kinds == {AnswerState.NIL}:  # "không" to "không tổ chức?" may mean either
        return navigation.again(desk, state)
    return settle(desk, state, Word.NO)


def _yes_to_the_question(desk: ReportContext, state: State) -> Turn | None:
    """Take a yes where nothing waits as the answer to a question that takes one; None where none does."""
    row = desk.the_form.find(state.row) if state.stage is Stage.ASKING else None
    if state.stage is Stage.GATE:
        return answering.open_section(desk, state)
    if state.stage is Stage.OVERVIEW and state.ticked:
        return section_picker.choose_sections(desk, state, state.ticked)
    planned = planned_openings.planned_figure(desk, row) if row is not None else None
    if row is not None and planned is not None and row.code not in desk.submission.answers:
        return answering.store(desk, state, row, planned, stay=False)
    if row is not None and row_type(row).takes_yes:
        return answering.answer(desk, state, "có")
    if state.stage is Stage.TOTAL:
        return None
    if state.stage is Stage.PAUSED:  # "ok" to "Đã tạm dừng"
        return Turn(state, (), (Reply(say("pause.done", unit=desk.unit.called)),))
    if state.stage in (Stage.REVIEW, Stage.WARNED):
        return navigation.again(desk, state)
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return Turn(state, (), (Reply(say("sent.awaiting")),))
    if desk.submission.is_given:  # "ok" to the receipt
        return Turn(state, (), (navigation.status_reply(desk),))
    return navigation.again(desk, state, say("confirm.nothing"))


def _nothing_is_wrong(desk: ReportContext, state: State, words: str) -> Turn | None:
    """Take a no where nothing waits: a row that was opened to be changed stays as it is; else what was
    stored last may be meant."""
    if state.stage is Stage.TOTAL:
        return None
    if seating.says_leave(words) and state.row in desk.submission.answers:
        return answering.skip_quietly(desk, state)
    if not state.undo and seating.says_leave(words) and state.stage is Stage.ASKING:
        return answering.skip(desk, state)
    if not state.undo:
        return navigation.again(desk, state, say("confirm.nothing"))
    codes = ", ".join(step.code for step in state.undo[: undoing.NAMED])
    return navigation.again(desk, state, say("confirm.nothing_but_last", codes=codes))


def settle(desk: ReportContext, state: State, word: Word) -> Turn:
    """Return a yes or no to what was proposed."""
    if word is Word.YES:
        confirm = import_diff.confirm_import if import_diff.waits(state) else answering.confirm
        return confirm(desk, state)
    is_rest = state.stage is Stage.PROPOSAL and not state.row  # of the sections, one decision
    if len(state.proposal) > 1 and not is_rest:
        return bulk_confirm.ask_which_is_wrong(desk, state)
    return drop_all(desk, state)


def keep_waiting(desk: ReportContext, state: State) -> Turn:
    """Return that what waits stays as it is until there is a yes or a no: "khoan đã", "chắc vậy"."""
    return navigation.again(desk, state, say("wait.kept"))


def drop_all(desk: ReportContext, state: State) -> Turn:
    """Drop all that waits, as the person said."""
    drop = import_diff.drop_import if import_diff.waits(state) else answering.drop
    return drop(desk, state)
