"""For which unit a message is meant, where a person sits for several; explicit, never guessed."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import join
from bot.conversation.command_words import Command, Word, bare_words, read_command
from bot.conversation.context import Turn, TurnContext
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.person import Seat

LEAVE = {"huy", "huy bo", "thoi", "khong", "khong doi", "sai", "de sau"}


def seat_for(situation: TurnContext, state: State, incoming: Incoming) -> State | Turn:
    """Return the state in the seat a message is meant for, or the turn that settles which one."""
    held = {seat.id for seat in situation.seats}
    if incoming.choice.endswith("|seat"):
        return _tapped(situation, state, incoming.choice, held)
    command = read_command(incoming.text, None) if incoming.kind is IncomingKind.TEXT else None
    if command is not None and command.word is Word.SWITCH:
        return _switch(situation, state, command.rest)
    if state.choosing or state.stage is Stage.CHOOSING:
        return _chosen(situation, state, incoming, command)
    if state.seat in held:
        return state
    if len(held) == 1:
        return State(seat=situation.seats[0].id, prompt=state.prompt)
    return join.ask_which_seat(situation, state, say("desk.several"))


def _tapped(situation: TurnContext, state: State, key: str, held: set[int]) -> State | Turn:
    """Return a unit's button; one of an older list shows the list anew."""
    _, wanted, prompt, *_ = key.split("|") if key.count("|") == 3 else ("", "", "")
    if wanted.isdigit() and int(wanted) in held and prompt == str(state.prompt):
        return _sit(situation, state, int(wanted))
    return join.ask_which_seat(situation, state)


def _switch(situation: TurnContext, state: State, name: str) -> Turn:
    """Answer "đổi đơn vị", with the unit's name behind it or without."""
    if len(situation.seats) == 1:
        return _sit(situation, state, situation.seats[0].id)
    seat = join.chosen_seat(situation, name) if name else None
    return _sit(situation, state, seat.id) if seat else join.ask_which_seat(situation, state)


def _chosen(
    situation: TurnContext, state: State, incoming: Incoming, command: Command | None
) -> State | Turn:
    """Return what is said while the units are offered. Anything but a unit acts on what it says, in the
    seat that still holds; where there is none yet, nothing is taken and that is said."""
    own = _named(situation, incoming) if command is None else None
    if own is not None:
        return _sit(situation, state, own.id)
    current = situation.held_seat(state.seat)
    if current is None or state.stage is Stage.CHOOSING:
        return join.ask_which_seat(situation, state, _why_none(command))
    state = replace(state, choosing=False)
    if says_leave(incoming.text) and not state.proposal:
        stays = say("desk.stays", unit=current.unit_name or current.campaign_title)
        return Turn(state, (), (Reply(stays),))
    return state


def _why_none(command: Command | None) -> str:
    """Return what is said where a unit has to be chosen first."""
    is_help = command is not None and command.word is Word.HELP
    return say("desk.help" if is_help else "desk.choose_first")


def _named(situation: TurnContext, incoming: Incoming) -> Seat | None:
    if incoming.kind is not IncomingKind.TEXT:
        return None
    return join.chosen_seat(situation, incoming.text)


def _sit(situation: TurnContext, state: State, seat: int) -> Turn:
    return join.enter(situation, replace(state, seat=seat, choosing=False))


def says_leave(text: str) -> bool:
    """Tell whether a message only wants out of what was begun."""
    return bare_words(text) in LEAVE
