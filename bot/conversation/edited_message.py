"""An earlier message that its person changed: the row it had answered shows old and new."""

from __future__ import annotations

from bot.conversation import corrections, helpdesk, import_diff, navigation
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import AnswerRecorded, Change
from bot.model.message import Incoming


def hear(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Take a changed message as a correction of the row that it had answered."""
    old = situation.edited
    if old.words and _flat(incoming.text) == _flat(old.words):
        return Turn(state)  # platforms send such edits by themselves
    if not old.known:
        return navigation.again(desk, state, say_for(desk.form, "edited.elsewhere"))
    if import_diff.waits(state) and not old.code:
        return navigation.again(desk, state, say("edited.later"))
    if helpdesk.question_in(incoming.text) is not None:
        return navigation.again(desk, state, say_for(desk.form, "edited.unknown"))
    edited = corrections.edited(desk, state, old, incoming.text)
    if edited is not None and _is_no_news(edited):
        return Turn(state)
    return edited or navigation.again(desk, state, say_for(desk.form, "edited.unknown"))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _is_no_news(turn: Turn) -> bool:
    """Tell whether a turn stores nothing but what stands already."""
    return bool(turn.changes) and not any(map(_is_news, turn.changes))


def _is_news(fact: Change) -> bool:
    """Tell whether a fact is more than an answer that stands already."""
    return not isinstance(fact, AnswerRecorded) or not fact.answer.same_figures(fact.previous)
