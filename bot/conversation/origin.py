"""Which message a figure came from: the one that held it, not the "đúng" that stored it."""

from __future__ import annotations

from bot.conversation.context import Turn
from bot.conversation.state import State
from bot.model.changing import replace
from bot.model.events import AnswerRecorded


def keep_origins(before: State, turn: Turn, message: int) -> Turn:
    """Return the turn with the origin of each figure: of those that wait, and of those that waited
    and are stored as they were shown. `message` is the one that is being answered."""
    shown = dict(before.proposal)
    known = dict(before.origins)
    came = {code: known.get(code, message) for code in shown}

    waiting = tuple(
        (code, came[code] if shown.get(code) == answer else message)
        for code, answer in turn.state.proposal
    )
    changes = tuple(
        replace(change, told_in=came[change.code])
        if isinstance(change, AnswerRecorded) and shown.get(change.code) == change.answer
        else change
        for change in turn.changes
    )
    return replace(turn, state=replace(turn.state, origins=waiting), changes=changes)
