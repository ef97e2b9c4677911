"""Buttons: those of the question that is asked, and those of cards, which always work."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import (
    agreement,
    answering,
    closing_words,
    navigation,
    prompts,
    questions,
    report_card,
    reporter_words,
    review,
    section_picker,
    steps,
    wishes,
)
from bot.conversation.command_words import Command, Word
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.opening_card import way_to_table
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.message import Reply, lasting_key, read_key


def press(situation: TurnContext, desk: ReportContext, state: State, key: str) -> Turn:
    """Do what a button says: it works only for the very question it was shown with."""
    pressed = read_key(key)
    if pressed is not None and key == lasting_key(desk.submission.id, pressed.action):
        return _on_card(situation, desk, state, pressed.action)
    if pressed is None or key != prompts.key(desk, state, pressed.action):
        return navigation.again(desk, state, say("button.old"))
    turn = _act(situation, desk, state, pressed.action)
    return report_card.settle_in_card(state, turn, tapped=True) if desk.medium.edits else turn


def _on_card(situation: TurnContext, desk: ReportContext, state: State, action: str) -> Turn:
    """Do what a button of a card or receipt does, whatever is asked meanwhile."""
    name, _, code = action.partition("_")
    match name:
        case "about":
            return _about(situation, desk, state, Command(Word(code)))
        case "fix":
            return navigation.place(desk, state, code)
        case "change":
            return report_card.to_change(desk, state)
        case "unnote":
            return answering.drop_note(desk, state, code)
        case "open":
            return report_card.unfold(desk, state, code)
        case "fold":
            return report_card.fold(desk, state)
        case "to":
            return steps.to_send(situation, desk, state)
        case "same":
            return wishes.same_as_last_year(desk, state, Command(Word.SAME_ALL))
        case "given":
            return wishes.take_all_given(desk, state)
        case "table":
            return navigation.again(desk, state, way_to_table(situation))
        case "whole":
            return Turn(state, (), (Reply(say_for(desk.form, "overview.whole")),))
    return ACTIONS[action](desk, state) if action in ACTIONS else navigation.again(desk, state)


def _about(situation: TurnContext, desk: ReportContext, state: State, asked: Command) -> Turn:
    """Return the answer to one of the things that a question was offered as."""
    told = questions.answer_question(situation, desk, state, asked, "")
    done = told or reporter_words.obey(reporter_words.Said(situation, desk, state, asked, ""))
    return done or navigation.again(desk, state)


def _act(situation: TurnContext, desk: ReportContext, state: State, action: str) -> Turn:
    """Return what a button of the current question does; the same as its word."""
    if action in ("yes", "no"):
        return _settled(desk, state, agreed=action == "yes")
    if action == "drop_all":
        return closing_words.drop_all(desk, state)
    if action.startswith("fix_"):
        return navigation.place(desk, state, action.removeprefix("fix_"))
    if action in ("send", "send_anyway"):
        return steps.submit(situation, desk, state)
    if action.startswith("s") and action[1:].isdigit():
        return section_picker.toggle(situation, desk, state, action[1:])
    return ACTIONS[action](desk, state) if action in ACTIONS else navigation.again(desk, state)


ACTIONS: dict[str, Callable[[ReportContext, State], Turn]] = {
    "none": answering.none_here,
    "nothing": answering.none_here,
    "none_spent": answering.none_here,
    "yes_here": lambda desk, state: answering.answer(desk, state, "có"),
    "gate_yes": answering.open_section,
    "gate_no": answering.close_section,
    "take_given": wishes.take_given,
    "skip": answering.skip,
    "keep": answering.skip_quietly,
    "one_by_one": section_picker.one_by_one,
    "chosen": lambda desk, state: section_picker.choose_sections(desk, state, state.ticked),
    "back": navigation.back,
    "done": steps.done,
    "go_on": steps.go_on,
    "no_more": lambda desk, state: answering.total(desk, state, "không"),
    "view": review.view,
    "form_word": review.form_as_word,
    "form_pdf": review.form_as_pdf,
    "agreed": agreement.agree,
}


def _settled(desk: ReportContext, state: State, *, agreed: bool) -> Turn:
    """Return what the yes or no of a question does."""
    if state.clears:
        return wishes.settle_clearing(desk, state, agreed=agreed)
    settled = closing_words.settle(desk, state, Word.YES if agreed else Word.NO)
    return settled if state.proposal else navigation.again(desk, state)
