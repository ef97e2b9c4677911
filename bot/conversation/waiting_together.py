"""What is done at a yes to one command or to several that wait together: each as it was shown."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from bot.conversation import effects
from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import CampaignContext, Turn, TurnContext
from bot.conversation.state import State, Waiting
from bot.conversation.turn_notices import lead_with
from bot.locale.say import say
from bot.model.commands import Accept
from bot.model.message import Reply
from bot.vietnamese.normalise import one_line

MOST_SHOWN = 200  # characters of what waits


def carry_out(
    situation: TurnContext, board: CampaignContext, waiting: Waiting, idle: State
) -> tuple[Turn, tuple[Waiting, ...]]:
    """Do what still is what was shown; return that, and the commands of which it is another."""
    done = Turn(idle)
    changed: list[Waiting] = []
    for each in waiting.together:
        checked = effects.check(situation, board, each.command)
        seen = checked.seen if isinstance(checked, Preview) else ""
        if each.seen not in ("", seen):
            changed.append(each)
        elif isinstance(checked, Refusal):
            done = joined(done, Turn(idle, (), (Reply(checked.text),)))
        else:
            did = effects.carry_out(situation, board, each.command)
            done = joined(done, replace(did, state=idle))
    if isinstance(waiting.command, Accept) and done.replies:  # one answer, however many
        done = replace(done, replies=(Reply("\n".join(each.text for each in done.replies)),))
    return done, tuple(changed)


def tell(situation: TurnContext, waits: Waiting, turn: Turn) -> Turn:
    """Return the turn with a line about what still waits for a yes, where it was answered with something
    else than that question, or about what was not done since another act was asked for."""
    board, after = situation.board, turn.state.waits
    told = "\n".join(map(attrgetter("text"), turn.replies))
    if board is None or say("act.dropped") in told:
        return turn
    stays = after is not None and waits.command in map(attrgetter("command"), after.together)
    if say("act.type_yes") in told if stays else turn.changes:
        return turn
    asked = [
        checked.text.partition("\n")[0]
        for each in waits.together
        if isinstance(checked := effects.check(situation, board, each.command), Preview)
    ]
    what = one_line(" ".join(asked), MOST_SHOWN)
    return (
        lead_with(turn, say("act.waits" if stays else "act.given_up", what=what)) if what else turn
    )


def joined(done: Turn, also: Turn) -> Turn:
    """Return a turn with what came behind it."""
    return Turn(
        also.state,
        (*done.changes, *also.changes),
        (*done.replies, *also.replies),
        (*done.notices, *also.notices),
    )
