"""What a coordinator's message may be about that was not understood, to be chosen by a tap."""

from __future__ import annotations

from bot.conversation.context import CampaignContext, Turn
from bot.conversation.nearest import of_coordinators
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.message import Choice, Reply

ABOUT = "about_"  # in the keys of buttons


def key(board: CampaignContext, state: State, action: str, unit: int = 0) -> str:
    """Return a button's key: which campaign, which unit, which prompt, and what it does."""
    return f"c{board.campaign.id}|{unit}|{state.prompt}|{action}"


def not_understood(board: CampaignContext, state: State, text: str) -> Turn:
    """Return that a message was not understood, with the few things that it may be about."""
    near = of_coordinators().offered(text)
    choices = tuple(
        Choice(key(board, state, f"{ABOUT}{word}"), say(f"told.{word}")) for word in near
    )
    named = "; ".join(choice.label for choice in choices)
    told = say("question.nearest", topics=named) if near else say("coordinator.unknown")
    return Turn(state, (), (Reply(told, choices=choices),))
