"""What a turn must not pass over in silence: figures that waited and are gone, an approval undone."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.context import NoticeToPeople, ReportContext, Turn
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import AnswerCleared, AnswerRecorded
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status

ASKED_AGAIN = (Stage.ASKING, Stage.COLLECTING, Stage.PROPOSAL)


def notice_dropped_proposal(state: State, turn: Turn) -> Turn:
    """The turn, with a word about the figures that waited for "đúng" before it and neither wait nor
    are stored after it."""
    after = turn.state
    if not state.proposal or after.stage is Stage.BATCH:
        return turn
    kept = {code for code, _ in after.proposal}
    kept |= {fact.code for fact in turn.changes if isinstance(fact, AnswerRecorded)}
    if after.stage in ASKED_AGAIN:
        kept.add(after.row)
    lost = [code for code, _ in state.proposal if code not in kept]
    return _led(turn, say("proposal.lost", codes=", ".join(lost))) if lost else turn


def notice_reopened(desk: ReportContext, turn: Turn) -> Turn:
    """The turn; where it corrects a report that waited for approval, both sides are told."""
    if desk.submission.status is not Status.AWAITING_APPROVAL:
        return turn
    if not any(isinstance(fact, AnswerRecorded | AnswerCleared) for fact in turn.changes):
        return turn
    told = Reply(say("approve.reopened", unit=desk.unit.name), urgency=Urgency.NOTICE)
    notice = NoticeToPeople(desk.campaign.id, desk.unit.id, Role.APPROVER, told)
    turn = replace(turn, notices=(*turn.notices, notice))
    return _led(turn, say("approve.send_again"))


def _led(turn: Turn, sentence: str) -> Turn:
    if not turn.replies:
        return replace(turn, replies=(Reply(sentence),))
    first, *others = turn.replies
    lead = "\n".join(part for part in (first.lead, sentence) if part)
    return replace(turn, replies=(replace(first, lead=lead), *others))
