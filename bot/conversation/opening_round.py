"""A coordinator opens a campaign that waits for it: "mở đợt", what that does, and a yes."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.context import Turn, TurnContext
from bot.conversation.intents import says_yes
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import RoundOpened
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.optional import first
from bot.model.person import Role, Seat
from bot.vietnamese.normalise import clean, unaccented

ASKS = ("mo dot", "mo ky")


def asks_to_open(text: str) -> bool:
    """Return whether a message asks to open a campaign, with or without its title behind."""
    return unaccented(clean(text)).casefold().strip(" .!").startswith(ASKS)


def hear(situation: TurnContext, state: State, incoming: Incoming) -> Turn | None:
    """Return the answer to a coordinator who opens a campaign; None for any other message."""
    if incoming.kind is not IncomingKind.TEXT or not situation.to_open:
        return None
    agreed = says_yes(incoming.text)
    awaited = first(lambda seat: seat.id == state.opens, situation.to_open)
    if awaited is not None and agreed is not None:
        return _settled(situation, awaited, state, agreed=agreed)
    return _ask(situation, state, incoming.text) if asks_to_open(incoming.text) else None


def _settled(situation: TurnContext, seat: Seat, state: State, *, agreed: bool) -> Turn:
    """Return the campaign opened; from then on its coordinator speaks of it. Who gives a unit's report
    meanwhile goes on with that."""
    idle = state.at(Stage.IDLE)
    if not agreed:
        return Turn(idle, (), (Reply(say("act.dropped")),))
    current = situation.held_seat(state.seat)
    lines = [say("open_round.done", campaign=seat.campaign_title)]
    if current is None or current.role is Role.COORDINATOR:
        idle = replace(idle, seat=seat.id)
        lines += [say("open_round.here", before=current.campaign_title)] if current else []
    else:
        lines.append(say("open_round.stays", unit=current.place))
    fact = RoundOpened(seat.campaign_id, seat.campaign_title)
    return Turn(idle, (fact,), (Reply("\n".join(lines)),))


def _ask(situation: TurnContext, state: State, text: str) -> Turn:
    """Ask for a yes, with what goes out then; where several campaigns wait and none was named, which one."""
    seats = situation.to_open
    named = _key(text)
    meant = [seat for seat in seats if _key(seat.campaign_title) in named] or list(seats)
    if len(meant) > 1:
        titles = "\n".join(f"– mở đợt {seat.campaign_title}" for seat in meant)
        return Turn(state, (), (Reply(say("open_round.which", lines=titles)),))
    (seat,) = meant
    draft = situation.at_opening.get(seat.campaign_id, "")
    asked = Reply(
        "\n".join(filter(None, [draft, say("open_round.ask", campaign=seat.campaign_title)]))
    )
    return Turn(state.at(Stage.ACT, opens=seat.id), (), (asked,))


def _key(text: str) -> str:
    return unaccented(clean(text)).casefold()
