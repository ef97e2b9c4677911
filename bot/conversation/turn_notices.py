"""What a turn must not pass over in silence: figures that wait or are gone, an approval undone."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import prompts, rest_words
from bot.conversation.context import NoticeToPeople, ReportContext, Turn
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import AnswerCleared, AnswerRecorded
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status


def tell_what_waits(
    desk: ReportContext | None, before: State, turn: Turn, *, refused: bool
) -> Turn:
    """Return the turn with a word about the figures that still wait for "đúng", where it has none,
    and about those that waited and are gone. `refused`: the message was the word on them."""
    after = turn.state
    is_batch = after.stage is Stage.BATCH
    if before.stage is Stage.BATCH and not is_batch:
        turn = _tell_left_out(desk, before, turn)
    lost = _lost(before, turn)
    if lost and not refused and not is_batch:
        turn = lead_with(turn, say("proposal.lost", codes=", ".join(lost)))
    if desk is None or not _waits_unsaid(desk, turn):
        return turn
    return lead_with(turn, prompts.waiting(desk, after.proposal))


def _lost(before: State, turn: Turn) -> list[str]:
    """Return the rows whose figures waited and neither wait nor are stored now. Sections that did not
    happen are not among them: they may be named once more."""
    known = {code for code, _ in turn.state.proposal}
    known |= {fact.code for fact in turn.changes if isinstance(fact, AnswerRecorded)}
    waited = [code for code, found in before.proposal if found.source != "gate"]
    return [code for code in waited if code not in known]


def _waits_unsaid(desk: ReportContext, turn: Turn) -> bool:
    """Return whether figures of this report wait and no reply asks for the yes."""
    after = turn.state
    if not after.proposal or not turn.replies or desk.form is None or desk.seat.id != after.seat:
        return False
    return not any(_asks_for_yes(reply) for reply in turn.replies)


def _tell_left_out(desk: ReportContext | None, before: State, turn: Turn) -> Turn:
    """Return the turn with the parts of a batch that was stored just now and held them not."""
    if desk is None or not any(isinstance(fact, AnswerRecorded) for fact in turn.changes):
        return turn
    texts = rest_words.unclear_texts(desk, before)
    return lead_with(turn, say("batch.left_out", texts=texts)) if texts else turn


def _asks_for_yes(reply: Reply) -> bool:
    return say("confirm.type_yes") in reply.text


def mark_trial(turn: Turn) -> Turn:
    """Return a turn of a campaign that is only tried: its first reply says that nothing counts."""
    if not turn.replies:
        return turn
    first, *others = turn.replies
    lead = "\n".join(part for part in (say("trial.mark"), first.lead) if part)
    return replace(turn, replies=(replace(first, lead=lead), *others))


def notice_reopened(desk: ReportContext, turn: Turn) -> Turn:
    """Return the turn; where it corrects a report that waited for approval, both sides are told."""
    if desk.submission.status is not Status.AWAITING_APPROVAL:
        return turn
    if not any(isinstance(fact, AnswerRecorded | AnswerCleared) for fact in turn.changes):
        return turn
    told = Reply(say("approve.reopened", unit=desk.unit.name), urgency=Urgency.NOTICE)
    notice = NoticeToPeople(desk.campaign.id, desk.unit.id, Role.APPROVER, told)
    turn = replace(turn, notices=(*turn.notices, notice))
    return lead_with(turn, say("approve.send_again"))


def lead_with(turn: Turn, sentence: str) -> Turn:
    """Return the turn with a sentence in front of its first reply, behind what was stored."""
    if not turn.replies:
        return replace(turn, replies=(Reply(sentence),))
    first, *others = turn.replies
    lead = "\n".join(part for part in (first.lead, sentence) if part)
    return replace(turn, replies=(replace(first, lead=lead), *others))
