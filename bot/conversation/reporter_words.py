"""What each word of a reporter does: one table, read by `router`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation import (
    agreement,
    answering,
    bulk_confirm,
    closing_words,
    corrections,
    device_code,
    join,
    my_data,
    navigation,
    part_talk,
    photo_talk,
    prompts,
    report_card,
    review,
    steps,
    swapped_rows,
    undoing,
    wishes,
)
from bot.conversation.command_words import Command, Word, split_target
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.intents import asks, hear
from bot.conversation.opening_card import way_to_table
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import tell_unseen_numbers
from bot.locale.plan_sentences import contact_lines
from bot.locale.say import say
from bot.model.message import Reply
from bot.model.person import Role


@dataclass(frozen=True, slots=True)
class Said:
    """A command of a reporter, where it was said, and the message that it was (`words`)."""

    situation: TurnContext
    desk: ReportContext
    state: State
    command: Command
    words: str


def obey(said: Said) -> Turn | None:
    """Return what a word leads to; None where it is an answer here, or no word of a reporter."""
    act = _ACTS.get(said.command.word)
    return act(said) if act is not None else None


def _yes_or_no(said: Said) -> Turn | None:
    desk, state = said.desk, said.state
    if said.command.word is Word.YES and steps.sends(state, said.words):
        return steps.submit(said.situation, desk, state)
    if said.command.word is Word.NO and steps.says_enough(state, said.words):
        return steps.that_is_all(desk, state)
    turn = closing_words.closing_word(desk, state, said.command.word, said.words)
    if turn is not None and desk.medium.edits:
        return report_card.settle_in_card(state, turn, tapped=False)
    return turn


def _restart(said: Said) -> Turn:
    if said.state.stage is Stage.BATCH and said.state.proposal:
        return closing_words.drop_all(said.desk, said.state)
    return wishes.restart(said.desk, said.state)


def _target(said: Said) -> Turn:
    """Return a correction, a remark, or a remark taken away, of the row that is named behind the word."""
    desk, state, command = said.desk, said.state, said.command
    if not command.rest:
        told = Reply(say_for(desk.form, "edit.how"))
        return Turn(state.at(Stage.REVIEW, row="", section=""), (), (told,))
    target = split_target(command.rest, desk.the_form, verbatim=command.word is Word.NOTE)
    if target is None:
        is_edit = command.word is Word.EDIT
        last = corrections.of_last(desk, state, command.rest) if is_edit else None
        return last or navigation.again(desk, state, say_for(desk.form, "edit.unknown"))
    return _AT_ROW[command.word](desk, state, *target)


def _edited(desk: ReportContext, state: State, code: str, text: str) -> Turn:
    if state.stage is Stage.BATCH and text and desk.the_form.by_code[code].is_asked:
        return bulk_confirm.correct(desk, state, code, text)
    return tell_unseen_numbers(desk.the_form, state, answering.edit(desk, state, code, text), text)


def _note_dropped(desk: ReportContext, state: State, code: str, _text: str) -> Turn:
    return answering.drop_note(desk, state, code)


_AT_ROW: dict[Word, Callable[[ReportContext, State, str, str], Turn]] = {
    Word.EDIT: _edited,
    Word.NOTE: answering.note,
    Word.DROP_NOTE: _note_dropped,
}


def _help(said: Said) -> Turn:
    desk = said.desk
    tiers = [say("help.tiers")] if desk.kinds_below else []
    lines = [say_for(desk.form, "help.reporter"), *tiers, *contact_lines(desk.campaign.plan)]
    return navigation.again(desk, said.state, "\n".join(lines))


def _pause(said: Said) -> Turn:
    text = say("pause.done", unit=said.desk.unit.called)
    return Turn(said.state.at(Stage.PAUSED), (), (Reply(text),))


def _form(said: Said) -> Turn:
    as_word = prompts.button(said.desk, said.state, "form_word")
    document = review.form_document(said.desk)
    reply = Reply(say("document.form"), choices=(as_word,), document=document)
    return Turn(said.state, (), (reply,))


def _last_edited(said: Said) -> Turn:
    """Return the row to be written anew: what waits for a yes, or else what was stored last."""
    if len(said.state.proposal) > 1:
        return bulk_confirm.ask_which_is_wrong(said.desk, said.state)
    if said.state.proposal:
        return navigation.jump(said.desk, said.state, said.state.proposal[0][0])
    steps_back = said.state.undo
    if not steps_back:
        return navigation.again(said.desk, said.state, say_for(said.desk.form, "edit.how"))
    return navigation.jump(said.desk, said.state, steps_back[-1].code)


def _named(said: Said) -> str:
    """Return the code of the row that stands behind a word, "" for none."""
    row = said.desk.the_form.find(said.command.rest)
    return row.code if row is not None else ""


def _not_theirs(said: Said) -> Turn:
    """Return that this is a word of approvers or coordinators; "trả lại số cũ" takes a step back."""
    if any(heard.word is Word.UNDO for heard in hear(said.words)):
        return undoing.undo(said.desk, said.state)
    return navigation.again(said.desk, said.state, say("role.not_yours"))


def _only(said: Said) -> Turn | None:
    """Store one row of those that wait; None where that is asked: "chỉ ghi 1.1 thôi à"."""
    return None if asks(said.words) else wishes.only(said.desk, said.state, said.command.rest)


_Act = Callable[[Said], Turn | None]
_FIGURES: dict[Word, _Act] = {
    Word.WAIT: lambda said: closing_words.keep_waiting(said.desk, said.state),
    Word.DONE: lambda said: steps.done(said.desk, said.state),
    Word.THAT_IS_ALL: lambda said: steps.that_is_all(said.desk, said.state),
    **dict.fromkeys((Word.YES, Word.NO, Word.BARE_YES, Word.BARE_NO), _yes_or_no),
    Word.RESTART: _restart,
    **dict.fromkeys(
        (Word.NEXT, Word.SKIP, Word.BACK, Word.JUMP),
        lambda said: steps.move(said.desk, said.state, said.command),
    ),
    **dict.fromkeys(_AT_ROW, _target),
    Word.VIEW: lambda said: review.view(said.desk, said.state),
    Word.SUBMIT: lambda said: steps.submit(said.situation, said.desk, said.state),
    Word.EDIT_LAST: _last_edited,
    Word.UNDO: lambda said: undoing.undo(said.desk, said.state, _named(said)),
    Word.PHOTO: lambda said: photo_talk.ask_for_photos(said.desk, said.state),
    Word.WRITE: lambda said: part_talk.begin(said.desk, said.state, said.command.rest),
}
_WISHES: dict[Word, _Act] = {
    Word.CLEAR: lambda said: wishes.clear(said.desk, said.state, said.command.rest),
    Word.ALL_BUT: lambda said: wishes.all_but(said.desk, said.state, said.command.rest),
    Word.ONLY: _only,
    Word.ADD: lambda said: wishes.add(said.desk, said.state, said.command.rest),
    Word.LESS: lambda said: wishes.add(said.desk, said.state, said.command.rest, sign=-1),
    **dict.fromkeys(
        (Word.SAME, Word.SAME_SECTION, Word.SAME_ALL),
        lambda said: wishes.same_as_last_year(said.desk, said.state, said.command),
    ),
    Word.SAME_AS: lambda said: wishes.same_as_row(said.desk, said.state, said.command.rest),
    Word.SWAP: lambda said: swapped_rows.swap(said.desk, said.state, said.command.rest),
    Word.PASS_OVER: lambda said: steps.pass_over(
        said.desk, said.state, said.command.rest, said.words
    ),
    Word.TAKE_GIVEN: lambda said: wishes.take_given(said.desk, said.state, said.command.rest),
    Word.DROP_PHOTO: lambda said: wishes.drop_photo(said.desk, said.state, said.command.rest),
    Word.ASK_EXTENSION: lambda said: wishes.ask_extension(
        said.situation, said.desk, said.state, said.words
    ),
    Word.AGREE_FIGURES: lambda said: agreement.agree(said.desk, said.state),
    **dict.fromkeys(
        (Word.THANKS, Word.GREETING, Word.SORRY),
        lambda said: wishes.answer_courtesy(said.desk, said.state, said.command.word),
    ),
}
_ASIDE: dict[Word, _Act] = {
    Word.REPEAT: lambda said: navigation.again(said.desk, said.state),
    Word.HELP: _help,
    Word.PAUSE: _pause,
    Word.FORM: _form,
    Word.OTHER_DEVICE: lambda said: device_code.way_elsewhere(
        said.situation, said.state, said.command.word
    ),
    Word.FORM_WORD: lambda said: review.form_as_word(said.desk, said.state),
    Word.FORM_PDF: lambda said: review.form_as_pdf(said.desk, said.state),
    Word.AGREE: lambda said: closing_words.closing_word(said.desk, said.state, Word.YES, ""),
    Word.HAND_OVER: lambda said: join.hand_over(said.situation, said.state),
    Word.INVITE: lambda said: join.invite_colleague(said.situation, said.state),
    Word.INVITE_DEPUTY: lambda said: join.invite_colleague(
        said.situation, said.state, Role.DEPUTY
    ),
    Word.RENAME: lambda said: my_data.rename(said.situation, said.state, said.command.rest),
    Word.SWITCH: lambda said: join.ask_which_seat(said.situation, said.state),
    Word.BOARD: lambda said: navigation.again(said.desk, said.state, way_to_table(said.situation)),
}
_OF_OTHERS = (
    Word.APPROVE, Word.SEND_BACK, Word.PROGRESS, Word.REMIND, Word.EXPORT, Word.ACCEPT, Word.UNACCEPT,
    Word.EXTEND, Word.TELL, Word.ENTER_FOR, Word.SEND_FOR, Word.PICTURE, Word.SNAPSHOTS,
)  # fmt: skip
_ACTS: dict[Word, _Act] = {
    **_FIGURES,
    **_WISHES,
    **_ASIDE,
    **dict.fromkeys(_OF_OTHERS, _not_theirs),
}
