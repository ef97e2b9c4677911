"""People who joined before their campaign is opened: the seat is kept, and every answer says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.conversation.context import Turn, TurnContext
from bot.conversation.state import State
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.message import Reply
from bot.model.person import Role, Seat


def as_seated(situation: TurnContext, state: State) -> tuple[TurnContext, State]:
    """Return the context in which a waiting person may ask for, change or hand over what is kept
    of them."""
    seats = situation.waiting
    held = state.seat if state.seat in {seat.id for seat in seats} else seats[0].id
    return replace(situation, seats=seats), replace(state, seat=held)


def say_not_open(situation: TurnContext, state: State) -> Turn:
    """Answer whatever was sent: nothing of it is taken yet, and when it will be."""
    sentences = dict.fromkeys(map(_not_open, situation.waiting))
    days = dict.fromkeys(will_be_told(seat.opens) for seat in situation.waiting)
    return Turn(state, (), (Reply("\n".join((*sentences, *days))),))


def will_be_told(opens: date | None) -> str:
    """Return that the person is told when the campaign opens, with the day where it is known."""
    told = say("wait.will_be_told")
    return f"{say('wait.opens', day=day(opens))} {told}" if opens is not None else told


def _not_open(seat: Seat) -> str:
    if seat.role is Role.COORDINATOR:
        return say("wait.coordinator", campaign=seat.campaign_title)
    role = say(f"role.{seat.role.value}")
    return say("wait.seat", campaign=seat.campaign_title, unit=seat.unit_name, role=role)
