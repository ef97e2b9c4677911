"""A person's own data: shown, corrected, deleted; figures stay with the unit.

Rights to know, correct and delete: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import helpdesk, join, person_name
from bot.conversation.command_words import Word, read_command
from bot.conversation.context import Turn, TurnContext
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import PersonForgotten, PersonRenamed
from bot.model.message import Choice, Incoming, IncomingKind, Reply
from bot.model.person import Role

FORGET = "forget"  # in the keys of the buttons
LONGEST_NAME = 100


def answer_about_my_data(situation: TurnContext, state: State, incoming: Incoming) -> Turn | None:
    """Return words about oneself or one's seat, in any role; None for anything else."""
    if incoming.kind is IncomingKind.CHOICE:
        return _tapped(situation, state, incoming.choice)
    if incoming.kind is not IncomingKind.TEXT:
        return None
    command = read_command(incoming.text, None)
    word = command.word if command is not None else None
    if state.forgets and word in (Word.YES, Word.NO):
        return _answered(situation, state, agreed=word is Word.YES)
    name = person_name.name_given(situation, state, incoming.text)
    if name is not None:
        return _named(situation, state, name)
    match word:
        case Word.HAND_OVER:
            return join.hand_over(situation, state)
        case Word.FORGET:
            return _ask_to_forget(state)
        case Word.RENAME if command is not None and command.rest.strip():
            return rename(situation, state, command.rest)
        case Word.MY_DATA:
            return Turn(state, (), (Reply(_all(situation)),))
    return None


def _tapped(situation: TurnContext, state: State, key: str) -> Turn | None:
    parts = key.split("|")
    if not state.forgets or len(parts) != 4 or parts[1:3] != [FORGET, str(state.prompt)]:
        return None
    return _answered(situation, state, agreed=parts[3] == "yes")


def _all(situation: TurnContext) -> str:
    """Return everything that is kept about the person."""
    seats = "\n".join(
        f"– {say(f'role.{seat.role.value}')}: {seat.unit_name or seat.campaign_title}"
        for seat in situation.seats
    )
    return say("my_data.text", name=situation.the_person.name, seats=seats)


def _named(situation: TurnContext, state: State, name: str) -> Turn:
    """Return the name that was asked for, with what is still asked of the report."""
    fact = PersonRenamed(situation.the_person.id, name)
    reply = Reply(say("person.named", name=name))
    if situation.desk is not None and situation.desk.seat.role is Role.REPORTER:
        reply = helpdesk.remind_what_is_asked(situation.desk, state, reply.text)
    return Turn(replace(state, naming=""), (fact,), (reply,))


def rename(situation: TurnContext, state: State, name: str) -> Turn:
    plain = " ".join(name.split())[:LONGEST_NAME]
    fact = PersonRenamed(situation.the_person.id, plain)
    return Turn(state, (fact,), (Reply(say("my_data.renamed", name=plain)),))


def _ask_to_forget(state: State) -> Turn:
    state = state.at(Stage.ACT, forgets=True)
    choices = tuple(
        Choice(f"0|{FORGET}|{state.prompt}|{action}", say(f"button.{action}"))
        for action in ("yes", "no")
    )
    return Turn(state, (), (Reply(say("my_data.forget"), choices=choices),))


def _answered(situation: TurnContext, state: State, *, agreed: bool) -> Turn:
    if not agreed:
        kept = state.only_waiting(state.prompt + 1)
        return Turn(kept, (), (Reply(say("my_data.kept")),))
    fact = PersonForgotten(situation.the_person.id)
    return Turn(State(prompt=state.prompt + 1), (fact,), (Reply(say("my_data.forgotten")),))
