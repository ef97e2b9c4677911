"""Whether a coordinator's message is a yes or a no to the act that waits."""

from __future__ import annotations

from bot.conversation import coordinator_questions
from bot.conversation.context import CampaignContext
from bot.conversation.intents import asks_to_wait, says_yes
from bot.conversation.state import Stage, State
from bot.conversation.unit_names import units_mentioned
from bot.model.commands import units_of


def agreed(board: CampaignContext, state: State, text: str) -> bool | None:
    """Return whether a message is a yes to what waits, or a no; an act that is not wanted at once ("khoan
    đã") is asked for anew."""
    if state.stage is Stage.ACT and asks_to_wait(text):
        return False
    answer = says_yes(text)
    if answer is not None and _names_others(board, state, text):
        return (
            None  # "duyệt Xã B" is no yes to what waits for Xã A, "duyệt tất cả" none to nothing
        )
    return answer


def _names_others(board: CampaignContext, state: State, text: str) -> bool:
    """Tell whether units are named that what waits is not about."""
    waits = state.waits
    waiting = waits.together if waits is not None else ()
    meant = {unit_id for each in waiting for unit_id in units_of(each.command)}
    named = units_mentioned(board.units, text)
    of_all = waits is None and coordinator_questions.accepts_all(text)
    return of_all or any(unit.id not in meant for unit in named)
