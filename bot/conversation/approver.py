"""A unit's approver and viewers: look, approve, send back to the reporters."""

from __future__ import annotations

from bot.conversation import prompts, report_card, report_standing, review
from bot.conversation.chat_commands import rows_named
from bot.conversation.command_words import Word, read_command
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import ApprovalDenied
from bot.model.message import Choice, Incoming, IncomingKind, Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status


def approver_turn(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn:
    """Return an approver's message."""
    waits = desk.submission.status is Status.AWAITING_APPROVAL
    if incoming.kind is IncomingKind.CHOICE and incoming.choice.endswith("|approve"):
        wanted = prompts.key(desk, state, "approve")
        if incoming.choice != wanted:
            return show_report(desk, state, say("button.old"))
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
        return show_report(desk, state)
    return Turn(state, (), (Reply(say("approve.help")),))


def show_report(desk: ReportContext, state: State, lead: str = "") -> Turn:
    """Return the summary as it stands, with the button where it waits."""
    head = say("review.head", unit=desk.unit.name)
    choices: tuple[Choice, ...] = ()
    foot = say("approve.look")
    if desk.seat.role is Role.APPROVER:
        foot = say("approve.help")
        if desk.submission.status is Status.AWAITING_APPROVAL:
            choices = (prompts.button(desk, state, "approve"),)
    text = f"{report_standing.summary(desk) if desk.form is None else report_card.summary(desk)}\n\n{foot}"
    return Turn(state, (), (Reply(text, head, lead=lead, choices=choices),))


def _nothing(desk: ReportContext, state: State) -> Turn:
    return Turn(state, (), (Reply(say("approve.nothing", unit=desk.unit.name)),))


def _approve(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Approve: approved is handed in: the receipt goes to the reporters too."""
    done = review.hand_in(situation, desk, state)
    receipt = done.replies[0]
    notice = NoticeToPeople(desk.campaign.id, desk.unit.id, Role.REPORTER, receipt)
    return Turn(done.state, done.changes, done.replies, (notice,))


def _deny(desk: ReportContext, state: State, reason: str) -> Turn:
    if not reason:
        return Turn(state, (), (Reply(say_for(desk.form, "approve.reason")),))
    rows, said = rows_named(reason, desk.form)
    line = f"{', '.join(rows)}: {said}" if rows and said else reason
    told = Reply(say("approve.denied", unit=desk.unit.name, reason=line), urgency=Urgency.NOTICE)
    return Turn(
        state,
        (ApprovalDenied(desk.submission.id, said or reason, rows),),
        (Reply(say("approve.returned")),),
        (NoticeToPeople(desk.campaign.id, desk.unit.id, Role.REPORTER, told),),
    )
