"""What a coordinator's message may be about that was not understood, to be chosen by a tap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation.command_words import Command, Word
from bot.conversation.context import CampaignContext, Turn
from bot.conversation.nearest import of_coordinators
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.message import Choice, Reply
from bot.model.optional import optional

ABOUT = "about_"  # in the keys of buttons


def key(board: CampaignContext, state: State, action: str, unit: int = 0) -> str:
    """Return a button's key: which campaign, which unit, which prompt, and what it does."""
    return f"c{board.campaign.id}|{unit}|{state.prompt}|{action}"


def _ways(board: CampaignContext, state: State, near: Sequence[Word]) -> tuple[Choice, ...]:
    return tuple(Choice(key(board, state, f"{ABOUT}{word}"), say(f"told.{word}")) for word in near)


def not_understood(
    board: CampaignContext, state: State, text: str, tell: Callable[[Word], Command | str | None]
) -> Turn:
    """Return what a message is most likely about, said to be a guess, with the few other things that it may
    be about; of several as near no answer, but all of them. What a word would do is never done on a guess."""
    near = of_coordinators().offered(text)
    likely = of_coordinators().likely(text)
    answer = optional(tell, likely)
    if isinstance(answer, str):
        told = say("question.perhaps", topic=say(f"told.{likely}"), answer=answer)
        return Turn(state, (), (Reply(told, choices=_ways(board, state, near[1:])),))
    choices = _ways(board, state, near)
    named = "; ".join(choice.label for choice in choices)
    told = say("question.nearest", topics=named) if near else say("coordinator.unknown")
    return Turn(state, (), (Reply(told, choices=choices),))
