"""A person agrees to the figures that a colleague put in the place of theirs."""

from __future__ import annotations

from bot.conversation import helpdesk
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import FiguresAgreed


def agree(desk: ReportContext, state: State) -> Turn:
    """Return what the person stood against is settled as it stands now."""
    reply = helpdesk.remind_what_is_asked(desk, state, say("overwritten.agreed"))
    return Turn(state, (FiguresAgreed(desk.submission.id),), (reply,))
