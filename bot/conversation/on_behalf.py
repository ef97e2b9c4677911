"""What a coordinator enters for a unit: read like the unit's own words, stored with its source.

Every entry is shown before it is stored, so that a doubt is one more line to look at, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import bulk_confirm, navigation, prompts, review
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.conversation.review_warnings import what_is_odd
from bot.conversation.state import Stage, State
from bot.locale.clarifications import doubt_sentence, range_sentence
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.events import AnswerRecorded, Change, SourceKept
from bot.model.form import Indicator
from bot.model.message import FileRef, Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status
from bot.questions import read_answer
from bot.questions.base import Ambiguous, Understood


@dataclass(frozen=True, slots=True)
class EntryOnBehalf:
    """One row as it would be stored; without an answer `sentence` says why it was not read."""

    row: Indicator
    answer: Answer | None
    sentence: str


def read_entry(desk: ReportContext, code: str, text: str, source: str) -> EntryOnBehalf | None:
    """Words for one row of the unit's form; None where the form asks no such row."""
    row = desk.form.find(code) if desk.form is not None else None
    if row is None or not row.is_asked:
        return None
    reading = read_answer(row, text)
    match reading:
        case Understood(answer=found):
            pass
        case Ambiguous(candidates=candidates) if candidates:
            found = candidates[0]
        case _:
            return EntryOnBehalf(row, None, doubt_sentence(row, reading))
    found = replace(found, source=source)
    return EntryOnBehalf(row, found, _shown(desk, row, reading, found))


def _shown(
    desk: ReportContext, row: Indicator, reading: Understood | Ambiguous, found: Answer
) -> str:
    """What would be stored, what stands there now, and what is odd about it."""
    lines = [prompts.echo(row, found)]
    stored = desk.submission.answers.get(row.code)
    if stored is not None:
        lines.append(say("ask.stored", figures=prompts.figures(row, stored)))
    if isinstance(reading, Ambiguous):
        lines.append(doubt_sentence(row, reading))
    elif reading.check == "range":
        lines.append(range_sentence(row, found))
    last = desk.last_year.get(row.code)
    if bulk_confirm.differs_tenfold(found, last) and last is not None:
        figures = prompts.figures(row, last)
        lines.append(say("confirm.tenfold", line=prompts.echo(row, found), last=figures))
    return "\n".join(lines)


def record_entry(desk: ReportContext, entry: EntryOnBehalf, file: FileRef | None = None) -> Turn:
    """The facts of an entry that was looked at, with the file behind it."""
    assert entry.answer is not None
    before = desk.submission.answers.get(entry.row.code)
    facts: tuple[Change, ...] = (
        AnswerRecorded(desk.submission.id, entry.row.code, entry.answer, before),
    )
    if file is not None:
        facts += (SourceKept(desk.submission.id, file, entry.answer.source, entry.row.code),)
    return Turn(State(), facts, (Reply(prompts.echo(entry.row, entry.answer)),))


def send_refusal(desk: ReportContext) -> str:
    """Why a draft cannot be handed in now; empty where it can."""
    if desk.form is None:
        return say("form.none")
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return say("sent.awaiting")
    if desk.submission.is_sent and not desk.submission.draft:
        return navigation.status_reply(desk).text
    return "" if desk.submission.answers else say("review.empty")


def send_preview(desk: ReportContext) -> str:
    """What is missing or odd, as the unit itself would be told; empty when all is well."""
    return what_is_odd(desk).removesuffix(say("warn.send")).rstrip()


def send(situation: TurnContext, desk: ReportContext) -> Turn:
    """Hand the draft in for the unit, whose people get the receipt; an approver is still asked."""
    assert desk.form is not None
    seen = State(stage=Stage.WARNED, shown=tuple(row.code for row in desk.form.rows))
    done = review.submit(situation, desk, seen)
    told = tuple(
        NoticeToPeople(
            desk.campaign.id,
            desk.unit.id,
            Role.REPORTER,
            Reply(
                say("unit.sent_for", unit=desk.unit.name, text=reply.text), urgency=Urgency.NOTICE
            ),
        )
        for reply in done.replies
    )
    return replace(done, notices=(*done.notices, *told))
