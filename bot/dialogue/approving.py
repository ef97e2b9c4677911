"""A unit's approver and viewers: look, approve, send back to the reporters."""

from __future__ import annotations

from bot.dialogue import prompts, reviewing
from bot.dialogue.command import Word, read_command
from bot.dialogue.state import State
from bot.dialogue.turn import Desk, Notice, Situation, Turn
from bot.domain.change import ApprovalDenied
from bot.domain.message import Choice, Incoming, IncomingKind, Reply, Urgency
from bot.domain.people import Role
from bot.domain.submission import Status
from bot.wording.say import say


def turn(situation: Situation, desk: Desk, state: State, incoming: Incoming) -> Turn:
    """An approver's message."""
    waits = desk.submission.status is Status.AWAITING_APPROVAL
    if incoming.kind is IncomingKind.CHOICE and incoming.choice.endswith("|approve"):
        wanted = prompts.key(desk, state, "approve")
        if incoming.choice != wanted:
            return look(desk, state, say("button.old"))
        return _approve(situation, desk, state) if waits else _nothing(desk, state)
    command = read_command(incoming.text, desk.form)
    word = command.word if command is not None else None
    if word is Word.APPROVE:
        return _approve(situation, desk, state) if waits else _nothing(desk, state)
    if word is Word.SEND_BACK and command is not None:
        if not waits:
            return _nothing(desk, state)
        return _deny(desk, state, command.rest)
    if word is Word.VIEW or waits:
        return look(desk, state)
    return Turn(state, (), (Reply(say("approve.help")),))


def look(desk: Desk, state: State, lead: str = "") -> Turn:
    """The summary as it stands, with the button where it waits."""
    if desk.form is None:
        return Turn(state, (), (Reply(say("form.none")),))
    head = say("review.head", unit=desk.unit.name)
    choices: tuple[Choice, ...] = ()
    foot = say("approve.look")
    if desk.seat.role is Role.APPROVER:
        foot = say("approve.help")
        if desk.submission.status is Status.AWAITING_APPROVAL:
            choices = (prompts.button(desk, state, "approve"),)
    text = f"{prompts.summary(desk)}\n\n{foot}"
    return Turn(state, (), (Reply(text, head, lead=lead, choices=choices),))


def _nothing(desk: Desk, state: State) -> Turn:
    return Turn(state, (), (Reply(say("approve.nothing", unit=desk.unit.name)),))


def _approve(situation: Situation, desk: Desk, state: State) -> Turn:
    """Approved is handed in: the receipt goes to the reporters too."""
    done = reviewing.hand_in(situation, desk, state)
    receipt = done.replies[0]
    notice = Notice(desk.campaign.id, desk.unit.id, Role.REPORTER, receipt)
    return Turn(done.state, done.changes, done.replies, (notice,))


def _deny(desk: Desk, state: State, reason: str) -> Turn:
    if not reason:
        return Turn(state, (), (Reply(say("approve.reason")),))
    told = Reply(
        say("approve.denied", unit=desk.unit.name, reason=reason), urgency=Urgency.NOTICE
    )
    return Turn(
        state,
        (ApprovalDenied(desk.submission.id, reason),),
        (Reply(say("approve.returned")),),
        (Notice(desk.campaign.id, desk.unit.id, Role.REPORTER, told),),
    )
