"""A person agrees to the figure that a colleague put in the place of theirs."""

from __future__ import annotations

from bot.conversation import helpdesk, navigation, prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import FigureAgreed


def agree(desk: ReportContext, state: State, code: str) -> Turn:
    """Return the row is settled as it stands now, which is said."""
    row = desk.the_form.find(code)
    answer = desk.submission.answers.get(code)
    if row is None or answer is None:
        return navigation.again(desk, state, say("overwritten.agreed_none"))
    told = say("overwritten.agreed", line=prompts.echo(row, answer))
    fact = FigureAgreed(desk.submission.id, code)
    return Turn(state, (fact,), (helpdesk.remind_what_is_asked(desk, state, told),))
